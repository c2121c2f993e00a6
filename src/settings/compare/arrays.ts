import { distinct } from './distinct.ts'
import type { Literal } from './literal.ts'
import type { Meaning } from './meaning.ts'
import { empty, found, unknown, type Outcome } from './outcome.ts'
import type { Search } from './search.ts'

/** At least (`many`) or at most (`few`) so many items of a range are of a kind. */
export type Count = Extract<Literal, { is: 'many' | 'few' }>

export interface Demands {
  min: number
  max: number
  unique: boolean
  repeated: boolean
  /** All items of a range satisfy the meaning. */
  every: { from: number; to: number; items: Meaning }[]
  counts: Count[]
  /** From this position on all positions are alike. */
  alike: number
}

/** One way to fill a position: what its item must satisfy, and how much it adds to each count. */
export interface Option {
  goals: Meaning[]
  adds: number[]
}

/** A position filled, or a run of them filled alike, as the last link of the array built so far. */
interface Step {
  length: number
  counts: number[]
  option?: Option
  before?: Step
  /** For `repeated`: the position whose value must return, and then where it did. */
  held?: { at: number; goals: Meaning[]; again?: number }
}

/**
 * Finds an array, shortest first. Positions are filled from the left; what matters of the past is only the length
 * and the counts, both capped, so the search space is finite and an exhausted search is a proof.
 */
export function solveArray(literals: readonly Literal[], search: Search): Outcome {
  const demands = read(literals)
  if (demands.min > demands.max || (demands.unique && demands.repeated)) return empty
  const filler = new Filler(demands, search)
  const plain = filler.shortest()
  if (plain.status !== 'found' || !demands.unique) return plain
  return distinct(plain.value, demands, filler, search)
}

export class Filler {
  readonly demands: Demands
  reason: string | undefined
  private readonly search: Search
  private readonly cache = new Map<number, Option[]>()

  constructor(demands: Demands, search: Search) {
    this.demands = demands
    this.search = search
  }

  /** The ways to fill a position that are not provably impossible. */
  options(position: number): Option[] {
    const at = Math.min(position, this.demands.alike)
    let options = this.cache.get(at)
    if (!options) this.cache.set(at, (options = this.fill(at)))
    return options
  }

  /** The counts after one more item, capped; undefined where an upper limit is passed. */
  count(counts: readonly number[], option: Option): number[] | undefined {
    const next: number[] = []
    for (const [i, literal] of this.demands.counts.entries()) {
      const sum = (counts[i] ?? 0) + (option.adds[i] ?? 0)
      if (literal.is === 'few' && sum > literal.count) return undefined
      next.push(literal.is === 'many' ? Math.min(sum, literal.count) : sum)
    }
    return next
  }

  enough(counts: readonly number[]): boolean {
    return this.demands.counts.every((literal, i) => literal.is === 'few' || (counts[i] ?? 0) >= literal.count)
  }

  shortest(): Outcome {
    const { min, max, repeated, alike } = this.demands
    const queue: Step[] = [{ length: 0, counts: this.demands.counts.map(() => 0) }]
    const seen = new Set<string>()
    for (const step of queue) {
      this.search.spend()
      const returned = !repeated || step.held?.again !== undefined
      if (step.length >= min && step.length <= max && this.enough(step.counts) && returned) {
        const built = this.build(step)
        if (built) return built
      }
      if (step.length >= max) continue
      for (const next of this.steps(step)) {
        const at = Math.min(next.length, Math.max(min, alike))
        const held = heldKey(next)
        const key = `${at} ${next.counts.join()} ${held}`
        if (seen.has(key)) continue
        seen.add(key)
        queue.push(next)
      }
    }
    return this.reason === undefined ? empty : unknown(this.reason)
  }

