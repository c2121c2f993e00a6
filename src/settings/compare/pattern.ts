import * as characters from './characters.ts'
import type { Characters } from './characters.ts'

/** The syntax tree of an ECMA-262 regular expression, as far as it describes a regular language. */
export type Pattern =
  | { is: 'set'; set: Characters }
  | { is: 'sequence' | 'choice'; parts: Pattern[] }
  | { is: 'repeat'; part: Pattern; min: number; max: number }
  | { is: 'start' | 'end' }
  | { is: 'boundary'; negative: boolean }
  | { is: 'ahead'; part: Pattern; negative: boolean }

/** Thrown for back-references, look-behind and whatever else no finite automaton can follow. */
export class NotRegular extends Error {}

const controls: Record<string, number> = { t: 9, n: 10, v: 11, f: 12, r: 13, '0': 0 }
const propertySets = new Map<string, Characters>()

/** The pattern as Ajv runs it: with the `u` flag, and only where that refuses it, without. */
export function regExpOf(source: string): RegExp {
  try {
    return new RegExp(source, 'u')
  } catch {
    return new RegExp(source)
  }
}

/** Throws `SyntaxError` for what is no pattern at all and `NotRegular` for what automata cannot decide. */
export function parsePattern(source: string): Pattern {
  const unicode = regExpOf(source).unicode
  const reader = new Reader(source, unicode)
  const pattern = reader.choice()
  // Without the u flag a class sees the two halves of a character beyond U+FFFF one by one, which these sets do not.
  if (!unicode && reader.touchesSurrogates) throw new NotRegular('a class that cuts characters in halves')
  return pattern
}

class Reader {
  touchesSurrogates = false
  private readonly text: string[]
  private readonly unicode: boolean
  private at = 0

  constructor(source: string, unicode: boolean) {
    this.text = Array.from(source)
    this.unicode = unicode
  }

  choice(): Pattern {
    const parts = [this.sequence()]
    while (this.take('|')) parts.push(this.sequence())
    return parts.length === 1 && parts[0] ? parts[0] : { is: 'choice', parts }
  }

  private sequence(): Pattern {
    const parts: Pattern[] = []
    while (this.at < this.text.length && !this.sees('|') && !this.sees(')')) parts.push(this.repeated(this.term()))
    return parts.length === 1 && parts[0] ? parts[0] : { is: 'sequence', parts }
  }

  private term(): Pattern {
    if (this.take('^')) return { is: 'start' }
    if (this.take('$')) return { is: 'end' }
    if (this.take('(')) return this.group()
    if (this.take('.')) return this.set(characters.complement(characters.lineEnds))
    if (this.take('[')) return this.set(this.charClass())
    if (!this.take('\\')) return this.set(characters.character(this.next()))
    if (this.take('b')) return { is: 'boundary', negative: false }
    if (this.take('B')) return { is: 'boundary', negative: true }
    if (/[1-9k]/.test(this.peek())) throw new NotRegular('a back-reference')
    return this.set(this.escape())
  }

  private set(set: Characters): Pattern {
    if (characters.intersection(set, characters.surrogates).length > 0) this.touchesSurrogates = true
    if (set.some(([, to]) => to > 0xffff)) this.touchesSurrogates = true
    return { is: 'set', set }
  }

  private group(): Pattern {
    let look: { negative: boolean } | undefined
    if (this.take('?')) {
      if (this.take('=')) look = { negative: false }
      else if (this.take('!')) look = { negative: true }
      else if (this.take('<')) {
        if (this.sees('=') || this.sees('!')) throw new NotRegular('look-behind')
        while (!this.take('>')) this.next()
      } else if (!this.take(':')) throw new NotRegular('an unknown kind of group')
    }
    const inner = this.choice()
    this.next()
    return look ? { is: 'ahead', part: inner, negative: look.negative } : inner
  }

  private repeated(part: Pattern): Pattern {
    const bounds = this.bounds()
    if (!bounds) return part
    this.take('?')
    return this.repeated({ is: 'repeat', part, min: bounds[0], max: bounds[1] })
  }

  private bounds(): [number, number] | undefined {
    if (this.take('*')) return [0, Infinity]
    if (this.take('+')) return [1, Infinity]
    if (this.take('?')) return [0, 1]
    const match = /^\{(\d+)(,(\d*))?\}/.exec(this.text.slice(this.at, this.at + 24).join(''))
    if (!match) return undefined
    this.at += match[0].length
    const min = Number(match[1])
    if (match[2] === undefined) return [min, min]
    return [min, match[3] ? Number(match[3]) : Infinity]
  }

