import { parseStatements } from '../python.ts'
import { literalsIn } from './chunks.ts'
import type { PyStatement, PyValue } from './model.ts'
import { literalOf, valueOfLiteral } from './strings.ts'
import { EXCERPT } from './values.ts'

/** Shorter texts are parsed as fast as they are cut out. */
const LONG = 40
/** Stand around the number of a text that was cut out; nobody's code has them, and one that does is parsed as it is. */
const [OPEN, CLOSE] = ['\uE000', '\uE001'] as const
const CUT = new RegExp(String.raw`${OPEN}(\d+):\n*${CLOSE}`, 'g')

// What is left without its words is the same for most versions of a statement.
const known = new Map<string, readonly PyStatement[]>()

/**
 * What `parseStatements(text)` gives, faster where long literals are most of the text: help texts are most of what options
 * say, and what changes most often.
 */
export function parseBriefly(text: string): readonly PyStatement[] {
  const cut = cutOut(text)
  if (!cut) return parseStatements(text)
  let body = known.get(cut.text)
  if (!body) known.set(cut.text, (body = parseStatements(cut.text)))
  return filled(body, cut.values) ?? parseStatements(text)
}

/** The text with numbers for its long literals, on as many lines as before; undefined where it has none. */
function cutOut(text: string): { readonly text: string; readonly values: readonly string[] } | undefined {
  if (text.includes(OPEN)) return undefined
  const values: string[] = []
  let brief = ''
  let last = 0
  for (const { from, to } of literalsIn(text)) {
    if (to - from < LONG) continue
    const raw = text.slice(from, to)
    const literal = raw.includes('\r') ? undefined : literalOf(raw)
    const value = literal && !/[bf]/.test(literal.prefix) ? valueOfLiteral(literal) : undefined
    if (value === undefined) continue
    const lines = '\n'.repeat(raw.split('\n').length - 1)
    brief += `${text.slice(last, from)}"""${OPEN}${values.length}:${lines}${CLOSE}"""`
    values.push(value)
    last = to
  }
  return values.length > 0 ? { text: brief + text.slice(last), values } : undefined
}

/** Undefined where something is left that does not keep its texts as they are. */
function filled(body: readonly PyStatement[], values: readonly string[]): readonly PyStatement[] | undefined {
  const found: PyStatement[] = []
  for (const statement of body) {
    if (statement.kind !== 'assign' && statement.kind !== 'expression') return undefined
    const value = fill(statement.value, values)
    if (!value) return undefined
    found.push({ ...statement, value })
  }
  return found
}

function fill(value: PyValue, values: readonly string[]): PyValue | undefined {
  switch (value.kind) {
    case 'string':
      return { ...value, value: value.value.replace(CUT, (_, n: string) => values[Number(n)] ?? '') }
    case 'list':
    case 'tuple':
    case 'set': {
      const items = whole(value.items.map((item) => fill(item, values)))
      return items && { ...value, items }
    }
    case 'call': {
      if (value.of) return undefined
      const args = whole(value.args.map((one) => fill(one, values)))
      const names = [...value.keywords.keys()]
      const given = whole([...value.keywords.values()].map((one) => fill(one, values)))
      return args && given && { ...value, args, keywords: new Map(names.map((name, n) => [name, given[n]!])) }
    }
    case 'computed':
      // An excerpt may end within a text, or before one that was longer.
      return value.operands || value.text.length >= EXCERPT || value.text.includes(OPEN) ? undefined : value
    case 'dict':
      return undefined
    default:
      return value
  }
}

function whole<T>(list: readonly (T | undefined)[]): readonly T[] | undefined {
  return list.includes(undefined) ? undefined : (list as readonly T[])
}
