import { Formulas, type Formula } from './formula.ts'
import { kindOf, kinds, type Kind } from './json.ts'

/**
 * What a schema accepts: one formula per kind of JSON value. Interned like formulas, and it knows its complement.
 * A recursive schema's meaning is lazy: it is known by the place it was read from and opened when it is needed.
 */
export interface Meaning {
  readonly id: number
  readonly not: Meaning
  /** True where the parts are not known yet. */
  readonly lazy: boolean
  part(kind: Kind): Formula
}

export type Parts = Record<Kind, Formula>

class Known implements Meaning {
  readonly id: number
  readonly lazy: boolean
  private readonly parts: (kind: Kind) => Formula
  private readonly complement: () => Meaning

  constructor(id: number, lazy: boolean, parts: (kind: Kind) => Formula, complement: () => Meaning) {
    this.id = id
    this.lazy = lazy
    this.parts = parts
    this.complement = complement
  }

  get not(): Meaning {
    return this.complement()
  }

  part(kind: Kind): Formula {
    return this.parts(kind)
  }
}

export class Meanings {
  readonly formulas = new Formulas()
  readonly all: Meaning
  readonly none: Meaning
  private readonly interned = new Map<string, Meaning>()
  private count = 0

  constructor() {
    this.all = this.each(() => this.formulas.true)
    this.none = this.each(() => this.formulas.false)
  }

  of(parts: Parts): Meaning {
    const key = kinds.map((kind) => parts[kind].id).join(' ')
    return this.intern(
      key,
      (kind) => parts[kind],
      () => this.each((kind) => this.formulas.not(parts[kind])),
    )
  }

  /** `key` names the place of the schema; `force` is first called when the place has been read to its end. */
  deferred(key: string, force: () => Meaning): Meaning {
    const { formulas } = this
    const part = (kind: Kind): Formula => formulas.deferred(`${key} ${kind}`, () => force().part(kind))
    const negative = (): Meaning =>
      this.intern(
        `deferred not ${key}`,
        (kind) => formulas.not(part(kind)),
        () => this.intern(`deferred ${key}`, part, negative, true),
        true,
      )
    return this.intern(`deferred ${key}`, part, negative, true)
  }

  /** Values of this one kind that satisfy the formula, and nothing of any other kind. */
  only(kind: Kind, formula: Formula): Meaning {
    return this.each((k) => (k === kind ? formula : this.formulas.false))
  }

  /** All values, but those of this kind must satisfy the formula: what most keywords say. */
  where(kind: Kind, formula: Formula): Meaning {
    return this.each((k) => (k === kind ? formula : this.formulas.true))
  }

  constant(value: unknown): Meaning {
    const kind = kindOf(value)
    if (kind === 'null') return this.only('null', this.formulas.true)
    const formula = this.formulas.literal({ is: 'equal', value: kind === 'boolean' ? true : value })
    return this.only(kind, value === false ? this.formulas.not(formula) : formula)
  }

  and(meanings: readonly Meaning[]): Meaning {
    const [first] = meanings
    if (first && meanings.length === 1) return first
    return this.each((kind) => this.formulas.and(meanings.map((meaning) => meaning.part(kind))))
  }

  or(meanings: readonly Meaning[]): Meaning {
    const [first] = meanings
    if (first && meanings.length === 1) return first
    return this.each((kind) => this.formulas.or(meanings.map((meaning) => meaning.part(kind))))
  }

  each(part: (kind: Kind) => Formula): Meaning {
    return this.of({
      null: part('null'),
      boolean: part('boolean'),
      number: part('number'),
      string: part('string'),
      array: part('array'),
      object: part('object'),
    })
  }

  private intern(key: string, parts: (kind: Kind) => Formula, not: () => Meaning, lazy = false): Meaning {
    const known = this.interned.get(key)
    if (known) return known
    const made = new Known(this.count++, lazy, parts, not)
    this.interned.set(key, made)
    return made
  }
}
