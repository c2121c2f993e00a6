import { EXCERPT } from './values.ts'
import type { PyFunction, PyStatement, PyValue } from './model.ts'

/** `argument`: the first one, unchanged; `nothing`: None, always; `other`: anything else, or not to be told. */
export type PyResult = 'argument' | 'nothing' | 'other'

const COPIES: ReadonlySet<string> = new Set(['dict', 'copy', 'deepcopy', 'copy.copy', 'copy.deepcopy'])
const LOGGER = /^(?:self\.)?_?(?:logger|logging|log)\.[a-z]+$/i

/**
 * What calling a function gives. Copies (`dict(old)`, `copy.deepcopy(old)`, `{**old}`) count as the argument itself, and
 * so does giving it another name; writing to a log changes nothing.
 */
export function functionResult(definition: PyFunction): PyResult {
  if (definition.broken) return 'other'
  if (returnsArgument(definition)) return 'argument'
  return returnsNothing(definition.body) ? 'nothing' : 'other'
}

function returnsArgument({ params, body }: PyFunction): boolean {
  const [first] = params
  if (first === undefined || first.startsWith('*')) return false
  const same = new Set([first])
  for (const statement of body) {
    if (statement.kind === 'return') return statement.value !== undefined && isSame(statement.value, same)
    if (statement.kind === 'assign' && isSame(statement.value, same)) {
      for (const target of statement.targets) same.add(target)
    } else if (!isHarmless(statement)) return false
  }
  return false
}

function isSame(value: PyValue, same: ReadonlySet<string>): boolean {
  if (value.kind === 'name') return same.has(value.name)
  if (value.kind === 'dict') {
    const [only] = value.entries
    return value.entries.length === 1 && only?.key === undefined && only !== undefined && isSame(only.value, same)
  }
  if (value.kind !== 'call' || value.keywords.size > 0) return false
  const [argument] = value.args
  if (argument === undefined) return value.callee.endsWith('.copy') && same.has(value.callee.slice(0, -'.copy'.length))
  return value.args.length === 1 && COPIES.has(value.callee) && isSame(argument, same)
}

/** A string that stands alone, or a log line that calls nothing but `format`. */
function isHarmless(statement: PyStatement): boolean {
  if (statement.kind !== 'expression') return false
  const { value } = statement
  if (value.kind === 'string') return true
  return value.kind === 'call' && (value.callee === 'print' || LOGGER.test(value.callee)) && value.args.every(isPrinted)
}

function isPrinted(value: PyValue): boolean {
  if (value.kind === 'computed') return value.text.length < EXCERPT && !value.text.includes('(')
  if (value.kind !== 'call') return true
  return value.of?.kind === 'computed' && value.of.text.endsWith('.format') && value.args.every(isPrinted)
}

function returnsNothing(body: readonly PyStatement[]): boolean {
  return !mayRaiseLast(body) && !givesValue(body)
}

function mayRaiseLast(body: readonly PyStatement[]): boolean {
  const last = body.at(-1)
  if (last?.kind === 'block') return last.body.some((statement) => mayRaiseLast([statement]))
  return last?.kind === 'other' && last.keyword === 'raise'
}

function givesValue(body: readonly PyStatement[]): boolean {
  return body.some((statement) => {
    if (statement.kind === 'return') return statement.value !== undefined && statement.value.kind !== 'none'
    return statement.kind === 'block' && givesValue(statement.body)
  })
}
