import { arrayKeywords } from './array-keywords.ts'
import { isModern, type Draft } from './draft.ts'
import type { Formula } from './formula.ts'
import { canonical, isObject, type JsonObject, type Kind } from './json.ts'
import { logicKeywords } from './logic-keywords.ts'
import type { Literal } from './literal.ts'
import type { Meaning, Meanings } from './meaning.ts'
import { objectKeywords } from './object-keywords.ts'
import { Unresolved, type Place, type Resources } from './resources.ts'
import { scalarKeywords } from './scalar-keywords.ts'
import { unevaluatedKeywords } from './unevaluated.ts'

/** How a schema is to be read. */
export interface Reading {
  draft: Draft
  /** Whether `format` asserts or only annotates. */
  formats: boolean
  /**
   * Where Ajv is known to read a keyword otherwise than the specification says: whether to follow Ajv. Keywords
   * beside `$ref` up to draft 7 count, and `contains` evaluates all items.
   */
  asAjv: boolean
}

/** Where a schema is read: its place, and the resources passed on the way there (for dynamic references). */
export interface Context {
  place: Place
  schema: JsonObject
  scope: readonly string[]
}

interface Open {
  key: string
  /** Whether a step into a child lies between here and the next schema on the way. */
  descended: boolean
}

/** Reads JSON Schema into meanings. What cannot be read becomes an `unreadable` part with its reason, never a guess. */
export class Compiler {
  readonly meanings: Meanings
  readonly reading: Reading
  readonly resources: Resources
  readonly hints: Map<number, unknown[]>
  /** Whether something was met that Ajv and the specification read differently. */
  ambiguous = false
  private readonly spend: () => void
  private readonly done = new Map<string, Meaning>()
  private readonly stack: Open[] = []

  constructor(
    meanings: Meanings,
    reading: Reading,
    resources: Resources,
    hints: Map<number, unknown[]>,
    spend: () => void,
  ) {
    this.meanings = meanings
    this.reading = reading
    this.resources = resources
    this.hints = hints
    this.spend = spend
  }

  root(): Meaning {
    return this.read(this.resources.root, [])
  }

  /** Forgets what was being read when the budget ended. */
  abandon(): void {
    this.stack.length = 0
  }

  /** The meaning of a schema that applies to the same value. */
  inPlace(from: Context, ...tokens: (string | number)[]): Meaning {
    return this.read(this.resources.child(from.place, ...tokens), from.scope)
  }

  /** The meaning of a schema that applies to an item, a property's value or a name. */
  below(from: Context, ...tokens: (string | number)[]): Meaning {
    const top = this.stack.at(-1)
    if (!top) return this.inPlace(from, ...tokens)
    const before = top.descended
    top.descended = true
    const meaning = this.inPlace(from, ...tokens)
    top.descended = before
    return meaning
  }

  read(place: Place, scope: readonly string[]): Meaning {
    const { schema } = place
    if (schema === true) return this.meanings.all
    if (schema === false) return this.meanings.none
    if (!isObject(schema)) return this.unreadable(place, 'a schema is an object or a boolean')
    const inner = this.scopeIn(place, scope)
    const key = `${place.document} ${place.base} ${place.pointer} ${inner.join(' ')}`
    const known = this.done.get(key)
    if (known) return known
    const open = this.stack.findIndex((entry) => entry.key === key)
    if (open !== -1) return this.again(place, key, open)
    this.spend()
    this.stack.push({ key, descended: false })
    const meaning = this.keywords({ place, schema, scope: inner })
    this.stack.pop()
    this.done.set(key, meaning)
    this.remember(schema, meaning)
    return meaning
  }

  /** The resources passed on the way into this place; they only matter where dynamic references are. */
  scopeIn(place: Place, scope: readonly string[]): readonly string[] {
    return this.resources.hasDynamic && !scope.includes(place.base) ? [...scope, place.base] : scope
  }

  /** A part that could not be read: it may accept anything or nothing, so no proof may lean on it. */
  unreadable(place: Place, reason: string, key = canonical(place.schema ?? null)): Meaning {
    const literal: Literal = { is: 'unreadable', reason: `${place.pointer}: ${reason}`, key }
    return this.meanings.each(() => this.meanings.formulas.literal(literal))
  }

  where(kind: Kind, literal: Literal): Meaning {
    return this.meanings.where(kind, this.meanings.formulas.literal(literal))
  }

  name(name: string): Formula {
    return this.meanings.formulas.literal({ is: 'equal', value: name })
  }

  /** All properties whose names satisfy the formula have values of the meaning. */
  everyProperty(names: Formula, values: Meaning): Meaning {
    if (names.type === 'false' || values === this.meanings.all) return this.meanings.all
    return this.where('object', { is: 'every', names, values })
  }

  has(name: string): Meaning {
    return this.where('object', { is: 'some', names: this.name(name), values: this.meanings.all })
  }

  everyItem(from: number, to: number, items: Meaning): Meaning {
    if (from >= to || items === this.meanings.all) return this.meanings.all
    return this.where('array', { is: 'few', count: 0, from, to, items: items.not })
  }

  follow(context: Context, reference: string, dynamic = false): Meaning {
    try {
      return this.read(this.resources.target(reference, context, dynamic), context.scope)
    } catch (error) {
      if (error instanceof Unresolved) return this.unreadable(context.place, error.message, `reference ${reference}`)
      throw error
    }
  }

  private keywords(context: Context): Meaning {
    const { schema } = context
    const onlyRef = typeof schema.$ref === 'string' && !isModern(this.reading.draft)
    if (onlyRef && typeof schema.$ref === 'string') {
      if (Object.keys(schema).some((key) => !harmlessBesideRef.has(key))) this.ambiguous = true
      if (!this.reading.asAjv) return this.follow(context, schema.$ref)
    }
    const parts = [
      ...logicKeywords(this, context),
      ...scalarKeywords(this, context),
      ...arrayKeywords(this, context),
      ...objectKeywords(this, context),
    ]
    const meaning = this.meanings.and(parts)
    const rest = unevaluatedKeywords(this, context)
    return rest.length === 0 ? meaning : this.meanings.and([meaning, ...rest])
  }

  private again(place: Place, key: string, open: number): Meaning {
    if (!this.stack.slice(open).some((entry) => entry.descended)) {
      return this.unreadable(place, 'a reference that leads back to itself without end')
    }
    return this.meanings.deferred(key, () => this.done.get(key) ?? this.unreadable(place, 'read too early'))
  }

  private remember(schema: JsonObject, meaning: Meaning): void {
    const examples: unknown[] = Array.isArray(schema.examples) ? schema.examples.slice(0, 3) : []
    // Objects and lists given as examples are seldom minimal; the search builds smaller ones.
    const scalars = [schema.default, ...examples].filter((value) => value !== undefined && typeof value !== 'object')
    if (scalars.length > 0) this.hints.set(meaning.id, [...(this.hints.get(meaning.id) ?? []), ...scalars])
  }
}

/** Keywords that say nothing about acceptance, so that it does not matter who reads them. */
const harmlessBesideRef = new Set([
  '$ref',
  '$id',
  'id',
  '$schema',
  '$comment',
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
  'definitions',
  '$defs',
  'format',
  'contentMediaType',
  'contentEncoding',
  'markdownDescription',
])
