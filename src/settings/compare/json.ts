/** What a JSON document is, and how two of them are told apart. Objects are read by their own keys only. */

export type Kind = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object'

/** Scalars first: where a break shows at several kinds of value, the simplest one is the most readable witness. */
export const kinds = ['null', 'boolean', 'number', 'string', 'array', 'object'] as const satisfies readonly Kind[]

export type JsonObject = Record<string, unknown>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function kindOf(value: unknown): Kind {
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'array'
  switch (typeof value) {
    case 'boolean':
      return 'boolean'
    case 'number':
      return 'number'
    case 'string':
      return 'string'
    default:
      return 'object'
  }
}

export function has(object: JsonObject, key: string): boolean {
  return Object.prototype.hasOwnProperty.call(object, key)
}

/** Sets an own key even where its name is `__proto__`, which plain assignment would lose. */
export function put(object: JsonObject, key: string, value: unknown): void {
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true })
}

/** One text per JSON value: keys sorted, `1.0` and `1` alike, as JSON Schema's own notion of equality asks. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (!isObject(value)) return value === 0 ? '0' : textOf(value)
  const members = Object.keys(value)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonical(value[key])}`)
  return `{${members.join(',')}}`
}

/** `undefined`, which JSON does not have, reads as null. */
function textOf(value: unknown): string {
  return value === undefined ? 'null' : JSON.stringify(value)
}

export function equal(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object') return false
  return canonical(left) === canonical(right)
}

/** A private copy as plain JSON: shared nodes (YAML aliases) become separate ones; throws where it is circular. */
export function copyOf(value: unknown): unknown {
  const text = JSON.stringify(value) as string | undefined
  return text === undefined ? undefined : (JSON.parse(text) as unknown)
}

/** The text's Unicode code points, each as a string. */
export function characters(text: string): string[] {
  return Array.from(text)
}

/** Unicode code points, the unit in which JSON Schema measures strings. */
export function lengthOf(text: string): number {
  return characters(text).length
}

/** How many values a document consists of; counting ends above `enough`. */
export function sizeOf(value: unknown, enough: number): number {
  if (typeof value !== 'object' || value === null) return 1
  let size = 1
  let last: unknown
  let lastSize = 0
  for (const part of Object.values(value) as unknown[]) {
    // Long arrays repeat one item, whose size is known then.
    if (part !== last || typeof part !== 'object') lastSize = sizeOf(part, enough - size)
    last = part
    size += lastSize
    if (size > enough) return size
  }
  return size
}
