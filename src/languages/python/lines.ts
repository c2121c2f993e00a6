import { Unclear } from '../../snapshots/files.ts'
import { mostTokens, tooMany } from '../limits.ts'
import { literalOf, valueOfLiteral } from './strings.ts'

/** A logical line of Python. */
export interface PyLine {
  /** Of its first word, from 1. */
  readonly line: number
  /** How many blocks it stands in; 0 at the module's level. */
  readonly depth: number
  /** Offsets of its first word and behind its last one. */
  readonly from: number
  readonly to: number
  /** Without comments and trailing commas; texts with double quotes and their escapes, so that equal ones are equal. */
  readonly words: readonly string[]
}

const BLANK = /(?:[ \t\f]|\\\r?\n)+/y
const WORD = /[\w\u0080-\uFFFF]+/y
const QUOTE = /([a-zA-Z]{0,2})("""|'''|"|')/y
const ENDS: Readonly<Record<string, RegExp>> = {
  '"': /\\[\s\S]|["\n]/g,
  "'": /\\[\s\S]|['\n]/g,
  '"""': /\\[\s\S]|"""/g,
  "'''": /\\[\s\S]|'''/g,
}
const CLOSERS: Readonly<Record<string, string>> = { ')': '(', ']': '[', '}': '{' }
const SUITE: ReadonlySet<string> = new Set(['def', 'class', 'async'])

/** A bracket that is open. */
interface Bracket {
  readonly mark: string
  readonly at: number
  /** A call's arguments or an index, not a tuple or list. */
  readonly trails: boolean
  commas: number
}

/**
 * The logical lines of a Python file with their nesting; docstrings (any text that stands alone), `pass` and `...` left
 * out. One pass without a grammar: many times faster than `parsePython`, and enough to find assignments and to tell
 * whether a stretch means the same. Throws `Unclear` with the line of a quote or bracket that is never closed.
 */
export function linesOfPython(text: string): readonly PyLine[] {
  const zero = text.indexOf('\0')
  if (zero >= 0) throw new Unclear('expected Python, found a binary file (a zero byte)', lineOf(text, zero))
  const result: PyLine[] = []
  const indents = [0]
  const brackets: Bracket[] = []
  let words: string[] = []
  /** Plain texts side by side, which are one: joined when something else follows. */
  let texts: string[] = []
  let from = 0
  let to = 0
  let line = 1
  let nextLine = text.indexOf('\n')
  /** Column of the line that is being read; counted once, since statements with `;` between them share it. */
  let column = indentOf(text, 0)
  let nested = 0
  let left = mostTokens
  let at = text.startsWith('\uFEFF') ? 1 : 0

  function begin(start: number, end: number): void {
    if (words.length === 0 && texts.length === 0) {
      from = start
      while (nextLine >= 0 && nextLine < start) {
        line += 1
        nextLine = text.indexOf('\n', nextLine + 1)
      }
    }
    to = end
  }
  function join(): void {
    if (texts.length === 0) return
    words.push(JSON.stringify(texts.length === 1 ? texts[0] : texts.join('')))
    texts = []
  }
  function take(): void {
    left -= 1
    if (left < 0) throw tooMany('words and marks', mostTokens, lineOf(text, at))
  }
  function add(word: string, start: number, end: number): void {
    join()
    begin(start, end)
    take()
    words.push(word)
  }
  function close(): void {
    join()
    if (words.length > 0 && !isEmpty(words)) {
      const depth = depthOf(indents, nested > 0 ? undefined : column) + nested
      result.push({ line, depth, from, to, words })
    }
    words = []
  }

  while (at < text.length) {
    const char = text.charAt(at)
    if (char === '\n' || char === '\r') {
      at += 1
      if (brackets.length > 0) continue
      close()
      nested = 0
      column = indentOf(text, at)
    } else if (char === '#') {
      const end = text.indexOf('\n', at)
      at = end < 0 ? text.length : end
    } else if (char === ' ' || char === '\t' || char === '\f' || char === '\\') {
      BLANK.lastIndex = at
      at = BLANK.test(text) ? BLANK.lastIndex : at + 1
    } else if (isQuoted(text, at)) {
      const end = endOfString(text, at)
      const raw = text.slice(at, end)
      const plain = plainText(raw)
      if (plain === undefined) add(`'${raw}`, at, end)
      else {
        begin(at, end)
        take()
        texts.push(plain)
      }
      at = end
    } else if (isWord(text, at)) {
      add(text.slice(at, WORD.lastIndex), at, WORD.lastIndex)
      at = WORD.lastIndex
    } else if (char === ';' && brackets.length === 0) {
      close()
      at += 1
    } else {
      mark(char)
      at += 1
      if (char === ':' && brackets.length === 0 && SUITE.has(words[0] ?? '')) {
        close()
        nested += 1
      }
    }
  }
  const open = brackets.at(-1)
  if (open) throw new Unclear(`expected Python, found "${open.mark}" that is never closed`, lineOf(text, open.at))
  close()
  return result

  function mark(char: string): void {
    join()
    if (char === '(' || char === '[' || char === '{') {
      const before = words.at(-1) ?? ''
      brackets.push({ mark: char, at, trails: /[\w)\]]$/.test(before), commas: 0 })
    } else if (char in CLOSERS) {
      const bracket = brackets.pop()
      if (!bracket || bracket.mark !== CLOSERS[char]) {
        throw new Unclear(`expected Python, found "${char}" that closes nothing`, lineOf(text, at))
      }
      // A trailing comma means something in a tuple of one and in an index.
      const means = (char === ')' && !bracket.trails && bracket.commas === 1) || (char === ']' && bracket.trails)
      if (words.at(-1) === ',' && !means) words.pop()
    } else if (char === ',') {
      const bracket = brackets.at(-1)
      if (bracket) bracket.commas += 1
    }
    add(char, at, at + 1)
  }
}

function isEmpty(words: readonly string[]): boolean {
  const [only] = words
  if (words.length === 1) return only === 'pass' || only?.startsWith('"') === true
  return words.length === 3 && words.every((word) => word === '.')
}

function isQuoted(text: string, at: number): boolean {
  const code = text.charCodeAt(at)
  // Most words start with a letter that is no prefix: not trying them saves half of the time.
  if (code !== 34 && code !== 39 && !'bBfFrRuUtT'.includes(text.charAt(at))) return false
  QUOTE.lastIndex = at
  return QUOTE.test(text)
}

function isWord(text: string, at: number): boolean {
  WORD.lastIndex = at
  return WORD.test(text)
}

function endOfString(text: string, at: number): number {
  QUOTE.lastIndex = at
  const quote = QUOTE.exec(text)?.[2] ?? ''
  const end = ENDS[quote]
  if (end) {
    end.lastIndex = QUOTE.lastIndex
    for (let hit = end.exec(text); hit !== null; hit = end.exec(text)) {
      if (hit[0] === quote) return end.lastIndex
      if (hit[0] === '\n') break
    }
  }
  throw new Unclear('expected Python, found a quote that is never closed', lineOf(text, at))
}

/** The value of a text, whatever its quotes; undefined for bytes and formats, which stay as they are written. */
function plainText(raw: string): string | undefined {
  const literal = literalOf(raw)
  return literal && !/[fbt]/.test(literal.prefix) ? valueOfLiteral(literal) : undefined
}

function indentOf(text: string, lineStart: number): number {
  let column = 0
  for (let at = lineStart; ; at += 1) {
    const char = text.charAt(at)
    if (char === ' ' || char === '\f') column += 1
    else if (char === '\t') column = (Math.floor(column / 8) + 1) * 8
    else return column
  }
}

/** Undefined stays where it is: what follows `def f():` on its own line. */
function depthOf(indents: number[], column: number | undefined): number {
  if (column !== undefined) {
    while ((indents.at(-1) ?? 0) > column) indents.pop()
    if ((indents.at(-1) ?? 0) < column) indents.push(column)
  }
  return indents.length - 1
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}