  private charClass(): Characters {
    const negative = this.take('^')
    let set = characters.noCharacter
    while (!this.take(']')) {
      const from = this.classAtom()
      const [start] = from
      if (this.sees('-') && this.text[this.at + 1] !== ']' && isSingle(from) && start) {
        this.at++
        const to = this.classAtom()
        const [end] = to
        set =
          isSingle(to) && end
            ? characters.union(set, [[start[0], end[0]]])
            : characters.union(set, from, to, characters.character(45))
      } else set = characters.union(set, from)
    }
    return negative ? characters.complement(set) : set
  }

  private classAtom(): Characters {
    if (!this.take('\\')) return characters.character(this.next())
    if (this.take('b')) return characters.character(8)
    if (this.take('-')) return characters.character(45)
    return this.escape()
  }

  private escape(): Characters {
    const letter = String.fromCodePoint(this.next())
    switch (letter) {
      case 'd':
        return characters.digits
      case 'D':
        return characters.complement(characters.digits)
      case 'w':
        return characters.wordCharacters
      case 'W':
        return characters.complement(characters.wordCharacters)
      case 's':
        return characters.spaces
      case 'S':
        return characters.complement(characters.spaces)
      case 'p':
      case 'P':
        if (this.unicode) return this.property(letter)
        break
      case 'c':
        if (/[A-Za-z]/.test(this.peek())) return characters.character(this.next() % 32)
        throw new NotRegular('an incomplete control escape')
      case 'x':
        return this.hexadecimal(/^[0-9a-fA-F]{2}/, letter)
      case 'u':
        return this.hexadecimal(/^(?:[0-9a-fA-F]{4}|\{[0-9a-fA-F]+\})/, letter)
    }
    if (/[1-9]/.test(letter) || (letter === '0' && /\d/.test(this.peek()))) throw new NotRegular('an octal escape')
    return characters.character(controls[letter] ?? letter.codePointAt(0) ?? 0)
  }

  private hexadecimal(shape: RegExp, letter: string): Characters {
    const match = shape.exec(this.text.slice(this.at, this.at + 12).join(''))
    if (!match || (match[0].startsWith('{') && !this.unicode)) return characters.character(letter.codePointAt(0) ?? 0)
    this.at += match[0].length
    const codePoint = parseInt(match[0].replace(/[{}]/g, ''), 16)
    const low = /^\\u(d[c-f][0-9a-f]{2})/i.exec(this.text.slice(this.at, this.at + 6).join(''))
    if (!this.unicode || codePoint < 0xd800 || codePoint > 0xdbff || !low) return characters.character(codePoint)
    this.at += 6
    return characters.character((codePoint - 0xd800) * 0x400 + parseInt(low[1] ?? '', 16) - 0xdc00 + 0x10000)
  }

  /** `\p{...}` has no formula; the engine itself is asked about every code point, once per property. */
  private property(letter: string): Characters {
    let name = letter
    do name += String.fromCodePoint(this.next())
    while (!name.endsWith('}'))
    const known = propertySets.get(name)
    if (known) return known
    const test = new RegExp(`^\\${name}$`, 'u')
    const ranges: [number, number][] = []
    for (let codePoint = 0; codePoint <= characters.lastCodePoint; codePoint++) {
      if (!test.test(String.fromCodePoint(codePoint))) continue
      const last = ranges.at(-1)
      if (last?.[1] === codePoint - 1) last[1] = codePoint
      else ranges.push([codePoint, codePoint])
    }
    propertySets.set(name, ranges)
    return ranges
  }

  private peek(): string {
    return this.text[this.at] ?? ''
  }

  private sees(letter: string): boolean {
    return this.text[this.at] === letter
  }

  private take(letter: string): boolean {
    if (!this.sees(letter)) return false
    this.at++
    return true
  }

  private next(): number {
    const letter = this.text[this.at++]
    if (letter === undefined) throw new NotRegular('an expression that ends too early')
    return letter.codePointAt(0) ?? 0
  }
}

function isSingle(set: Characters): boolean {
  const [range] = set
  return set.length === 1 && range !== undefined && range[0] === range[1]
}
