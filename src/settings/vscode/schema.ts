import { isObject, type JsonObject } from '../compare/json.ts'

const TYPES: readonly unknown[] = ['null', 'boolean', 'integer', 'number', 'string', 'array', 'object']

/** Keywords whose value is one schema, a list of them, or schemas by name. */
const ONE = [
  'items',
  'additionalItems',
  'additionalProperties',
  'propertyNames',
  'contains',
  'not',
  'if',
  'then',
  'else',
]
const LISTS = ['items', 'allOf', 'anyOf', 'oneOf']
const NAMED = ['properties', 'patternProperties', 'definitions', '$defs']

/**
 * A setting's schema with its default and its deprecation as JSON Schema has them. A default that is not stated is the
 * one the editor takes for the type - VS Code, `configurationRegistry.ts`, `getDefaultValue`.
 */
export function settingSchema(given: unknown): JsonObject {
  const schema = tolerant(given) as JsonObject
  const type: unknown = Array.isArray(schema.type) ? schema.type[0] : schema.type
  const implied = typeof type === 'string' ? IMPLIED.get(type) : undefined
  if (schema.default === undefined && implied !== undefined) schema.default = implied
  schema.description ??= schema.markdownDescription
  const words = schema.deprecationMessage ?? schema.markdownDeprecationMessage
  if (typeof words === 'string') Object.assign(schema, { deprecated: true, deprecationMessage: words })
  if (schema.description === undefined) delete schema.description
  return schema
}

const IMPLIED: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['boolean', false],
  ['integer', 0],
  ['number', 0],
  ['string', ''],
  ['array', []],
  ['object', {}],
])

/** As the editor reads it: `"boolean"` in place of a schema is that type, and a type that does not exist is none. */
function tolerant(given: unknown): unknown {
  if (typeof given === 'boolean') return given ? {} : { not: {} }
  if (typeof given === 'string') return tolerant({ type: given })
  if (!isObject(given)) return {}
  const schema = { ...given }
  const types = (Array.isArray(schema.type) ? (schema.type as unknown[]) : [schema.type]).filter((type) =>
    TYPES.includes(type),
  )
  if (types.length === 0) delete schema.type
  else schema.type = types.length === 1 ? types[0] : types
  for (const key of ONE) if (isSchema(schema[key])) schema[key] = tolerant(schema[key])
  for (const key of LISTS) if (Array.isArray(schema[key])) schema[key] = schema[key].map(tolerant)
  for (const key of NAMED) {
    const named = schema[key]
    if (isObject(named))
      schema[key] = Object.fromEntries(Object.entries(named).map(([name, one]) => [name, tolerant(one)]))
  }
  return schema
}

function isSchema(value: unknown): boolean {
  return isObject(value) || typeof value === 'string'
}
