import { INCOMPLETE } from '../comparable.ts'
import { isObject, type JsonObject } from '../compare/json.ts'
import { without } from '../surface.ts'

/** Keywords of OpenAPI 3.0 that hold one schema, a list of them, or schemas by name. */
const ONE = ['items', 'additionalProperties', 'not']
const LISTS = ['allOf', 'anyOf', 'oneOf']
const NAMED = ['properties', 'patternProperties', 'definitions']

/**
 * An OpenAPI 3.0 schema, as custom resources and service descriptions have it, as JSON Schema of the draft that it comes
 * nearest to (5, so 4): `nullable` becomes a type, `x-kubernetes-int-or-string` two. Unknown fields are pruned, not refused:
 * an object stays open - Kubernetes, "Custom Resources", Structural schemas.
 */
export function openApiSchema(given: unknown): unknown {
  return converted(given, false)
}

/** `above`: whether what is not described stays, because of what is said further up - Kubernetes, "field pruning". */
function converted(given: unknown, above: boolean): unknown {
  if (!isObject(given)) return typeof given === 'boolean' ? given : {}
  const schema: JsonObject = {}
  for (const [key, value] of Object.entries(given)) if (!key.startsWith('x-')) schema[key] = value
  const isDescribed = given.properties !== undefined || given.additionalProperties !== undefined
  const kept = given['x-kubernetes-preserve-unknown-fields'] === true || (above && !isDescribed)
  for (const key of ONE) if (schema[key] !== undefined) schema[key] = converted(schema[key], kept)
  for (const key of LISTS) if (Array.isArray(schema[key])) schema[key] = schema[key].map((one) => converted(one, kept))
  for (const key of NAMED) {
    const named = schema[key]
    if (isObject(named)) schema[key] = mapped(named, kept)
  }
  if (given['x-kubernetes-int-or-string'] === true && schema.type === undefined) schema.type = ['integer', 'string']
  if (kept && (schema.type ?? 'object') === 'object') {
    schema[INCOMPLETE] = true
    schema.properties ??= {}
  }
  return given.nullable === true ? nullable(schema) : without(schema, 'nullable')
}

function mapped(named: JsonObject, kept: boolean): JsonObject {
  return Object.fromEntries(Object.entries(named).map(([name, one]) => [name, converted(one, kept)]))
}

/** `null` joins the type and the allowed values; without a type it is allowed anyway. */
function nullable(schema: JsonObject): JsonObject {
  const { type } = schema
  const open = without(schema, 'nullable')
  if (type !== undefined) open.type = [...(Array.isArray(type) ? (type as unknown[]) : [type]), 'null']
  if (Array.isArray(schema.enum) && !schema.enum.includes(null)) open.enum = [...(schema.enum as unknown[]), null]
  return open
}
