import { mostTokens, tooMany } from '../limits.ts'
import { endOfLiteral, endOfRegex, type BraceLanguage } from './literals.ts'

export interface Token {
  readonly kind: 'word' | 'mark' | 'literal'
  readonly text: string
  /** Counts from 1. */
  readonly line: number
}

const BLANK = /\s+/y
const WORD = /[\p{L}\p{N}_$]+/uy
const ARROW = /=>|->|::/y
const DIRECTIVE = /#[ \t]*(?:region|endregion|pragma|nullable)\b/y
const PHP_OPEN = /<\?(?:php\b|=)?/gi
/** After these a slash starts a regular expression. */
const BEFORE_REGEX: ReadonlySet<string> = new Set(
  'return typeof case in of delete void throw new else do await yield instanceof'.split(' '),
)

/**
 * The tokens of a program without its comments. One pass without going back, so time grows with the length of the text
 * alone. What is never closed is kept as it is. Throws `Unclear` only where there is too much of everything.
 */
export function lexBraces(text: string, language: BraceLanguage): readonly Token[] {
  const tokens: Token[] = []
  let line = 1
  let newline = text.indexOf('\n')
  let noRegexBefore = 0
  let startsLine = true
  const add = (kind: Token['kind'], from: number, to: number): number => {
    for (; newline >= 0 && newline < from; newline = text.indexOf('\n', newline + 1)) line += 1
    if (tokens.length >= mostTokens) throw tooMany('words and marks', mostTokens, line)
    tokens.push({ kind, text: text.slice(from, to), line })
    startsLine = false
    return to
  }
  let at = language === 'php' ? startOfPhp(text, 0, add) : 0
  while (at < text.length) {
    const blank = match(BLANK, text, at)
    if (blank > at) {
      startsLine ||= text.slice(at, blank).includes('\n')
      at = blank
      continue
    }
    const comment = endOfComment(text, at, language, startsLine)
    if (comment === 'never') {
      at = add('literal', at, text.length)
      continue
    }
    if (comment !== undefined) {
      at = comment
      continue
    }
    const word = match(WORD, text, at)
    const literal = word > at && language !== 'csharp' ? undefined : endOfLiteral(text, at, language)
    if (literal !== undefined) {
      at = add('literal', at, literal)
    } else if (word > at) {
      at = add('word', at, word)
    } else if (language === 'php' && text.startsWith('?>', at)) {
      at = startOfPhp(text, at + 2, add)
    } else {
      const mayBeRegex = language === 'javascript' && text[at] === '/' && at >= noRegexBefore && expectsValue(tokens)
      const regex = mayBeRegex ? endOfRegex(text, at) : undefined
      // One that does not end with its line says so of every later slash of the line.
      if (mayBeRegex && regex === undefined) noRegexBefore = endOfLine(text, at)
      const arrow = match(ARROW, text, at)
      at = regex === undefined ? add('mark', at, arrow > at ? arrow : at + 1) : add('literal', at, regex)
    }
  }
  return tokens
}

/** Where the pattern's match at a place ends; the place itself where there is none. */
function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

/** What stands outside `<?php ... ?>` is printed. */
function startOfPhp(text: string, from: number, add: (kind: 'literal', from: number, to: number) => number): number {
  PHP_OPEN.lastIndex = from
  const open = PHP_OPEN.exec(text)
  const end = open?.index ?? text.length
  if (text.slice(from, end).trim() !== '') add('literal', from, end)
  return open === null ? text.length : PHP_OPEN.lastIndex
}

function endOfComment(
  text: string,
  at: number,
  language: BraceLanguage,
  startsLine: boolean,
): number | 'never' | undefined {
  const char = text[at]
  if (char === '#') {
    if (language === 'csharp' && startsLine && match(DIRECTIVE, text, at) > at) return endOfLine(text, at)
    const isComment = (language === 'php' && text[at + 1] !== '[') || (language === 'javascript' && at === 0)
    return isComment ? endOfLine(text, at) : undefined
  }
  if (char !== '/') return undefined
  if (text[at + 1] === '/') return endOfLine(text, at)
  if (text[at + 1] !== '*') return undefined
  const end = text.indexOf('*/', at + 2)
  return end < 0 ? 'never' : end + 2
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

function expectsValue(tokens: readonly Token[]): boolean {
  const last = tokens.at(-1)
  if (last === undefined) return true
  if (last.kind === 'word') return BEFORE_REGEX.has(last.text)
  return last.kind === 'mark' && last.text !== ')' && last.text !== ']' && last.text !== '}'
}
