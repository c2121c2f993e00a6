import type { Formula } from './formula.ts'
import { put } from './json.ts'
import type { Literal } from './literal.ts'
import type { Meaning } from './meaning.ts'
import { empty, found, unknown, type Outcome } from './outcome.ts'
import type { Search } from './search.ts'

interface About {
  names: Formula
  values: Meaning
}

/** Property name -> what its value must satisfy. */
type Properties = Map<string, Meaning[]>

/**
 * Finds an object with as few properties as possible. Names that the schemas mention are looked at one by one; all
 * other names fall into classes by the patterns they match, and names of one class are interchangeable.
 */
export function solveObject(literals: readonly Literal[], search: Search): Outcome {
  return new ObjectSolver(literals, search).solve()
}

class ObjectSolver {
  private readonly search: Search
  private readonly everyNamed = new Map<string, Meaning[]>()
  private readonly every: About[] = []
  private readonly required = new Map<string, Meaning[]>()
  private readonly some: About[] = []
  private min = 0
  private max = Infinity
  private reason: string | undefined
  private mentionedNames: Set<string> | undefined

  constructor(literals: readonly Literal[], search: Search) {
    this.search = search
    for (const literal of literals) this.read(literal)
  }

  solve(): Outcome {
    if (this.min > this.max || this.required.size > this.max) return empty
    const properties: Properties = new Map()
    for (const [name, values] of this.required) {
      const goals = [...this.demandsOn(name), ...values]
      const outcome = this.search.solve(goals)
      if (outcome.status !== 'found') return outcome
      properties.set(name, goals)
    }
    const object = this.place(0, properties)
    if (object) return found(object)
    return this.reason === undefined ? empty : unknown(this.reason)
  }

  private read(literal: Literal): void {
    switch (literal.is) {
      case 'moreProperties':
        this.min = Math.max(this.min, literal.count)
        break
      case 'fewerProperties':
        this.max = Math.min(this.max, literal.count)
        break
      case 'every':
      case 'some': {
        const name = nameOf(literal.names)
        const list = literal.is === 'every' ? this.every : this.some
        const map = literal.is === 'every' ? this.everyNamed : this.required
        if (name === undefined) list.push(literal)
        else map.set(name, [...(map.get(name) ?? []), literal.values])
      }
    }
  }

  /** Gives each demand for some property a name: one already there, one mentioned, or a fresh one. */
  private place(index: number, properties: Properties): Record<string, unknown> | undefined {
    this.search.spend()
    if (properties.size > this.max) return undefined
    const demand = this.some[index]
    if (!demand) return this.fill(properties)
    for (const [name, goals] of this.candidates(demand, properties)) {
      if (!this.possible(goals)) continue
      const object = this.place(index + 1, new Map(properties).set(name, goals))
      if (object) return object
    }
    return undefined
  }

  private *candidates({ names, values }: About, properties: Properties): Generator<[string, Meaning[]]> {
    for (const [name, goals] of properties) {
      if (this.named(names, name)) yield [name, [...goals, values]]
    }
    for (const name of this.mentioned()) {
      if (!properties.has(name) && this.named(names, name)) yield [name, [...this.demandsOn(name), values]]
    }
    for (const { names: kind, goals } of this.freshKinds(this.unmentioned(names), [values])) {
      const name = this.freshName(kind, properties)
      if (name !== undefined) yield [name, goals]
    }
  }

  private fill(start: Properties): Record<string, unknown> | undefined {
    const properties = new Map(start)
    if (properties.size < this.min) {
      for (const [name, goals] of this.fillers(properties)) {
        properties.set(name, goals)
        if (properties.size >= this.min) break
      }
      if (properties.size < this.min) return undefined
    }
    const object: Record<string, unknown> = {}
    for (const [name, goals] of properties) {
      const outcome = this.search.solve(goals)
      if (outcome.status === 'unknown') this.reason ??= outcome.reason
      if (outcome.status !== 'found') return undefined
      put(object, name, outcome.value)
    }
    return object
  }

  private *fillers(properties: Properties): Generator<[string, Meaning[]]> {
    for (const name of this.mentioned()) {
      const goals = this.demandsOn(name)
      if (!properties.has(name) && this.possible(goals)) yield [name, goals]
    }
    for (const { names, goals } of this.freshKinds(this.search.meanings.formulas.true, [])) {
      if (!this.possible(goals)) continue
      for (;;) {
        // Each further name has to differ from all those before it.
        this.search.spend(1 + properties.size / 2)
        const name = this.freshName(names, properties)
        if (name === undefined) break
        yield [name, goals]
      }
    }
  }

