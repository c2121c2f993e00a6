import { languageOf } from './accepts.ts'
import type { Evaluator } from './holds.ts'
import { examplesOf } from './formats.ts'
import type { Language, Languages } from './language.ts'
import type { Literal } from './literal.ts'
import { empty, found, unknown, type Outcome } from './outcome.ts'
import { TooLarge, type Strings } from './strings.ts'

/** How many strings of the regular part are tried against a pattern that is not regular. */
const attempts = 40
const doubt = unknown('a pattern or format that no automaton can follow')

interface Demands {
  min: number
  max: number
  different: Set<string>
  languages: Language[]
  /** Patterns and formats beyond automata: only a concrete string can be held against them. */
  opaque: Literal[]
}

/** Finds strings for conjunctions of patterns, lengths and excluded values; exact where the patterns are regular. */
export class StringSolver {
  private readonly languages: Languages
  private readonly strings: Strings
  private readonly evaluator: Evaluator
  private readonly patterns = new Map<string, Language | undefined>()

  constructor(languages: Languages, strings: Strings, evaluator: Evaluator) {
    this.languages = languages
    this.strings = strings
    this.evaluator = evaluator
  }

  solve(literals: readonly Literal[]): Outcome {
    const demands = this.read(literals)
    if (demands.min > demands.max) return empty
    const language = this.languages.both(demands.languages)
    if (language === this.languages.nothing) return empty
    try {
      if (demands.opaque.length === 0) return this.first(language, demands, demands.different)
      return this.tryOut(language, demands)
    } catch (error) {
      if (error instanceof TooLarge) return unknown(error.message)
      throw error
    }
  }

  private first(language: Language, demands: Demands, different: ReadonlySet<string>): Outcome {
    const text = this.strings.find(language, demands.min, demands.max, different)
    return text === undefined ? empty : found(text)
  }

  private tryOut(language: Language, demands: Demands): Outcome {
    const { opaque, different } = demands
    const truths = { doubtful: false }
    const fits = (text: string): boolean => {
      const says = opaque.map((literal) => this.evaluator.says(literal, text))
      if (says.includes(undefined)) truths.doubtful = true
      return says.every((truth) => truth === true)
    }
    const wanted = opaque.flatMap((literal) => (literal.is === 'format' ? examplesOf(literal.format) : []))
    for (const text of wanted) {
      if (!different.has(text) && fits(text) && this.admits(language, demands, text)) return found(text)
    }
    const tried = new Set(different)
    for (let attempt = 0; attempt < attempts; attempt++) {
      const outcome = this.first(language, demands, tried)
      if (outcome.status !== 'found' || typeof outcome.value !== 'string') return truths.doubtful ? doubt : outcome
      if (fits(outcome.value)) return outcome
      tried.add(outcome.value)
    }
    return doubt
  }

  private admits(language: Language, demands: Demands, text: string): boolean {
    const letters = Array.from(text)
    if (letters.length < demands.min || letters.length > demands.max) return false
    let rest = language
    for (const letter of letters) rest = this.languages.derivative(rest, letter.codePointAt(0) ?? 0, () => undefined)
    return rest.nullable
  }

  private read(literals: readonly Literal[]): Demands {
    const demands: Demands = { min: 0, max: Infinity, different: new Set(), languages: [], opaque: [] }
    for (const literal of literals) {
      switch (literal.is) {
        case 'longer':
          demands.min = Math.max(demands.min, literal.length)
          break
        case 'shorter':
          demands.max = Math.min(demands.max, literal.length)
          break
        case 'different':
          demands.different.add(String(literal.value))
          break
        case 'matches':
        case 'mismatches': {
          const language = this.pattern(literal.pattern)
          if (!language) demands.opaque.push(literal)
          else demands.languages.push(literal.is === 'matches' ? language : this.languages.not(language))
          break
        }
        case 'format':
        case 'notFormat':
          demands.opaque.push(literal)
          break
      }
    }
    return demands
  }

  private pattern(source: string): Language | undefined {
    if (!this.patterns.has(source)) this.patterns.set(source, this.translate(source))
    return this.patterns.get(source)
  }

  private translate(source: string): Language | undefined {
    try {
      return languageOf(source, this.languages)
    } catch {
      return undefined
    }
  }
}
