import { assignedBy, assignedValue, type PyLine, type PyOutline } from '../../languages/python-outline.ts'
import type { PyValue } from '../../languages/python.ts'
import { isNoop } from '../../languages/sql.ts'
import type { Effect } from '../../model.ts'

/** Operations whose first argument is the model's name, and those that take `model_name` - Django docs, Migration Operations. */
const OPERATION =
  /^(?:(?:Create|Delete|Rename)Model|AlterModel\w+|Alter(?:Unique|Index)Together|AlterOrderWithRespectTo)$/
const FIELD_OPERATION =
  /^(?:(?:Add|Remove|Alter|Rename)Field|(?:Add|Remove|Rename)Index|(?:Add|Remove|Alter)Constraint)$/
const SUBTLE: ReadonlySet<string> = new Set(['noop', 'RunSQL', 'SeparateDatabaseAndState'])

/** What the class does to a database; `body` holds the statements of the class. */
export function effectOf(outline: PyOutline, body: readonly PyLine[]): Effect {
  const mentions = body.filter(({ words }) => words.includes('operations'))
  const [only] = mentions
  if (!only) return 'noop'
  if (mentions.length > 1 || assignedBy(only) !== 'operations') return 'unknown'
  const { words } = only
  const isEmpty = words.length === 4 && (words[2] === '[' || words[2] === '(')
  if (isEmpty) return 'noop'
  if (!words.some((word) => SUBTLE.has(word))) return 'changes'
  // Saves looking closer at most of them: only what is wrapped may change the state alone.
  if (!words.includes('SeparateDatabaseAndState') && words.some(isModelOperation)) return 'changes'
  const value = assignedValue(outline, only)
  return (value.kind === 'list' || value.kind === 'tuple') && value.items.every(isIdle) ? 'noop' : 'changes'
}

/** `RunPython.noop`, SQL that does nothing, and operations on the state alone. */
function isIdle(operation: PyValue): boolean {
  if (operation.kind !== 'call') return false
  const { callee, args, keywords } = operation
  const [first] = args
  switch (callee.split('.').at(-1)) {
    case 'RunPython':
      return isNamed(keywords.get('code') ?? first, 'RunPython.noop')
    case 'RunSQL':
      return isIdleSql(keywords.get('sql') ?? first)
    case 'SeparateDatabaseAndState': {
      const database = keywords.get('database_operations') ?? first
      if (database === undefined || database.kind === 'none') return true
      return database.kind === 'list' && database.items.every(isIdle)
    }
    default:
      return false
  }
}

function isIdleSql(sql: PyValue | undefined): boolean {
  if (isNamed(sql, 'RunSQL.noop')) return true
  if (sql?.kind === 'string') return isNoop(sql.value)
  return sql?.kind === 'list' && sql.items.every(isIdleSql)
}

function isNamed(value: PyValue | undefined, name: string): boolean {
  return value?.kind === 'name' && (value.name === name || value.name.endsWith(`.${name}`))
}

function isModelOperation(word: string): boolean {
  return OPERATION.test(word) || FIELD_OPERATION.test(word)
}

/** Lower-case names of the models that operations name; sorted. */
export function modelsIn(body: readonly PyLine[]): readonly string[] {
  const models = new Set<string>()
  for (const line of body) {
    if (assignedBy(line) !== 'operations') continue
    const { words } = line
    for (const [at, word] of words.entries()) {
      if (words[at + 1] !== '(' || !isModelOperation(word)) continue
      const name = words[at + 3] === '=' ? words[at + 4] : words[at + 2]
      if (name?.startsWith('"')) models.add((JSON.parse(name) as string).toLowerCase())
    }
  }
  return [...models].sort()
}
