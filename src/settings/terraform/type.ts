import type { HclValue } from '../../languages/hcl.ts'
import { GUESSED } from '../comparable.ts'
import type { JsonObject } from '../compare/json.ts'

// Terraform converts between primitive types, and takes null for "not given" - Terraform language, Type Constraints.
const STRING = { type: ['string', 'number', 'boolean', 'null'] }
const NUMBER = { type: ['number', 'string', 'null'], pattern: '^-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?$' }
const BOOL = { type: ['boolean', 'string', 'null'], pattern: '^(?:true|false|[01])$' }
const ANY = {}
const DISGUISED = /^(?:true|false|\d+)$/
const COLLECTION = /^(?:list|set|map)$/

/**
 * JSON Schema of the values that a type constraint takes. Lists, sets and tuples are lists. Attributes that an object
 * type does not name are dropped by Terraform and refused by nobody. What is no type takes anything.
 */
export function typeSchema(type: HclValue | undefined): JsonObject {
  // Before Terraform 0.12 types were quoted.
  if (type && isNamed(type)) return primitive(nameOf(type))
  if (type?.kind !== 'call') return ANY
  const [first] = type.args
  switch (type.name) {
    case 'list':
    case 'set':
      return { type: ['array', 'null'], items: typeSchema(first) }
    case 'map':
      return { type: ['object', 'null'], additionalProperties: typeSchema(first) }
    case 'tuple':
      return first?.kind === 'list' ? tupleSchema(first.items) : ANY
    case 'object':
      return objectSchema(first)
    default:
      return ANY
  }
}

/**
 * The same for a variable. Without a type users go by the default, which up to Terraform 0.11 even was the type; what a
 * bare `list` or `map` holds nobody states.
 */
export function variableSchema(type: HclValue | undefined, preset: unknown): JsonObject {
  const guess = { [GUESSED]: true }
  if (type) {
    const isBare = isNamed(type) && COLLECTION.test(nameOf(type))
    // A text that is a switch or a count unless users say otherwise: nothing else may ever have worked.
    const isText = isNamed(type) && nameOf(type) === 'string'
    const isDisguised = isText && (typeof preset !== 'string' ? preset != null : DISGUISED.test(preset))
    return isBare || isDisguised ? { ...typeSchema(type), ...guess } : typeSchema(type)
  }
  if (Array.isArray(preset)) return { ...primitive('list'), ...guess }
  if (typeof preset === 'object' && preset !== null) return { ...primitive('map'), ...guess }
  // Switches were texts once.
  if (preset === 'true' || preset === 'false' || typeof preset === 'boolean') return { ...BOOL, ...guess }
  return { ...(typeof preset === 'number' ? NUMBER : typeof preset === 'string' ? STRING : ANY), ...guess }
}

type Named = HclValue & { readonly kind: 'name' | 'literal' }

function isNamed(type: HclValue): type is Named {
  return type.kind === 'name' || type.kind === 'literal'
}

function nameOf(type: Named): string {
  return type.kind === 'name' ? type.name : String(type.value)
}

function primitive(name: string): JsonObject {
  switch (name) {
    case 'string':
      return STRING
    case 'number':
      return NUMBER
    case 'bool':
      return BOOL
    case 'list':
    case 'set':
      return { type: ['array', 'null'] }
    case 'map':
      return { type: ['object', 'null'] }
    default:
      return ANY
  }
}

function tupleSchema(items: readonly HclValue[]): JsonObject {
  return { type: ['array', 'null'], items: items.map(typeSchema), minItems: items.length, maxItems: items.length }
}

function objectSchema(attributes: HclValue | undefined): JsonObject {
  if (attributes?.kind !== 'object') return { type: ['object', 'null'] }
  const required: string[] = []
  const properties = attributes.entries.map(({ key, value }): [string, JsonObject] => {
    if (value.kind !== 'call' || value.name !== 'optional') {
      required.push(key)
      return [key, typeSchema(value)]
    }
    const [type, standard] = value.args
    const given = standard && plainValue(standard)
    return [key, { ...typeSchema(type), ...(given === undefined || given === null ? {} : { default: given }) }]
  })
  return {
    type: ['object', 'null'],
    properties: Object.fromEntries(properties),
    ...(required.length > 0 ? { required: required.sort() } : {}),
  }
}

/** What a literal is in JSON; undefined where evaluation would be needed. */
export function plainValue(value: HclValue): unknown {
  switch (value.kind) {
    case 'literal':
      return value.value
    case 'list': {
      const items = value.items.map(plainValue)
      return items.includes(undefined) ? undefined : items
    }
    case 'object': {
      const entries = value.entries.map((entry) => [entry.key, plainValue(entry.value)] as const)
      return entries.some(([, inner]) => inner === undefined) ? undefined : Object.fromEntries(entries)
    }
    default:
      return undefined
  }
}