  private *steps(step: Step): Generator<Step> {
    for (const option of this.options(step.length)) {
      const counts = this.count(step.counts, option)
      const length = counts && this.reached(step, counts)
      if (!counts || length === undefined) continue
      const next: Step = { length, counts, option, before: step }
      if (step.held) yield { ...next, held: step.held }
      else yield next
      if (!this.demands.repeated) continue
      if (!step.held) yield { ...next, held: { at: step.length, goals: option.goals } }
      else if (step.held.again === undefined) {
        const goals = [...step.held.goals, ...option.goals]
        const outcome = this.search.solve(goals)
        if (outcome.status === 'found') yield { ...next, held: { at: step.held.at, goals, again: step.length } }
        else if (outcome.status === 'unknown') this.reason ??= outcome.reason
      }
    }
  }

  /**
   * The length after one more item. Where all positions are alike, an item that changes no count changes none later
   * either: such items may as well come last, when the counts are right, and then all of them at once.
   */
  private reached({ length, counts, held }: Step, after: readonly number[]): number | undefined {
    const { min, alike, repeated } = this.demands
    const settled = length >= alike && (!repeated || held?.again !== undefined)
    const idle = settled && after.every((count, i) => count === counts[i])
    if (!idle) return length + 1
    return this.enough(counts) ? Math.max(length + 1, min) : undefined
  }

  private fill(position: number): Option[] {
    const { every, counts } = this.demands
    const base = every.filter(({ from, to }) => from <= position && position < to).map(({ items }) => items)
    let options: Option[] = [{ goals: base, adds: [] }]
    for (const { is, from, to, items } of counts) {
      const inside = from <= position && position < to
      options = options.flatMap(({ goals, adds }) => {
        if (!inside) return [{ goals, adds: [...adds, 0] }]
        // An item not shown to be of the kind adds nothing to `many`; one not shown to be of another adds to `few`.
        const plain = { goals, adds: [...adds, is === 'many' ? 0 : 1] }
        const marked = { goals: [...goals, is === 'many' ? items : items.not], adds: [...adds, is === 'many' ? 1 : 0] }
        return [plain, marked].filter((option) => this.possible(option.goals))
      })
    }
    return options.filter((option) => this.possible(option.goals))
  }

  private possible(goals: readonly Meaning[]): boolean {
    const outcome = this.search.solve(goals)
    if (outcome.status === 'unknown') this.reason ??= outcome.reason
    return outcome.status === 'found'
  }

  private build(last: Step): Outcome | undefined {
    const items: unknown[] = []
    for (let step: Step | undefined = last; step?.option; step = step.before) {
      const position = step.length - 1
      const same = last.held && (position === last.held.at || position === last.held.again)
      const outcome = this.search.solve(same && last.held ? last.held.goals : step.option.goals)
      if (outcome.status !== 'found') return undefined
      this.search.afford(outcome.value, step.length - (step.before?.length ?? 0))
      for (let copy = step.before?.length ?? 0; copy < step.length; copy++) items.push(outcome.value)
    }
    return found(items.reverse())
  }
}

/** Two steps with the same key have the same future, as far as a value to repeat is concerned. */
function heldKey({ held }: Step): string {
  if (!held) return 'free'
  return held.again === undefined ? `held ${held.goals.map((goal) => goal.id).join()}` : 'again'
}

function read(literals: readonly Literal[]): Demands {
  const demands: Demands = { min: 0, max: Infinity, unique: false, repeated: false, every: [], counts: [], alike: 0 }
  for (const literal of literals) {
    switch (literal.is) {
      case 'moreItems':
        demands.min = Math.max(demands.min, literal.count)
        break
      case 'fewerItems':
        demands.max = Math.min(demands.max, literal.count)
        break
      case 'unique':
        demands.unique = true
        break
      case 'repeated':
        demands.repeated = true
        break
      case 'many':
      case 'few': {
        const { from, to, items } = literal
        if (literal.is === 'few' && literal.count === 0) demands.every.push({ from, to, items: items.not })
        else demands.counts.push(literal)
        demands.alike = Math.max(demands.alike, from, Number.isFinite(to) ? to : 0)
        break
      }
    }
  }
  return demands
}
