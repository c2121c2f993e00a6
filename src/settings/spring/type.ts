import type { JsonObject } from '../compare/json.ts'

// Properties are text, converted on the way: what takes any text takes a number, and one value is a list of one.
const TEXT = { type: ['string', 'number', 'boolean'] }
const MANY = { type: ['array', 'object', 'string', 'number', 'boolean'] }
const LISTS = /^java\.util\.(?:List|Set|Collection|Map|Properties)\b|\[\]$/

const TYPES: Readonly<Record<string, JsonObject>> = {
  'java.lang.Boolean': { type: 'boolean' },
  'java.lang.Byte': { type: 'integer' },
  'java.lang.Short': { type: 'integer' },
  'java.lang.Integer': { type: 'integer' },
  'java.lang.Long': { type: 'integer' },
  'java.lang.Float': { type: 'number' },
  'java.lang.Double': { type: 'number' },
  'java.math.BigDecimal': { type: 'number' },
}

/** JSON Schema of what may be written for a property of a Java type; of enums and others any text. */
export function typeOf(type: string): JsonObject {
  return LISTS.test(type) ? MANY : (TYPES[type] ?? TEXT)
}
