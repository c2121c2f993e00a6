import * as characters from './characters.ts'
import type { Characters } from './characters.ts'
import type { Language, Languages } from './language.ts'
import { NotRegular, parsePattern, type Pattern } from './pattern.ts'

/** What stands to the left decides `^` and `\b`: nothing, a word character, or another one. */
type Left = 'start' | 'word' | 'other'

/** The strings that may follow, by what stands to their left. */
type Rest = Record<Left, Language>

const otherCharacters = characters.complement(characters.wordCharacters)

/**
 * The language of all strings in which the pattern matches somewhere, as `pattern` and `patternProperties` ask.
 * Read from the back: each element is translated with the language of everything after it at hand, so that
 * look-ahead is an intersection with that rest. Throws `NotRegular`, or `SyntaxError` where it is no pattern.
 */
export function languageOf(source: string, languages: Languages): Language {
  const pattern = parsePattern(source)
  const translator = new Translator(languages)
  const { anything } = languages
  const rest = same(anything)
  if (isPlain(pattern)) return translator.searched(translator.plain(pattern))
  const { word, other } = characterLanguages(languages)
  const after = (left: Left): Language => translator.follow(pattern, rest, left)
  return languages.union([
    after('start'),
    languages.concat(anything, languages.concat(word, after('word'))),
    languages.concat(anything, languages.concat(other, after('other'))),
  ])
}

function same(language: Language): Rest {
  return { start: language, word: language, other: language }
}

function characterLanguages(languages: Languages): { word: Language; other: Language } {
  return { word: languages.set(characters.wordCharacters), other: languages.set(otherCharacters) }
}

/** Whether the pattern is free of anchors, boundaries and look-ahead. */
function isPlain(pattern: Pattern): boolean {
  switch (pattern.is) {
    case 'set':
      return true
    case 'sequence':
    case 'choice':
      return pattern.parts.every(isPlain)
    case 'repeat':
      return isPlain(pattern.part)
    default:
      return false
  }
}

class Translator {
  private readonly languages: Languages

  constructor(languages: Languages) {
    this.languages = languages
  }

  searched(language: Language): Language {
    const { languages } = this
    return languages.concat(languages.anything, languages.concat(language, languages.anything))
  }

  plain(pattern: Pattern): Language {
    const { languages } = this
    switch (pattern.is) {
      case 'set':
        return languages.set(pattern.set)
      case 'sequence':
        return pattern.parts.reduceRight((rest, part) => languages.concat(this.plain(part), rest), languages.empty)
      case 'choice':
        return languages.union(pattern.parts.map((part) => this.plain(part)))
      case 'repeat':
        return languages.repeat(this.plain(pattern.part), pattern.min, pattern.max)
      default:
        throw new NotRegular('an assertion inside a plain expression')
    }
  }

  /** The strings that the pattern and then `rest` can consume, when `left` stands before them. */
  follow(pattern: Pattern, rest: Rest, left: Left): Language {
    const { languages } = this
    switch (pattern.is) {
      case 'start':
        return left === 'start' ? rest.start : languages.nothing
      case 'end':
        return languages.both([rest[left], languages.empty])
      case 'boundary':
        return languages.both([rest[left], this.beside(left, pattern.negative)])
      case 'ahead': {
        const ahead = this.follow(pattern.part, same(languages.anything), left)
        return languages.both([rest[left], pattern.negative ? languages.not(ahead) : ahead])
      }
      case 'choice':
        return languages.union(pattern.parts.map((part) => this.follow(part, rest, left)))
      case 'set':
        return languages.union([
          this.step(pattern.set, characters.wordCharacters, rest.word),
          this.step(pattern.set, otherCharacters, rest.other),
        ])
      case 'sequence':
        return this.sequence(pattern.parts, rest, left)
      case 'repeat':
        return isPlain(pattern.part) ? this.plainRepeat(pattern, rest, left) : this.repeat(pattern, rest, left)
    }
  }

  private sequence(parts: readonly Pattern[], rest: Rest, left: Left): Language {
    const [head, ...tail] = parts
    if (!head) return rest[left]
    return tail.length === 0 ? this.follow(head, rest, left) : this.follow(head, this.rests(tail, rest), left)
  }

  private rests(parts: readonly Pattern[], rest: Rest): Rest {
    return parts.reduceRight<Rest>(
      (after, part) => ({
        start: this.follow(part, after, 'start'),
        word: this.follow(part, after, 'word'),
        other: this.follow(part, after, 'other'),
      }),
      rest,
    )
  }

  private step(set: Characters, within: Characters, rest: Language): Language {
    return this.languages.concat(this.languages.set(characters.intersection(set, within)), rest)
  }

  /** At a word boundary (or at none): what may stand to the right. */
  private beside(left: Left, negative: boolean): Language {
    const { languages } = this
    const wordFollows = languages.concat(languages.set(characters.wordCharacters), languages.anything)
    const wanted = (left === 'word') === negative
    return wanted ? wordFollows : languages.not(wordFollows)
  }

  private plainRepeat(pattern: Pattern, rest: Rest, left: Left): Language {
    const { languages } = this
    const body = this.plain(pattern)
    if (rest.word === rest.other && rest[left] === rest.word) return languages.concat(body, rest.word)
    const { word, other } = characterLanguages(languages)
    const ending = (last: Language): Language => languages.both([body, languages.concat(languages.anything, last)])
    return languages.union([
      body.nullable ? rest[left] : languages.nothing,
      languages.concat(ending(word), rest.word),
      languages.concat(ending(other), rest.other),
    ])
  }

  private repeat(pattern: Pattern & { is: 'repeat' }, rest: Rest, left: Left): Language {
    const { part, min, max } = pattern
    const copies = max === Infinity ? min : max
    if (copies > 40) throw new NotRegular('a long repetition of an assertion')
    let after = max === Infinity ? this.loop(part, rest) : rest
    for (let done = copies; done > 0; done--) {
      const next = this.rests([part], after)
      after = done <= min ? next : this.either(next, rest)
    }
    return after[left]
  }

  private either(one: Rest, other: Rest): Rest {
    const { languages } = this
    return {
      start: languages.union([one.start, other.start]),
      word: languages.union([one.word, other.word]),
      other: languages.union([one.other, other.other]),
    }
  }

  /** X = rest or (part, then X): only where each round consumes something, so that X is well defined. */
  private loop(part: Pattern, rest: Rest): Rest {
    if (mayBeEmpty(part)) throw new NotRegular('a loop around something that may be empty')
    const knots: Partial<Rest> = {}
    const rests = (): Rest => ({ start: knot('start'), word: knot('word'), other: knot('other') })
    const knot = (left: Left): Language =>
      (knots[left] ??= this.languages.knot(rest[left].nullable, () =>
        this.languages.union([rest[left], this.follow(part, rests(), left)]),
      ))
    return rests()
  }
}

function mayBeEmpty(pattern: Pattern): boolean {
  switch (pattern.is) {
    case 'set':
      return false
    case 'sequence':
      return pattern.parts.every(mayBeEmpty)
    case 'choice':
      return pattern.parts.some(mayBeEmpty)
    case 'repeat':
      return pattern.min === 0 || mayBeEmpty(pattern.part)
    default:
      return true
  }
}
