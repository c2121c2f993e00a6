import { Branch } from './branches.ts'
import type { Budget } from './budget.ts'
import { solveArray } from './arrays.ts'
import { differs } from './differs.ts'
import type { Formula } from './formula.ts'
import { Evaluator, type FormatCheck } from './holds.ts'
import { equal, kinds, sizeOf, type Kind } from './json.ts'
import { Languages } from './language.ts'
import type { Literal } from './literal.ts'
import type { Meaning, Meanings } from './meaning.ts'
import { solveNumber } from './numbers.ts'
import { solveObject } from './objects.ts'
import { empty, found, unknown, type Outcome } from './outcome.ts'
import { Strings } from './strings.ts'
import { StringSolver } from './texts.ts'

interface Frame {
  /** The outermost goal in progress that this one took to be empty; Infinity where it took none. */
  low: number
}

/** Values of all kinds, counted with those inside. */
const largestDocument = 8_000_000

export class TooManyValues extends Error {
  constructor() {
    super('only documents of millions of values could show it')
  }
}

/** Values worth trying first for a meaning: defaults, examples and the like from the schemas. */
export type Hints = ReadonlyMap<number, readonly unknown[]>

/**
 * Decides whether any document satisfies a meaning, and builds one. A recursive goal that is met again inside itself
 * counts as empty there: documents are finite, so the smallest document of a goal has no smaller one of the same goal
 * inside. A proof of emptiness that leans on such an assumption is kept only once the goal it leans on is closed.
 */
export class Search {
  readonly meanings: Meanings
  readonly evaluator: Evaluator
  readonly texts: StringSolver
  private readonly budget: Budget
  private readonly hints: Hints
  private readonly settled = new Map<number, Outcome>()
  private readonly provisional = new Map<number, number>()
  private readonly inProgress = new Map<number, number>()
  private readonly frames: Frame[] = []

  constructor(meanings: Meanings, budget: Budget, hints: Hints, checkFormat: FormatCheck) {
    this.meanings = meanings
    this.budget = budget
    this.hints = hints
    this.evaluator = new Evaluator(checkFormat, () => {
      this.spend(0.1)
    })
    const languages = new Languages()
    const strings = new Strings(languages, (steps) => {
      this.spend(steps)
    })
    this.texts = new StringSolver(languages, strings, this.evaluator)
  }

  /** Throws `OutOfBudget` when the whole search has taken too long. */
  spend(steps = 1): void {
    this.budget.spend(steps)
  }

  /** Throws where so many copies of a value make a document that nobody can hold in hand. */
  afford(value: unknown, copies: number): void {
    if (copies * sizeOf(value, largestDocument / copies) > largestDocument) throw new TooManyValues()
  }

  /** A value that satisfies all the given meanings. */
  solve(goals: readonly Meaning[]): Outcome {
    const goal = this.meanings.and(goals)
    if (goal === this.meanings.none) return empty
    const known = this.settled.get(goal.id)
    if (known) return known
    const level = this.inProgress.get(goal.id) ?? this.provisional.get(goal.id)
    if (level !== undefined) {
      this.leanOn(level)
      return empty
    }
    return this.enter(goal, [goal, ...goals])
  }

  /** Forgets what was under way when the budget ended; what was proven stays. */
  abandon(): void {
    this.frames.length = 0
    this.inProgress.clear()
    this.provisional.clear()
  }

  /** Up to `wanted` different values; `complete` where there are provably no more. */
  several(goals: readonly Meaning[], wanted: number): { values: unknown[]; complete: boolean; reason?: string } {
    const values: unknown[] = []
    const exclusions: Meaning[] = []
    while (values.length < wanted) {
      const outcome = this.solve([...goals, ...exclusions])
      if (outcome.status === 'empty') return { values, complete: true }
      if (outcome.status === 'unknown') return { values, complete: false, reason: outcome.reason }
      values.push(outcome.value)
      exclusions.push(this.meanings.constant(outcome.value).not)
    }
    return { values, complete: false }
  }

  /** A value of this kind that satisfies the formula. */
  solveFormula(kind: Kind, formula: Formula): Outcome {
    const branch = new Branch(this.meanings.formulas)
    return branch.add(formula) ? this.explore(kind, branch, formula) : empty
  }

  private enter(goal: Meaning, hinted: readonly Meaning[]): Outcome {
    const level = this.frames.length
    const frame: Frame = { low: Infinity }
    const before = new Set(this.provisional.keys())
    this.frames.push(frame)
    this.inProgress.set(goal.id, level)
    const outcome = this.tryHints(goal, hinted) ?? this.tryKinds(goal)
    this.frames.pop()
    this.inProgress.delete(goal.id)
    const sure = outcome.status === 'found' || frame.low >= level
    if (sure) this.settled.set(goal.id, outcome)
    else this.leanOn(frame.low)
    this.review(before, level, outcome)
    if (!sure && outcome.status === 'empty') this.provisional.set(goal.id, frame.low)
    return outcome
  }

