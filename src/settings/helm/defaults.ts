import { isObject, type JsonObject } from '../compare/json.ts'
import { pointerTo, without } from '../surface.ts'
import { hasOwnEntries, readsInside, type Reads } from './templates.ts'
import { defaultOf, isNothing, undescribed, type Built, type Origin } from './values.ts'

/**
 * A chart's schema with the defaults of its values.yaml, which are the ones that Helm applies; it never applies those of
 * the schema. References are followed along the values, so that each default stands at its own place. What is accepted
 * of users' own values stays what it was, and what the schema does not describe is a setting, too.
 */
export function withDefaults(schema: JsonObject, values: unknown, reads: Reads): Built {
  const origins: Origin[] = [{ to: '', from: '', file: 'schema', deep: true }]
  const filled = fill({ schema, from: '', root: schema, origins }, values ?? {}, reads, '', '')
  const open = without(filled, '$defs', 'definitions')
  return { schema: refersBack(open) ? filled : open, origins }
}

/** A schema and its pointer in the file. */
interface Spot {
  readonly schema: JsonObject
  readonly from: string
  readonly root: JsonObject
  readonly origins: Origin[]
}

/** `to` is the pointer in the filled schema, `at` the value's in values.yaml. */
function fill(spot: Spot, value: unknown, reads: Reads | undefined, to: string, at: string): JsonObject {
  const { schema, from, root, origins } = resolved(spot, to)
  const open = without(schema, 'default')
  const values = isObject(value) ? value : isNothing(value) && reads?.members.size ? {} : undefined
  if (!values || (schema.properties === undefined && isClosed(schema))) {
    const given = defaultOf(at.slice(at.lastIndexOf('/') + 1), value)
    if ('default' in given) origins.push({ to: `${to}/default`, from: at, file: 'values', deep: false })
    const isOwn = to !== '' && hasOwnEntries(reads) && !schema.properties && !isClosed(schema) && isNothing(value)
    return { ...open, ...(isOwn ? { 'x-entries': true } : {}), ...given }
  }
  const described = isObject(schema.properties) ? schema.properties : {}
  const rest = schema.additionalProperties
  const filled: JsonObject = { ...described }
  for (const key of new Set([...Object.keys(values), ...(reads?.members.keys() ?? [])])) {
    const [inside, read] = [values[key], readsInside(reads, key)]
    const step = pointerTo('properties', key)
    const next = { to: to + step, from: at + pointerTo(key) }
    const known = Object.hasOwn(described, key) ? described[key] : undefined
    if (isObject(known)) {
      filled[key] = fill({ schema: known, from: from + step, root, origins }, inside, read, next.to, next.from)
    } else if (known === undefined && !isClosed(schema)) {
      const kind = read || schema.properties ? 'setting' : 'entry'
      const own = undescribed(inside, read, kind, { ...next, origins })
      filled[key] = isObject(rest) ? { allOf: [rest], ...own } : own
    }
  }
  // An object without a word about what it holds is the users' own.
  if (!schema.properties)
    return { ...open, 'x-entries': true, ...(Object.keys(filled).length ? { properties: filled } : {}) }
  const entries = to !== '' && reads?.use === 'whole' && !isClosed(schema) ? { 'x-entries': true } : {}
  return { ...open, ...entries, properties: filled, ...requiredBeside(open.required, values) }
}

/** Helm checks values together with their defaults: what has one is never missing. An empty text stands for none. */
function requiredBeside(required: unknown, defaults: JsonObject): JsonObject {
  if (!Array.isArray(required)) return {}
  return { required: required.filter((name) => (defaults[String(name)] ?? '') === '') }
}

/** Where properties that the schema does not describe are refused, or are judged by what else it says. */
function isClosed({ additionalProperties, unevaluatedProperties }: JsonObject): boolean {
  return additionalProperties === false || unevaluatedProperties !== undefined
}

/** What a local reference stands for; Helm's drafts ignore everything beside it. */
function resolved(spot: Spot, to: string): Spot {
  let { schema, from } = spot
  for (let hops = 0; hops < 20 && typeof schema.$ref === 'string'; hops++) {
    const target = schema.$ref.startsWith('#/') ? lookUp(spot.root, schema.$ref.slice(1)) : undefined
    if (!target) return { ...spot, schema, from }
    from = schema.$ref.slice(1)
    schema = target
    spot.origins.push({ to, from, file: 'schema', deep: true })
  }
  return { ...spot, schema, from }
}

function lookUp(root: JsonObject, pointer: string): JsonObject | undefined {
  let at: unknown = root
  for (const step of pointer.split('/').slice(1)) {
    const name = decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~')
    at = isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined
  }
  return isObject(at) ? at : undefined
}

/** Whether a reference within the document is left. */
function refersBack(schema: unknown): boolean {
  const open = [schema]
  while (open.length > 0) {
    const node = open.pop()
    if (typeof node !== 'object' || node === null) continue
    const reference = (node as JsonObject).$ref
    if (typeof reference === 'string' && reference.startsWith('#')) return true
    open.push(...(Object.values(node) as unknown[]))
  }
  return false
}
