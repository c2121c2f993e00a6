import * as characters from './characters.ts'
import type { Characters } from './characters.ts'

/**
 * A set of strings over Unicode code points: an extended regular expression with intersection and complement, read
 * by derivatives (Brzozowski 1964). Interned modulo associativity, commutativity and idempotence of union and
 * intersection, which keeps the number of derivatives of one language finite. `knot` ties a loop: X = opens(X).
 */
export interface Language {
  readonly id: number
  readonly is: 'nothing' | 'empty' | 'set' | 'concat' | 'repeat' | 'union' | 'both' | 'not' | 'knot'
  readonly parts: readonly Language[]
  readonly set: Characters
  readonly min: number
  readonly max: number
  readonly nullable: boolean
  readonly opens?: () => Language
}

type Shape = Omit<Language, 'id'>

export class Languages {
  readonly nothing: Language
  readonly empty: Language
  readonly anyCharacter: Language
  readonly anything: Language
  private readonly interned = new Map<string, Language>()
  private readonly derivatives = new Map<Language, Map<number, Language>>()
  private count = 0

  constructor() {
    this.nothing = this.intern('nothing', shape('nothing', false))
    this.empty = this.intern('empty', shape('empty', true))
    this.anyCharacter = this.set(characters.anyCharacter)
    this.anything = this.repeat(this.anyCharacter, 0, Infinity)
  }

  set(set: Characters): Language {
    if (set.length === 0) return this.nothing
    return this.intern(`set ${set.join(';')}`, { ...shape('set', false), set })
  }

  text(text: string): Language {
    const parts = Array.from(text, (letter) => this.set(characters.character(letter.codePointAt(0) ?? 0)))
    return parts.reduceRight((rest, part) => this.concat(part, rest), this.empty)
  }

  concat(first: Language, second: Language): Language {
    if (first === this.nothing || second === this.nothing) return this.nothing
    if (first === this.empty) return second
    if (second === this.empty) return first
    const [head, tail] = first.parts
    if (first.is === 'concat' && head && tail) return this.concat(head, this.concat(tail, second))
    if (first === this.anything && (second === this.anything || second.parts[0] === this.anything)) {
      if (second === this.anything || second.is === 'concat') return second
    }
    const made = shape('concat', first.nullable && second.nullable, [first, second])
    return this.intern(`concat ${first.id} ${second.id}`, made)
  }

  repeat(part: Language, min: number, max: number): Language {
    if (max === 0 || part === this.empty) return this.empty
    if (part === this.nothing) return min === 0 ? this.empty : this.nothing
    if (min === 1 && max === 1) return part
    if (part === this.anything) return part
    const from = part.nullable ? 0 : min
    if (part.is === 'repeat' && part.min === 0 && part.max === Infinity) return part
    const made = { ...shape('repeat', from === 0, [part]), min: from, max }
    return this.intern(`repeat ${part.id} ${from} ${max}`, made)
  }

  union(languages: readonly Language[]): Language {
    return this.junction('union', languages, this.nothing, this.anything)
  }

  both(languages: readonly Language[]): Language {
    return this.junction('both', languages, this.anything, this.nothing)
  }

  not(language: Language): Language {
    if (language === this.nothing) return this.anything
    if (language === this.anything) return this.nothing
    const [inner] = language.parts
    if (language.is === 'not' && inner) return inner
    return this.intern(`not ${language.id}`, shape('not', !language.nullable, [language]))
  }

  /** A language defined by itself; every way round the loop must consume a character. */
  knot(nullable: boolean, opens: (self: Language) => Language): Language {
    let opened: Language | undefined
    const made: Language = this.intern(`knot ${this.count}`, {
      ...shape('knot', nullable),
      opens: () => (opened ??= opens(made)),
    })
    return made
  }

  /** What may follow this character in the language's strings. */
  derivative(language: Language, codePoint: number, spend: () => void): Language {
    let known = this.derivatives.get(language)
    if (!known) this.derivatives.set(language, (known = new Map<number, Language>()))
    const cached = known.get(codePoint)
    if (cached) return cached
    spend()
    const made = this.derive(language, codePoint, spend)
    known.set(codePoint, made)
    return made
  }

  /** All character sets that occur inside, to split the alphabet by. */
  setsOf(language: Language): Characters[] {
    const found = new Map<number, Characters>()
    const seen = new Set<Language>()
    const visit = (l: Language): void => {
      if (seen.has(l)) return
      seen.add(l)
      if (l.is === 'set') found.set(l.id, l.set)
      if (l.opens) visit(l.opens())
      l.parts.forEach(visit)
    }
    visit(language)
    return [...found.values()]
  }

  private derive(language: Language, codePoint: number, spend: () => void): Language {
    const of = (l: Language): Language => this.derivative(l, codePoint, spend)
    const [first, second] = language.parts
    switch (language.is) {
      case 'set':
        return characters.contains(language.set, codePoint) ? this.empty : this.nothing
      case 'union':
        return this.union(language.parts.map(of))
      case 'both':
        return this.both(language.parts.map(of))
      case 'not':
        return first ? this.not(of(first)) : this.nothing
      case 'knot':
        return language.opens ? of(language.opens()) : this.nothing
      case 'repeat':
        if (!first) return this.nothing
        return this.concat(of(first), this.repeat(first, Math.max(language.min - 1, 0), language.max - 1))
      case 'concat': {
        if (!first || !second) return this.nothing
        const rest = this.concat(of(first), second)
        return first.nullable ? this.union([rest, of(second)]) : rest
      }
      default:
        return this.nothing
    }
  }

  private junction(is: 'union' | 'both', given: readonly Language[], neutral: Language, absorbing: Language): Language {
    const parts = new Map<number, Language>()
    for (const language of given) {
      if (language === absorbing) return absorbing
      if (language === neutral) continue
      for (const part of language.is === is ? language.parts : [language]) parts.set(part.id, part)
    }
    const sets = [...parts.values()].filter((part) => part.is === 'set')
    if (sets.length > 1) {
      sets.forEach((part) => parts.delete(part.id))
      const [head = characters.noCharacter, ...tail] = sets.map((part) => part.set)
      const merged = is === 'union' ? characters.union(head, ...tail) : tail.reduce(characters.intersection, head)
      const set = this.set(merged)
      if (set === absorbing) return absorbing
      if (set !== neutral) parts.set(set.id, set)
    }
    for (const part of parts.values()) {
      const [inner] = part.parts
      if (part.is === 'not' && inner && parts.has(inner.id)) return absorbing
    }
    const sorted = [...parts.values()].sort((a, b) => a.id - b.id)
    const [only] = sorted
    if (!only) return neutral
    if (sorted.length === 1) return only
    const nullable = is === 'union' ? sorted.some((p) => p.nullable) : sorted.every((p) => p.nullable)
    return this.intern(`${is} ${sorted.map((part) => part.id).join(',')}`, shape(is, nullable, sorted))
  }

  private intern(key: string, made: Shape): Language {
    const known = this.interned.get(key)
    if (known) return known
    const language: Language = { id: this.count++, ...made }
    this.interned.set(key, language)
    return language
  }
}

function shape(is: Language['is'], nullable: boolean, parts: readonly Language[] = []): Shape {
  return { is, parts, set: characters.noCharacter, min: 1, max: 1, nullable }
}
