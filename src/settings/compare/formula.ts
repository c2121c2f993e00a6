import { complementOf, keyOf, type Literal } from './literal.ts'

/**
 * A boolean combination of literals about one kind of JSON value. Every formula is interned: two with the same parts
 * are one object, and each knows its complement, so a contradiction such as `A and not A` is seen at once, however
 * large `A` is. `deferred` stands for a part of a recursive schema that is still being read.
 */
export interface Formula {
  readonly id: number
  readonly type: 'true' | 'false' | 'literal' | 'and' | 'or' | 'deferred'
  readonly parts: readonly Formula[]
  readonly literal?: Literal
  readonly force?: () => Formula
}

export class Formulas {
  readonly true: Formula
  readonly false: Formula
  private readonly interned = new Map<string, Formula>()
  private readonly complements = new Map<Formula, Formula>()
  private count = 0

  constructor() {
    this.true = this.intern('true', { type: 'true', parts: [] })
    this.false = this.intern('false', { type: 'false', parts: [] })
    this.pair(this.true, this.false)
  }

  literal(literal: Literal): Formula {
    return this.intern(keyOf(literal), { type: 'literal', parts: [], literal })
  }

  /** `key` names what is deferred; the same key must always stand for the same formula. */
  deferred(key: string, force: () => Formula): Formula {
    const made = this.intern(`deferred ${key}`, { type: 'deferred', parts: [], force })
    if (!this.complements.has(made)) {
      this.pair(
        made,
        this.intern(`deferred not ${key}`, { type: 'deferred', parts: [], force: () => this.not(force()) }),
      )
    }
    return made
  }

  and(formulas: Iterable<Formula>): Formula {
    return this.junction('and', formulas, this.true, this.false)
  }

  or(formulas: Iterable<Formula>): Formula {
    return this.junction('or', formulas, this.false, this.true)
  }

  not(formula: Formula): Formula {
    const known = this.complements.get(formula)
    if (known) return known
    const made =
      formula.literal !== undefined
        ? this.literal(complementOf(formula.literal))
        : formula.type === 'and'
          ? this.or(formula.parts.map((part) => this.not(part)))
          : this.and(formula.parts.map((part) => this.not(part)))
    this.pair(formula, made)
    return made
  }

  private junction(type: 'and' | 'or', formulas: Iterable<Formula>, neutral: Formula, absorbing: Formula): Formula {
    const parts = new Map<number, Formula>()
    for (const formula of formulas) {
      if (formula === absorbing) return absorbing
      if (formula === neutral) continue
      for (const part of formula.type === type ? formula.parts : [formula]) parts.set(part.id, part)
    }
    for (const part of parts.values()) {
      if (parts.has(this.complementId(part))) return absorbing
    }
    // A part that another one implies adds nothing: `A or (A and B)` is `A`.
    const dual = type === 'and' ? 'or' : 'and'
    const kept = [...parts.values()].filter((part) => part.type !== dual || !part.parts.some((p) => parts.has(p.id)))
    const [first] = kept
    if (!first) return neutral
    if (kept.length === 1) return first
    kept.sort((a, b) => a.id - b.id)
    return this.intern(`${type} ${kept.map((part) => part.id).join(',')}`, { type, parts: kept })
  }

  private complementId(formula: Formula): number {
    return this.not(formula).id
  }

  private intern(key: string, made: Omit<Formula, 'id'>): Formula {
    const known = this.interned.get(key)
    if (known) return known
    const formula: Formula = { id: this.count++, ...made }
    this.interned.set(key, formula)
    return formula
  }

  private pair(formula: Formula, complement: Formula): void {
    this.complements.set(formula, complement)
    this.complements.set(complement, formula)
  }
}
