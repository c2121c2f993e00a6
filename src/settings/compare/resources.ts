import { pointerToken } from '../../languages/pointer.ts'
import { isModern, type Draft } from './draft.ts'
import { has, isObject } from './json.ts'

/** One schema inside a document. */
export interface Place {
  schema: unknown
  /** JSON pointer from the document's root, as a URI fragment: `#/properties/port`. */
  pointer: string
  /** The absolute URI of the schema resource that it belongs to. */
  base: string
  /** Distinguishes the documents of one comparison. */
  document: string
}

/** A reference that leads nowhere that can be read without a network. */
export class Unresolved extends Error {}

const dataKeywords = new Set(['enum', 'const', 'default', 'examples'])
const mapKeywords = new Set([
  'properties',
  'patternProperties',
  'definitions',
  '$defs',
  'dependentSchemas',
  'dependencies',
])
const schemaKeywords = new Set([
  'additionalItems',
  'additionalProperties',
  'allOf',
  'anyOf',
  'contains',
  'contentSchema',
  'else',
  'if',
  'items',
  'not',
  'oneOf',
  'prefixItems',
  'propertyNames',
  'then',
  'unevaluatedItems',
  'unevaluatedProperties',
])

/** Finds schemas by pointer, `$id`, `$anchor` and dynamic anchor. Nothing is ever fetched. */
export class Resources {
  readonly root: Place
  private readonly draft: Draft
  private readonly metaschema: (uri: string) => unknown
  private readonly places = new Map<object, Place>()
  private readonly byUri = new Map<string, Place>()
  private readonly dynamic = new Set<string>()
  /** What stands under keywords that no draft knows. */
  private unknown: Place[] = []

  /** `metaschema` gives the well-known schemas by URI, or undefined. */
  constructor(schema: unknown, document: string, draft: Draft, metaschema: (uri: string) => unknown) {
    this.draft = draft
    this.metaschema = metaschema
    this.root = { schema, pointer: '#', base: `schema://${document}/`, document }
    this.byUri.set(this.root.base, this.root)
    this.visitAll(this.root)
    const known = isObject(schema) ? this.places.get(schema) : undefined
    if (known) this.root = known
  }

  child(place: Place, ...tokens: (string | number)[]): Place {
    let at: Place = place
    for (const token of tokens) {
      const schema =
        isObject(at.schema) || Array.isArray(at.schema) ? (at.schema as Record<string, unknown>)[token] : undefined
      at = (isObject(schema) ? this.places.get(schema) : undefined) ?? {
        schema,
        pointer: `${at.pointer}/${pointerToken(token)}`,
        base: at.base,
        document: at.document,
      }
    }
    return at
  }

  /** Throws `Unresolved`. */
  resolve(reference: string, from: Place): Place {
    const [uri, fragment] = split(absolute(reference, from.base))
    const whole = this.byUri.get(uri) ?? this.bundled(uri)
    if (!whole)
      throw new Unresolved(`"${reference}" at ${from.pointer} is not part of the schema, and nothing is fetched`)
    if (fragment === '') return whole
    const anchored = this.byUri.get(`${uri}#${fragment}`)
    if (anchored) return anchored
    const target = fragment.startsWith('/') ? this.walk(whole, fragment) : undefined
    if (!target) throw new Unresolved(`"${reference}" at ${from.pointer} leads to no schema`)
    return target
  }

  /** Where a reference leads. Of a dynamic one, the outermost resource on the way here with the same anchor takes it. */
  target(reference: string, from: { place: Place; scope: readonly string[] }, dynamic: boolean): Place {
    const target = this.resolve(reference, from.place)
    const anchor = reference.slice(reference.indexOf('#') + 1)
    if (!dynamic || !reference.includes('#') || anchor.startsWith('/') || !this.isDynamic(target.base, anchor)) {
      return target
    }
    const outermost = from.scope.find((base) => this.isDynamic(base, anchor)) ?? target.base
    return this.resolve(`${outermost}#${anchor}`, from.place)
  }

  /** Whether the name is a dynamic anchor of the resource. */
  private isDynamic(base: string, anchor: string): boolean {
    return this.dynamic.has(`${base}#${anchor}`)
  }

  get hasDynamic(): boolean {
    return this.dynamic.size > 0
  }

  private walk(from: Place, fragment: string): Place | undefined {
    let at = from
    for (const raw of fragment.split('/').slice(1)) {
      const token = raw.replace(/~1/g, '/').replace(/~0/g, '~')
      const { schema } = at
      if (Array.isArray(schema) ? !(Number(token) in schema) : !isObject(schema) || !has(schema, token))
        return undefined
      at = this.child(at, token)
    }
    return at
  }

  private bundled(uri: string): Place | undefined {
    const schema = this.metaschema(uri)
    if (!isObject(schema)) return undefined
    const place: Place = { schema, pointer: '#', base: uri, document: uri }
    this.byUri.set(uri, place)
    this.visitAll(place)
    return this.places.get(schema)
  }

  /** A pointer may lead into what an unknown keyword holds, but an identifier there must not shadow a real one. */
  private visitAll(root: Place): void {
    this.visit(root)
    while (this.unknown.length > 0) {
      const places = this.unknown
      this.unknown = []
      for (const place of places) this.visit(place)
    }
  }

  private visit(place: Place): void {
    const { schema } = place
    if (Array.isArray(schema)) {
      for (const index of schema.keys()) this.visit(this.child(place, index))
      return
    }
    if (!isObject(schema) || this.places.has(schema)) return
    const here = this.identify(place, schema)
    this.places.set(schema, here)
    for (const key of Object.keys(schema)) {
      if (dataKeywords.has(key)) continue
      const below = this.child(here, key)
      if (schemaKeywords.has(key)) this.visit(below)
      else if (!mapKeywords.has(key) || !isObject(below.schema)) this.unknown.push(below)
      else for (const name of Object.keys(below.schema)) this.visit(this.child(below, name))
    }
  }

  private identify(place: Place, schema: Record<string, unknown>): Place {
    const modern = isModern(this.draft)
    // Up to draft 7 a reference hides everything beside it, its own identifier included.
    if (!modern && typeof schema.$ref === 'string') return place
    const id = this.draft === '4' ? (schema.id ?? schema.$id) : schema.$id
    let here = place
    if (typeof id === 'string') {
      const [uri, fragment] = split(absolute(id, place.base))
      here = { ...place, base: uri }
      if (!this.byUri.has(uri)) this.byUri.set(uri, here)
      if (fragment !== '') this.byUri.set(`${uri}#${fragment}`, here)
    }
    for (const keyword of ['$anchor', '$dynamicAnchor']) {
      const anchor = schema[keyword]
      if (typeof anchor === 'string') this.byUri.set(`${here.base}#${anchor}`, here)
    }
    if (typeof schema.$dynamicAnchor === 'string') this.dynamic.add(`${here.base}#${schema.$dynamicAnchor}`)
    if (schema.$recursiveAnchor === true) this.dynamic.add(`${here.base}#`)
    return here
  }
}

function absolute(reference: string, base: string): string {
  try {
    return new URL(reference, base).href
  } catch {
    throw new Unresolved(`"${reference}" is no URI reference`)
  }
}

function split(uri: string): [string, string] {
  const at = uri.indexOf('#')
  if (at === -1) return [uri, '']
  const fragment = uri.slice(at + 1)
  try {
    return [uri.slice(0, at), decodeURIComponent(fragment)]
  } catch {
    return [uri.slice(0, at), fragment]
  }
}
