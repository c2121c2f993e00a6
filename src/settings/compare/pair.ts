import { Budget } from './budget.ts'
import { Compiler } from './compile.ts'
import { draftOf, type Draft } from './draft.ts'
import { checkFormat } from './formats.ts'
import { canonical, copyOf } from './json.ts'
import { Meanings, type Meaning } from './meaning.ts'
import { unknown, type Outcome } from './outcome.ts'
import { Resources } from './resources.ts'
import { Search } from './search.ts'
import { metaschema, validatorOf } from './validator.ts'

export interface CompareOptions {
  /** For schemas whose `$schema` names none; by default the one whose keywords they use. */
  draft?: Draft
  /** Whether `format` asserts; by default it annotates. */
  formats?: boolean
  /** Steps of the search before it gives up; the same pair takes the same number everywhere. */
  budget?: number
  /** False where only the changes count: no documents are looked for that show them, which takes most of the time. */
  proof?: boolean
  /** False where nothing but settings that went or came can have changed, which is no narrowing of what holds them. */
  narrowing?: boolean
}

export interface Two<T> {
  original: T
  updated: T
}

const defaultBudget = 150_000
/** To put a question takes time of its own, also where its answer is known. */
const questionSteps = 50
/** What all questions for the list of changes may take together. */
const listBudgets = 2
/** So many documents are offered to the validator before its disagreement ends the matter. */
const offers = 6

type Validator = (document: unknown) => boolean

/** Two schemas, read into one common set of meanings, and the means to ask about them. */
export class Pair {
  readonly schemas: Two<unknown>
  readonly drafts: Two<Draft>
  private readonly options: CompareOptions
  private validators: Two<Validator> | Error | undefined

  /** Throws where a schema is no JSON (circular, for example). */
  constructor(original: unknown, updated: unknown, options: CompareOptions) {
    this.schemas = { original: copyOf(original), updated: copyOf(updated) }
    this.options = options
    this.drafts = {
      original: draftOf(this.schemas.original, options.draft),
      updated: draftOf(this.schemas.updated, options.draft),
    }
  }

  get same(): boolean {
    if (this.drafts.original !== this.drafts.updated) return false
    return canonical(this.schemas.original) === canonical(this.schemas.updated)
  }

  /** `asAjv`: where Ajv departs from the specification, read as it does. */
  read(asAjv: boolean): Question {
    return new Question(this, this.options, asAjv)
  }

  /** Whether Ajv accepts the document under `original` and refuses it under `updated`. Throws for what it cannot compile. */
  confirms(document: unknown): boolean {
    this.validators ??= this.compiled()
    if (this.validators instanceof Error) throw this.validators
    // The schema's own object would equal itself even where Ajv cannot compare two (a property named "constructor").
    const copy = copyOf(document)
    return this.validators.original(copy) && !this.validators.updated(copy)
  }

  /** What Ajv cannot compile it fails at slowly, so it is asked once only. */
  private compiled(): Two<Validator> | Error {
    const formats = this.options.formats ?? false
    try {
      return {
        original: validatorOf(this.schemas.original, this.drafts.original, formats),
        updated: validatorOf(this.schemas.updated, this.drafts.updated, formats),
      }
    } catch (error) {
      return new Error(
        `the validator cannot read the schema: ${error instanceof Error ? error.message : String(error)}`,
      )
    }
  }
}

/** One reading of a pair. */
export class Question {
  readonly meanings = new Meanings()
  readonly original: Compiler
  readonly updated: Compiler
  readonly proof: boolean
  readonly narrowing: boolean
  private readonly pair: Pair
  private readonly budget: Budget
  private readonly search: Search

  constructor(pair: Pair, options: CompareOptions, asAjv: boolean) {
    this.pair = pair
    this.proof = options.proof ?? true
    this.narrowing = options.narrowing ?? true
    this.budget = new Budget(options.budget ?? defaultBudget)
    const hints = new Map<number, unknown[]>()
    const compiler = (side: keyof Two<unknown>): Compiler => {
      const draft = pair.drafts[side]
      const resources = new Resources(pair.schemas[side], side, draft, metaschema)
      const reading = { draft, formats: options.formats ?? false, asAjv }
      return new Compiler(this.meanings, reading, resources, hints, () => {
        this.budget.spend()
      })
    }
    this.original = compiler('original')
    this.updated = compiler('updated')
    this.search = new Search(this.meanings, this.budget, hints, checkFormat)
  }

  /** Whether Ajv and the specification read some part differently. */
  get ambiguous(): boolean {
    return this.original.ambiguous || this.updated.ambiguous
  }

  /** A document that satisfies all meanings and that Ajv confirms as a break; `empty` is a proof, and needs no Ajv. */
  confirmedBreak(goals: () => readonly Meaning[]): Outcome {
    if (!this.proof) return this.example(goals)
    return this.guarded(() => {
      const wanted = [...goals()]
      for (let offer = 0; offer < offers; offer++) {
        const outcome = this.search.solve(wanted)
        if (outcome.status === 'empty' && offer > 0) break
        if (outcome.status !== 'found' || this.pair.confirms(outcome.value)) return outcome
        wanted.push(this.meanings.constant(outcome.value).not)
      }
      return unknown('the validator does not confirm the break that was found')
    })
  }

  /** A document that satisfies all meanings, without asking Ajv. */
  example(goals: () => readonly Meaning[]): Outcome {
    return this.guarded(() => this.search.solve(goals()))
  }

  /** From now on all questions together have a few budgets only. */
  ration(): void {
    this.budget.ration(listBudgets)
  }

  /** Whether the ration is used up, so that every further question would stay open. */
  get exhausted(): boolean {
    return this.budget.exhausted
  }

  private guarded(ask: () => Outcome): Outcome {
    this.budget.refill()
    try {
      this.budget.spend(questionSteps)
      return ask()
    } catch (error) {
      this.search.abandon()
      this.original.abandon()
      this.updated.abandon()
      if (error instanceof RangeError)
        return unknown('the schema is nested too deeply, or refers to itself without end')
      return unknown(error instanceof Error ? error.message : String(error))
    }
  }
}
