import { isObject, type JsonObject } from '../compare/json.ts'
import { pointerTo, without } from '../surface.ts'
import { hasOwnEntries, readsInside, type Reads } from './templates.ts'

/** A part of the schema and where it comes from. */
export interface Origin {
  /** Pointer into the schema of the surface. */
  readonly to: string
  /** Pointer into the file. */
  readonly from: string
  readonly file: 'schema' | 'values'
  /** Whether everything below comes from below, too. */
  readonly deep: boolean
}

/** Which image is deployed is what a release is about, not a default that users chose to rely on. */
const TAG = /^(?:(?:\w*[iI]mage)?[tT]ag|\w*[dD]igest|sha256|appVersion)$/
const TAGGED = /[iI]mage$/
/** `git:4.4.5`: the pins of a list move with every release; what is on it is the default. */
const PINNED = /^([\w./-]+)[:@=]{1,2}v?\d[\w.+-]*$/

/** A setting of the chart, or an entry of a value that may hold anything. */
type Kind = 'setting' | 'entry'

/** Where a value stands: pointers into the schema and into values.yaml; and where that is noted. */
interface Spot {
  readonly to: string
  readonly from: string
  readonly origins: Origin[]
}

/**
 * A chart without a schema as an open one: Helm takes any value anywhere. A setting is what values.yaml states or a
 * template names. Where templates read a value as a whole, what it holds are entries: any others would do. A name that
 * values.yaml does not even have in a comment (`commented`) is a slip of a template: nobody was told of it.
 */
export function valuesSchema(values: unknown, reads: Reads, commented: ReadonlySet<string>): Built {
  const isWritten = (name: string): boolean => (isObject(values) && Object.hasOwn(values, name)) || commented.has(name)
  const slips = new Set([...reads.members.keys()].filter((name) => !isWritten(name)))
  const origins: Origin[] = []
  const schema = undescribed(values, reads, 'setting', { to: '', from: '', origins }, slips)
  return { schema: { type: 'object', ...without(schema, 'x-undescribed') }, origins }
}

/** A value that no schema describes: what a schema says of it later takes nothing away that was promised. */
export function undescribed(
  value: unknown,
  reads: Reads | undefined,
  kind: Kind,
  { to, from, origins }: Spot,
  slips: ReadonlySet<string> = new Set(),
): JsonObject {
  if (to !== '') origins.push({ to, from, file: 'values', deep: false })
  const named = reads?.members ?? new Map<string, Reads>()
  const name = from.slice(from.lastIndexOf('/') + 1)
  if (!isObject(value) && (named.size === 0 || !isNothing(value))) {
    const isOwn = to !== '' && hasOwnEntries(reads) && isNothing(value)
    return { 'x-undescribed': kind, ...(isOwn ? { 'x-entries': true } : {}), ...defaultOf(name, value) }
  }
  const values: JsonObject = isObject(value) ? value : {}
  const isOpen = to !== '' && (named.size === 0 || hasOwnEntries(reads))
  const properties: [string, unknown][] = []
  for (const key of new Set([...Object.keys(values), ...named.keys()])) {
    const isSlip = slips.has(key)
    const inside = undescribed(
      values[key],
      readsInside(reads, key),
      isSlip || (isOpen && !named.has(key)) ? 'entry' : 'setting',
      { to: to + pointerTo('properties', key), from: from + pointerTo(key), origins },
      isSlip ? new Set(named.get(key)?.members.keys()) : undefined,
    )
    properties.push([key, inside])
  }
  const entries = isOpen ? { 'x-entries': true } : {}
  return { 'x-undescribed': kind, ...entries, properties: Object.fromEntries(properties) }
}

export interface Built {
  readonly schema: JsonObject
  readonly origins: readonly Origin[]
}

/** The default of a value that is no mapping, or of one that is described as a whole. A null means that nothing is set. */
export function defaultOf(name: string, value: unknown): JsonObject {
  if (isNothing(value) || TAG.test(name)) return {}
  if (Array.isArray(value) && value.length > 0 && value.every(isPinned))
    return { default: value.map((item) => item.replace(PINNED, '$1')) }
  if (typeof value !== 'string' || !TAGGED.test(name)) return { default: value }
  return { default: value.replace(/@[\w:]+$/, '').replace(/:[\w.-]+$/, '') }
}

export function isNothing(value: unknown): value is null | undefined {
  return value === undefined || value === null
}

function isPinned(item: unknown): item is string {
  return typeof item === 'string' && PINNED.test(item)
}

/** With YAML's merge keys applied, as Helm reads them. */
export function merged(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(merged)
  if (!isObject(value)) return value
  const own: JsonObject = {}
  for (const [key, one] of Object.entries(value)) if (key !== '<<') own[key] = merged(one)
  const sources = Array.isArray(value['<<']) ? (value['<<'] as unknown[]) : [value['<<']]
  return sources.reduceRight<JsonObject>((sum, source) => ({ ...(merged(source) as JsonObject), ...sum }), own)
}
