import * as characters from './characters.ts'
import type { Characters } from './characters.ts'
import type { Language, Languages } from './language.ts'

/** A larger automaton is given up: no pattern that people write by hand comes near it. */
const largestAutomaton = 4000

/** Thrown where the automaton grows beyond what is reasonable. */
export class TooLarge extends Error {}

interface State {
  language: Language
  /** For each class of characters, where it leads. */
  next: State[]
  /** The shortest way here: the state before, and the class. */
  from?: { state: State; by: number }
}

/** One more character, and where it leads. */
interface Way {
  codePoint: number
  next: State
}

interface Automaton {
  states: State[]
  classes: Characters[]
}

/** The strings of one language, shortest and most readable first; at most `max` and at least `min` characters long. */
export class Strings {
  private readonly languages: Languages
  private readonly spend: (steps: number) => void
  private readonly automata = new Map<Language, Automaton>()

  constructor(languages: Languages, spend: (steps: number) => void) {
    this.languages = languages
    this.spend = spend
  }

  /** The first string that is not excluded, or undefined where there is provably none. */
  find(language: Language, min: number, max: number, excluded: ReadonlySet<string>): string | undefined {
    const shortest = this.shortest(language)
    if (shortest === undefined || shortest.length > max) return undefined
    const text = textOf(shortest)
    if (shortest.length >= min && Array.from(text).length === shortest.length && !excluded.has(text)) return text
    for (const next of this.enumerate(language, min, max, excluded.size)) {
      if (!excluded.has(next)) return next
    }
    return undefined
  }

  /** Yields more than `beyond` strings where the language has that many, and all of them where it has not. */
  private *enumerate(language: Language, min: number, max: number, beyond: number): Generator<string> {
    const { states, classes } = this.automaton(language, false)
    // A language with longer strings than it has states has a loop, and then one in every stretch of that length.
    const longest = Math.min(max, Math.max(min, states.length) + (beyond + 1) * states.length)
    const alive: Set<State>[] = [new Set(states.filter((state) => state.language.nullable))]
    const [start] = states
    if (!start) return
    const order = [...classes.keys()].sort((a, b) => rank(classes[a]) - rank(classes[b]))
    for (let length = 0; length <= longest; length++) {
      const current = alive[length]
      if (!current || current.size === 0) return
      if (length >= min && current.has(start)) yield* this.walk(start, length, alive, classes, order)
      this.spend(0.1 + states.length / 50)
      alive.push(new Set(states.filter((state) => state.next.some((next) => current.has(next)))))
    }
  }

  /** All strings of this length; a stack of its own, since strings may be longer than the call stack is deep. */
  private *walk(
    start: State,
    length: number,
    alive: readonly Set<State>[],
    classes: readonly Characters[],
    order: readonly number[],
  ): Generator<string> {
    if (length === 0) {
      yield ''
      return
    }
    const ways = (state: State): Generator<Way> =>
      this.ways(state, alive[length - levels.length - 1] ?? new Set(), classes, order)
    const text: number[] = []
    const levels: Generator<Way>[] = []
    levels.push(ways(start))
    for (let level = levels.at(-1); level; level = levels.at(-1)) {
      const way = level.next()
      if (way.done) {
        levels.pop()
        text.pop()
        continue
      }
      const { codePoint, next } = way.value
      // Two lone surrogates that would merge into one character are no string of this length.
      if (isLow(codePoint) && isHigh(text.at(-1))) continue
      if (levels.length === length) yield textOf([...text, codePoint])
      else {
        text.push(codePoint)
        levels.push(ways(next))
      }
    }
  }

  /** The characters that lead from a state to one that is still alive. */
  private *ways(
    state: State,
    alive: ReadonlySet<State>,
    classes: readonly Characters[],
    order: readonly number[],
  ): Generator<Way> {
    this.spend(0.1)
    for (const index of order) {
      const next = state.next[index]
      const set = classes[index]
      if (!next || !set || !alive.has(next)) continue
      for (const codePoint of characters.preferred(set)) yield { codePoint, next }
    }
  }

  private shortest(language: Language): number[] | undefined {
    const { states, classes } = this.automaton(language, true)
    let state = states.find((s) => s.language.nullable)
    if (!state) return undefined
    const codePoints: number[] = []
    while (state.from) {
      codePoints.push(first(classes[state.from.by]))
      state = state.from.state
    }
    return codePoints.reverse()
  }

  /** Explores derivatives breadth first; with `early` it may stop at the first state that accepts. */
  private automaton(language: Language, early: boolean): Automaton {
    const known = this.automata.get(language)
    if (known) return known
    const classes = characters.classes(this.languages.setsOf(language))
    const order = [...classes.keys()].sort((a, b) => rank(classes[a]) - rank(classes[b]))
    const start: State = { language, next: [] }
    const states = [start]
    const found = new Map<Language, State>([[language, start]])
    for (const state of states) {
      if (early && state.language.nullable) return { states, classes }
      if (states.length > largestAutomaton) throw new TooLarge('a pattern whose automaton is too large')
      for (const by of order) {
        const after = this.languages.derivative(state.language, first(classes[by]), () => {
          this.spend(1)
        })
        let next = found.get(after)
        if (!next) {
          next = { language: after, next: [], from: { state, by } }
          found.set(after, next)
          // The empty language leads nowhere, so it needs no exploring.
          if (after !== this.languages.nothing) states.push(next)
        }
        state.next[by] = next
      }
    }
    const automaton = { states, classes }
    this.automata.set(language, automaton)
    return automaton
  }
}

function isHigh(codePoint: number | undefined): boolean {
  return codePoint !== undefined && codePoint >= 0xd800 && codePoint <= 0xdbff
}

function isLow(codePoint: number): boolean {
  return codePoint >= 0xdc00 && codePoint <= 0xdfff
}

function textOf(codePoints: readonly number[]): string {
  return codePoints.map((codePoint) => String.fromCodePoint(codePoint)).join('')
}

function first(set: Characters | undefined): number {
  for (const codePoint of characters.preferred(set ?? [])) return codePoint
  return 0
}

const ranks = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ-._'

function rank(set: Characters | undefined): number {
  const codePoint = first(set)
  const index = ranks.indexOf(String.fromCodePoint(codePoint))
  return index === -1 ? 1000 + codePoint : index
}