  /** What was assumed while a goal was open is confirmed when it turns out empty, and forgotten when it does not. */
  private review(before: ReadonlySet<number>, level: number, outcome: Outcome): void {
    for (const [id, low] of [...this.provisional]) {
      if (before.has(id)) continue
      if (outcome.status !== 'empty') this.provisional.delete(id)
      else if (low >= level) {
        this.provisional.delete(id)
        this.settled.set(id, empty)
      }
    }
  }

  private leanOn(level: number): void {
    const frame = this.frames.at(-1)
    if (frame) frame.low = Math.min(frame.low, level)
  }

  private tryHints(goal: Meaning, members: readonly Meaning[]): Outcome | undefined {
    for (const member of members) {
      for (const hint of this.hints.get(member.id) ?? []) {
        if (this.evaluator.holds(goal, hint) === true) return found(hint)
      }
    }
    return undefined
  }

  private tryKinds(goal: Meaning): Outcome {
    let reason: string | undefined
    for (const kind of kinds) {
      const outcome = this.solveFormula(kind, goal.part(kind))
      if (outcome.status === 'found') return outcome
      if (outcome.status === 'unknown') reason ??= outcome.reason
    }
    return reason === undefined ? empty : unknown(reason)
  }

  private explore(kind: Kind, branch: Branch, whole: Formula): Outcome {
    this.spend()
    if (branch.fixed) return this.judge(branch.fixed.value, whole)
    const outcome = this.check(kind, branch.known())
    if (outcome.status === 'empty') return empty
    let choice: Formula | undefined
    if (outcome.status === 'found') {
      const { value } = outcome
      const truth = this.evaluator.satisfies(whole, value)
      if (truth === true) return outcome
      choice = this.exclusion(branch, value) ?? branch.choice((f) => this.evaluator.satisfies(f, value) !== true)
    } else choice = branch.choice(() => true)
    if (!choice) return outcome.status === 'unknown' ? outcome : this.hopeless(branch)
    return this.alternatives(kind, branch, choice, whole)
  }

  private alternatives(kind: Kind, branch: Branch, choice: Formula, whole: Formula): Outcome {
    let reason: string | undefined
    for (const part of inOrder(choice.parts.length > 0 ? choice.parts : [choice])) {
      const next = new Branch(this.meanings.formulas, branch)
      if (!next.decide(choice, part)) continue
      const outcome = this.explore(kind, next, whole)
      if (outcome.status === 'found') return outcome
      if (outcome.status === 'unknown') reason ??= outcome.reason
    }
    return reason === undefined ? empty : unknown(reason)
  }

  private judge(value: unknown, whole: Formula): Outcome {
    const truth = this.evaluator.satisfies(whole, value)
    if (truth === undefined) return unknown('it depends on a part of the schema that cannot be read')
    return truth ? found(value) : empty
  }

  /** The array and object solvers leave excluded values aside; one that they hit is cut out here. */
  private exclusion(branch: Branch, value: unknown): Formula | undefined {
    for (const literal of branch.known()) {
      if (literal.is === 'different' && equal(literal.value, value)) {
        const formula = differs(literal.value, this.meanings)
        return formula.type === 'or' ? formula : this.meanings.formulas.or([formula])
      }
    }
    return undefined
  }

  private hopeless(branch: Branch): Outcome {
    const unreadable = branch.known().find((l) => l.is === 'unreadable' || l.is === 'notUnreadable')
    return unknown(unreadable && 'reason' in unreadable ? unreadable.reason : 'the search and its check disagree')
  }

  private check(kind: Kind, literals: readonly Literal[]): Outcome {
    switch (kind) {
      case 'null':
        return found(null)
      case 'boolean':
        return found(!literals.some((literal) => literal.is === 'different'))
      case 'number':
        return solveNumber(literals)
      case 'string':
        return this.texts.solve(literals)
      case 'array':
        return solveArray(literals, this)
      case 'object':
        return solveObject(literals, this)
    }
  }
}

/** Ajv leaves a property named `__proto__` aside, so a document that breaks only there cannot be confirmed: it is tried last. */
function inOrder(parts: readonly Formula[]): readonly Formula[] {
  const odd = parts.filter(isAboutPrototype)
  return odd.length === 0 ? parts : [...parts.filter((part) => !odd.includes(part)), ...odd]
}

function isAboutPrototype({ literal }: Formula): boolean {
  return literal?.is === 'some' && literal.names.literal?.is === 'equal' && literal.names.literal.value === '__proto__'
}
