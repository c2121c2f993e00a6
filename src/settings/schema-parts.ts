/** What a schema is made of, and texts of what recurs in many. */
import { isSeparate, type Separate } from './comparable.ts'

/** Keywords of an object whose settings can be looked at one by one, but for those that the keyword mentions. */
const APPLICATORS: ReadonlySet<string> = new Set([
  'allOf',
  'anyOf',
  'oneOf',
  'not',
  'if',
  'then',
  'else',
  'dependentRequired',
  'dependentSchemas',
  'dependencies',
])
const DEFINITIONS: ReadonlySet<string> = new Set(['$defs', 'definitions'])

/** What can lead anywhere, or mean something else in another place. */
const ELSEWHERE = /"\$(?:dynamicRef|recursiveRef|anchor|dynamicAnchor|recursiveAnchor|id)":/
const REFERENCE = /"\$ref":"([^"]*)"/g

export interface Parts {
  readonly plain: Separate
  readonly applicators: object
  readonly definitions: object
}

// A release's schema is compared with those of all the others.
const parts = new WeakMap<object, Parts | undefined>()

/** Undefined for what has to stay whole. */
export function partsOf(schema: unknown): Parts | undefined {
  if (typeof schema !== 'object' || schema === null) return undefined
  if (!parts.has(schema)) parts.set(schema, takenApart(schema))
  return parts.get(schema)
}

function takenApart(schema: object): Parts | undefined {
  const pick = (wanted: (keyword: string) => boolean): object =>
    Object.fromEntries(Object.entries(schema).filter(([keyword]) => wanted(keyword)))
  const plain = pick((keyword) => !APPLICATORS.has(keyword) && !DEFINITIONS.has(keyword))
  if (!isSeparate(plain)) return undefined
  const { properties, ...rest } = pick((keyword) => keyword !== '$id' && keyword !== '$schema') as Separate
  if (![rest, ...Object.values(properties)].every(staysHere)) return undefined
  return { plain, applicators: pick((one) => APPLICATORS.has(one)), definitions: pick((one) => DEFINITIONS.has(one)) }
}

const stay = new WeakMap<object, boolean>()

/** Whether it refers to definitions alone, and nothing can refer to it by name. */
function staysHere(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return true
  let answer = stay.get(schema)
  if (answer === undefined) {
    const text = textOf(schema)
    answer =
      !ELSEWHERE.test(text) &&
      [...text.matchAll(REFERENCE)].every(([, target = '']) => /^#\/(?:\$defs|definitions)\//.test(target))
    stay.set(schema, answer)
  }
  return answer
}

export function refers(schema: unknown): boolean {
  return textOf(schema).includes('"$ref"')
}

export function withDefinitions(schema: unknown, { definitions }: Parts): unknown {
  return Object.keys(definitions).length > 0 && refers(schema) ? { ...(schema as object), ...definitions } : schema
}

const texts = new WeakMap<object, string>()

const ids = new Map<string, number>()
const idsByObject = new WeakMap<object, number>()

/** Equal for equal texts. */
export function idOf(schema: unknown): number {
  const isObject = typeof schema === 'object' && schema !== null
  let id = isObject ? idsByObject.get(schema) : undefined
  if (id === undefined) {
    const text = schema === undefined ? '' : textOf(schema)
    id = ids.get(text)
    if (id === undefined) ids.set(text, (id = ids.size))
    if (isObject) idsByObject.set(schema, id)
  }
  return id
}

export function textOf(schema: unknown): string {
  if (typeof schema !== 'object' || schema === null) return JSON.stringify(schema)
  let text = texts.get(schema)
  if (text === undefined) texts.set(schema, (text = JSON.stringify(schema)))
  return text
}