  private demandsOn(name: string): Meaning[] {
    const general = this.every.filter(({ names }) => this.named(names, name)).map(({ values }) => values)
    return [...(this.everyNamed.get(name) ?? []), ...general]
  }

  private named(names: Formula, name: string): boolean {
    const truth = this.search.evaluator.satisfies(names, name)
    // In doubt the demand is made, which may miss an object but never invents one.
    if (truth === undefined) this.reason ??= 'property names that cannot be read'
    return truth !== false
  }

  private possible(goals: readonly Meaning[]): boolean {
    const outcome = this.search.solve(goals)
    if (outcome.status === 'unknown') this.reason ??= outcome.reason
    return outcome.status === 'found'
  }

  /** All names that a name formula or a plain property speaks of. */
  private mentioned(): Set<string> {
    if (this.mentionedNames) return this.mentionedNames
    const names = new Set([...this.required.keys(), ...this.everyNamed.keys()])
    const visit = (formula: Formula): void => {
      const { literal } = formula
      if (literal && (literal.is === 'equal' || literal.is === 'different')) names.add(String(literal.value))
      if (formula.force) visit(formula.force())
      formula.parts.forEach(visit)
    }
    for (const { names: formula } of [...this.some, ...this.every]) visit(formula)
    // A name that readers and validators stumble over comes last.
    if (names.delete('__proto__')) names.add('__proto__')
    this.mentionedNames = names
    return names
  }

  /** The name formula as it reads for names that are mentioned nowhere. */
  private unmentioned(formula: Formula): Formula {
    const { formulas } = this.search.meanings
    switch (formula.type) {
      case 'literal':
        if (formula.literal?.is === 'equal') return formulas.false
        return formula.literal?.is === 'different' ? formulas.true : formula
      case 'and':
        return formulas.and(formula.parts.map((part) => this.unmentioned(part)))
      case 'or':
        return formulas.or(formula.parts.map((part) => this.unmentioned(part)))
      case 'deferred':
        return formula.force ? this.unmentioned(formula.force()) : formula
      default:
        return formula
    }
  }

  /** Splits the names by which of the `every` demands reach them; each class comes with what its values must be. */
  private *freshKinds(
    names: Formula,
    goals: readonly Meaning[],
    from = 0,
  ): Generator<{ names: Formula; goals: Meaning[] }> {
    const { formulas } = this.search.meanings
    this.search.spend()
    if (names === formulas.false || !this.possible(goals)) return
    const demand = this.every[from]
    if (!demand) {
      yield { names, goals: [...goals] }
      return
    }
    const reach = this.unmentioned(demand.names)
    for (const [part, more] of [
      [formulas.not(reach), []],
      [reach, [demand.values]],
    ] as const) {
      const narrowed = formulas.and([names, part])
      if (narrowed !== names && !this.nameable(narrowed)) continue
      yield* this.freshKinds(narrowed, [...goals, ...more], from + 1)
    }
  }

  private nameable(names: Formula): boolean {
    const outcome = this.search.solveFormula('string', names)
    if (outcome.status === 'unknown') this.reason ??= outcome.reason
    return outcome.status === 'found'
  }

  private freshName(names: Formula, properties: Properties): string | undefined {
    const { formulas } = this.search.meanings
    const taken = new Set([...this.mentioned(), ...properties.keys()])
    const different = [...taken].map((value) => formulas.literal({ is: 'different', value }))
    // An empty property name is legal but hard to read: it is the last resort.
    const visible = formulas.literal({ is: 'longer', length: 1 })
    for (const more of [[visible], []]) {
      const outcome = this.search.solveFormula('string', formulas.and([names, ...different, ...more]))
      if (outcome.status === 'found') return String(outcome.value)
      if (outcome.status === 'unknown') this.reason ??= outcome.reason
    }
    return undefined
  }
}

/** The one name that the formula stands for, if it is of that form. */
function nameOf(names: Formula): string | undefined {
  return names.literal?.is === 'equal' ? String(names.literal.value) : undefined
}
