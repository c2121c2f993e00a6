import type { Formula, Formulas } from './formula.ts'
import type { Literal } from './literal.ts'

/**
 * One branch of the search: literals that must hold together, and alternatives not yet decided between. Adding a
 * formula settles what follows from it at once (unit propagation); a contradiction closes the branch.
 */
export class Branch {
  readonly literals: Map<number, Formula>
  /** The value that an `equal` literal fixes, if any. */
  fixed: { value: unknown } | undefined
  private readonly formulas: Formulas
  private open: Formula[]

  constructor(formulas: Formulas, from?: Branch) {
    this.formulas = formulas
    this.literals = new Map(from?.literals)
    this.open = from ? [...from.open] : []
    this.fixed = from?.fixed
  }

  /** False where the branch is closed. */
  add(formula: Formula): boolean {
    return this.assert(formula) && this.propagate()
  }

  /** Settles a choice: the alternative is added in its place. */
  decide(choice: Formula, alternative: Formula): boolean {
    this.open = this.open.filter((formula) => formula !== choice)
    return this.add(alternative)
  }

  known(): Literal[] {
    return [...this.literals.values()].flatMap((formula) => (formula.literal ? [formula.literal] : []))
  }

  /** The choice to make next: one that the given test says is violated, with the fewest alternatives. */
  choice(violated: (alternative: Formula) => boolean): Formula | undefined {
    let best: Formula | undefined
    let bestRank = Infinity
    for (const formula of this.open) {
      const values = formula.parts.every((part) => part.literal?.is === 'equal')
      const rank = formula.parts.length + (violated(formula) ? 0 : 1e6) - (values ? 1e7 : 0)
      if (rank < bestRank) [best, bestRank] = [formula, rank]
    }
    return best
  }

  private assert(formula: Formula): boolean {
    switch (formula.type) {
      case 'true':
        return true
      case 'false':
        return false
      case 'deferred':
        return formula.force ? this.assert(formula.force()) : false
      case 'and':
        return formula.parts.every((part) => this.assert(part))
      case 'or':
        if (!this.open.includes(formula)) this.open.push(formula)
        return true
      case 'literal':
        if (this.literals.has(this.formulas.not(formula).id)) return false
        this.literals.set(formula.id, formula)
        if (formula.literal?.is === 'equal') this.fixed ??= { value: formula.literal.value }
        return true
    }
  }

  private propagate(): boolean {
    for (let changed = true; changed;) {
      changed = false
      const waiting = this.open
      this.open = []
      for (const formula of waiting) {
        if (formula.parts.some((part) => this.holds(part))) continue
        const alive = formula.parts.filter((part) => !this.contradicts(part))
        const [only] = alive
        if (!only) return false
        if (alive.length === 1) {
          if (!this.assert(only)) return false
          changed = true
        } else this.open.push(alive.length === formula.parts.length ? formula : this.formulas.or(alive))
      }
      // `or` may have folded to a literal or a junction of its own: those are asserted like anything else.
      const odd = this.open.filter((formula) => formula.type !== 'or')
      if (odd.length > 0) {
        this.open = this.open.filter((formula) => formula.type === 'or')
        if (!odd.every((formula) => this.assert(formula))) return false
        changed = true
      }
    }
    return true
  }

  private holds(formula: Formula): boolean {
    if (formula.type === 'literal') return this.literals.has(formula.id)
    return formula.type === 'and' && formula.parts.every((part) => this.literals.has(part.id))
  }

  private contradicts(formula: Formula): boolean {
    if (formula.type === 'literal') return this.literals.has(this.formulas.not(formula).id)
    return formula.type === 'and' && formula.parts.some((part) => part.type === 'literal' && this.contradicts(part))
  }
}
