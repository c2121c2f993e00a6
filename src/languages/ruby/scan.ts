import { mostTokens, tooMany } from '../limits.ts'
import { endOfLiteral } from './literals.ts'

/** A Ruby file line by line, without comments, blank lines and indentation. */
export interface RubyLines {
  /** With every literal as it is written. */
  readonly code: readonly string[]
  /** With `""` in the place of every literal, so that what looks like code is code. */
  readonly outline: readonly string[]
}

const HEREDOC = /<<(?:[~-](["'`]?)(\w+)\1|(["'`])(\w+)\3|([A-Z_][A-Z0-9_]*)\b)/y
const WORD = /[\w\u0080-\uffff]+[?!]?/y
const ONE_WORD = /^[ \t]*(\w+)[ \t]*\r?$/gm
/** The longest stretch that tells whether a literal may start, and more. */
const TAIL = 16
const BLOCK_COMMENT_END = /^=end\b.*$/gm

interface Heredoc {
  readonly word: string
  readonly indented: boolean
}

/**
 * Ruby cannot be read without running it, so this goes as far as comments, strings, heredocs and percent literals. Where a
 * literal does not end, the rest of the file is kept as it is. Time grows with the length of the text alone. Throws
 * `Unclear` only where there is too much of everything.
 */
export function scanRuby(text: string): RubyLines {
  const lines: { code: string; outline: string }[] = []
  const lastLines = lastPlaces(text)
  let code: string[] = []
  let outline: string[] = []
  // The end of the line so far: looking at all of it again and again would take forever on a long one.
  let tail = ''
  let waiting: Heredoc[] = []
  let left = mostTokens
  const add = (piece: string, shown = piece): void => {
    left -= 1
    if (left < 0) throw tooMany('words and marks', mostTokens, text.slice(0, at).split('\n').length)
    code.push(piece)
    outline.push(shown)
    tail = (tail + shown).slice(-TAIL)
  }
  const close = (): void => {
    if (code.length > 0) lines.push({ code: code.join('').trimEnd(), outline: outline.join('').trimEnd() })
    code = []
    outline = []
    tail = ''
  }
  let at = endOfAside(text, 0) ?? 0
  while (at < text.length) {
    const char = text.charAt(at)
    if (char === '\n') {
      at += 1
      if (waiting.length > 0) {
        const bodies = readHeredocs(text, at, waiting)
        add(bodies.text, '')
        at = bodies.end
      }
      waiting = []
      close()
      const skipped = endOfAside(text, at)
      if (skipped !== undefined) at = skipped
    } else if (char === ' ' || char === '\t' || char === '\r') {
      if (tail !== '' && !tail.endsWith(' ')) add(' ')
      at += 1
    } else if (char === '#') {
      at = endOfLine(text, at)
    } else if (char === ';') {
      close()
      at += 1
    } else if (char === '\\' && /^\\\r?\n/.test(text.slice(at, at + 3))) {
      at = text.indexOf('\n', at) + 1
    } else {
      const heredoc = heredocAt(text, at, tail, lastLines)
      const end = heredoc ? at + heredoc.length : endOfLiteral(text, at, tail)
      if (heredoc) waiting.push(heredoc)
      if (end === 'never') {
        add(text.slice(at), '""')
        at = text.length
      } else if (end !== undefined) {
        add(text.slice(at, end), '""')
        at = end
      } else {
        WORD.lastIndex = at
        const piece = WORD.exec(text)?.[0] ?? char
        add(piece)
        at += piece.length
      }
    }
  }
  close()
  return { code: lines.map((line) => line.code), outline: lines.map((line) => line.outline) }
}

/** `=begin` to `=end`, and all after `__END__`, at the start of a line. */
function endOfAside(text: string, at: number): number | undefined {
  if (/^__END__\r?(?:\n|$)/.test(text.slice(at, at + 9))) return text.length
  if (!/^=begin\b/.test(text.slice(at, at + 7))) return undefined
  BLOCK_COMMENT_END.lastIndex = at
  const end = BLOCK_COMMENT_END.exec(text)
  return end === null ? text.length : end.index + end[0].length
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

/** `a <<B` may as well append to an array: then no line with that word alone follows, and nothing is read as a body. */
function heredocAt(
  text: string,
  at: number,
  before: string,
  lastLines: ReadonlyMap<string, number>,
): (Heredoc & { readonly length: number }) | undefined {
  if (text[at] !== '<' || /[\w)\]}]$/.test(before)) return undefined
  HEREDOC.lastIndex = at
  const found = HEREDOC.exec(text)
  if (found === null) return undefined
  const word = found[2] ?? found[4] ?? found[5] ?? ''
  if ((lastLines.get(word) ?? -1) < at) return undefined
  return { word, indented: found[0][2] === '~', length: found[0].length }
}

/** Where each line of one word stands last, indentation aside. */
function lastPlaces(text: string): ReadonlyMap<string, number> {
  const places = new Map<string, number>()
  if (!text.includes('<<')) return places
  for (const line of text.matchAll(ONE_WORD)) places.set(line[1] ?? '', line.index)
  return places
}

/** The bodies from a line's start on, one after the other; all the rest where one does not end. */
function readHeredocs(
  text: string,
  start: number,
  heredocs: readonly Heredoc[],
): { readonly text: string; readonly end: number } {
  const bodies: string[] = []
  let at = start
  for (const { word, indented } of heredocs) {
    const lines: string[] = []
    for (let found = false; !found;) {
      if (at >= text.length) return { text: `\n${text.slice(start)}`, end: text.length }
      const end = endOfLine(text, at)
      const line = text.slice(at, end)
      at = end + 1
      found = line.trim() === word
      if (!found) lines.push(line)
    }
    const margins = lines.filter((line) => line.trim() !== '').map((line) => line.search(/\S/))
    const margin = indented ? margins.reduce((least, width) => Math.min(least, width), Infinity) : 0
    bodies.push(lines.map((line) => line.slice(Math.min(margin, line.length)).trimEnd()).join('\n'))
  }
  return { text: ['', ...bodies].join('\n'), end: Math.min(at, text.length) }
}
