/** What the comparison of two schemas need not, or cannot, look at. */

/**
 * Keywords that say nothing about other properties than the one they describe, so that a property described alike on
 * both sides can be left out of both. `additionalProperties` then takes it in, and is the same on both sides.
 */
const SEPARATE: ReadonlySet<string> = new Set([
  '$id',
  '$schema',
  'additionalProperties',
  'default',
  'deprecated',
  'description',
  'properties',
  'required',
  'title',
  'type',
  'x-entries',
  'x-incomplete',
  'x-removed',
  'x-undescribed',
])

/** Keywords that accept and refuse nothing. */
const ANNOTATIONS: ReadonlySet<string> = new Set([
  'default',
  'deprecated',
  'deprecationMessage',
  'description',
  'title',
  'x-computed-default',
  'x-entries',
  'x-undescribed',
])

const TOLD: ReadonlySet<string> = new Set([...ANNOTATIONS, 'enum', 'type'])

/** Marks a setting whose type is a guess: a reader may show it, and no break is proven from it. */
export const GUESSED = 'x-guessed-type'

/**
 * Marks an object that has more members than are described: one that is described no longer may still be there, unless
 * `x-removed` lists it.
 */
export const INCOMPLETE = 'x-incomplete'

/**
 * Two schemas without the settings that are described alike in both, and with no more than an outline of those that one
 * side of an open object lacks: the changes between the two stay what they were. A product has hundreds of settings and
 * changes a few. Of a setting whose type is guessed on either side what it accepts is left out.
 */
export function comparable(before: unknown, now: unknown): readonly [unknown, unknown] {
  // A reference may lead to anything that is left out.
  return refers(before) || refers(now) ? [before, now] : pruned(before, now)
}

function pruned(before: unknown, now: unknown): readonly [unknown, unknown] {
  if (isPlainList(before) && isPlainList(now)) {
    const [old, current] = pruned(before.items, now.items)
    return [
      { ...before, items: old },
      { ...now, items: current },
    ]
  }
  if (!isSeparate(before) || !isSeparate(now)) return [before, now]
  if (!isAlike(before.additionalProperties, now.additionalProperties)) return [before, now]
  const [old, current] = [{ ...before.properties }, { ...now.properties }]
  const isOpen = before.additionalProperties === undefined || before.additionalProperties === true
  const needed = new Set([...(before.required ?? []), ...(now.required ?? [])])
  for (const [name, schema] of Object.entries(before.properties)) {
    if (!Object.hasOwn(now.properties, name)) {
      if (now[INCOMPLETE] === true && !now['x-removed']?.includes(name)) Reflect.deleteProperty(old, name)
      else if (isOpen && !needed.has(name)) old[name] = outline(schema)
      continue
    }
    const other = now.properties[name]
    if (isGuessed(schema) || isGuessed(other)) [old[name], current[name]] = [annotated(schema), annotated(other)]
    else if (!isAlike(schema, other)) [old[name], current[name]] = pruned(schema, other)
    else if (!needed.has(name)) {
      Reflect.deleteProperty(old, name)
      Reflect.deleteProperty(current, name)
    }
  }
  for (const [name, schema] of Object.entries(now.properties)) {
    if (isOpen && !needed.has(name) && !Object.hasOwn(before.properties, name)) current[name] = outline(schema)
  }
  return [
    { ...before, properties: old },
    { ...now, properties: current },
  ]
}

/** Two schemas without words: other words for the same setting are no change, unless they are about its end. */
export function isAlike(one: unknown, other: unknown): boolean {
  if (one === other) return true
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false
    return one.every((item, n) => isAlike(item, other[n]))
  }
  const [left, right] = [one as Record<string, unknown>, other as Record<string, unknown>]
  for (const name of Object.keys(left)) {
    if (!isWords(name, left[name]) && !(Object.hasOwn(right, name) && isAlike(left[name], right[name]))) return false
  }
  return Object.keys(right).every((name) => isWords(name, right[name]) || Object.hasOwn(left, name))
}

function isWords(name: string, value: unknown): boolean {
  return name === 'description' && typeof value === 'string' && !/deprecated/i.test(value)
}

/** The text of a schema without words: equal for schemas that are alike and written alike. */
export function meaningOf(schema: unknown): string {
  return JSON.stringify(schema, (name, value: unknown) => (isWords(name, value) ? undefined : value))
}

export function isGuessed(schema: unknown): boolean {
  return typeof schema === 'object' && schema !== null && (schema as Record<string, unknown>)[GUESSED] === true
}

export function annotated(schema: unknown): object {
  return Object.fromEntries(Object.entries(schema as object).filter(([keyword]) => ANNOTATIONS.has(keyword)))
}

/** What is told of a setting that one side of an open object does not have: no value of it decides anything. */
function outline(schema: unknown): unknown {
  if (typeof schema !== 'object' || schema === null) return schema
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => TOLD.has(keyword)))
}

export interface Separate {
  readonly properties: Readonly<Record<string, unknown>>
  readonly required?: readonly unknown[]
  readonly additionalProperties?: unknown
  readonly [INCOMPLETE]?: unknown
  readonly 'x-removed'?: readonly string[]
}

export function isSeparate(schema: unknown): schema is Separate {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return false
  const { properties, required } = schema as Record<string, unknown>
  return (
    typeof properties === 'object' &&
    properties !== null &&
    !Array.isArray(properties) &&
    (required === undefined || Array.isArray(required)) &&
    Object.keys(schema).every((keyword) => SEPARATE.has(keyword))
  )
}

const PLAIN_LIST: ReadonlySet<string> = new Set(['deprecated', 'description', 'items', 'title', 'type'])

/** A list that says nothing but what each of its items is. */
function isPlainList(schema: unknown): schema is { readonly items: object } {
  if (typeof schema !== 'object' || schema === null || Array.isArray(schema)) return false
  const { items } = schema as Record<string, unknown>
  if (typeof items !== 'object' || items === null || Array.isArray(items)) return false
  return Object.keys(schema).every((keyword) => PLAIN_LIST.has(keyword))
}

function refers(schema: unknown): boolean {
  const open = [schema]
  while (open.length > 0) {
    const node = open.pop()
    if (typeof node !== 'object' || node === null) continue
    for (const [name, child] of Object.entries(node)) {
      if (/^\$(?:dynamic|recursive)?[rR]ef$/.test(name)) return true
      open.push(child)
    }
  }
  return false
}
