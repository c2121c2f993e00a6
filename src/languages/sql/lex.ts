import { Unclear } from '../../snapshots/files.ts'
import { mostSqlWords, tooMany } from '../limits.ts'

/** How quotes and comments are written: MySQL has backslash escapes and `#`, and no nesting. */
export type Dialect = 'standard' | 'mysql'

export interface SqlStatement {
  /** Counts from 1. */
  readonly line: number
  /** Tokens without comments, lower case outside quotes. */
  readonly words: readonly string[]
}

const DOLLAR = /\$(?:[\p{L}_][\p{L}\p{N}_]*)?\$/uy
const ESCAPE = /(?:^|[^\p{L}\p{N}_$])e$/iu
const COMMENT_EDGE = /\/\*|\*\//g

/** What a character code is, for all that is ASCII; every other one belongs to a word. */
const BLANK = 0
const WORD = 1
const CAPITAL = 2
const MARK = 3
/** May start a comment or a quoted text. */
const START = 4
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code)
  if (/[A-Z]/.test(char)) return CAPITAL
  if (/\w/.test(char)) return WORD
  if (/\s/.test(char)) return BLANK
  return '-#/\'"`$'.includes(char) ? START : MARK
})
const [DOUBLE_QUOTE, HASH, DOLLAR_SIGN, QUOTE, STAR, DASH, SLASH, SEMICOLON, BACKSLASH, TICK] = [
  34, 35, 36, 39, 42, 45, 47, 59, 92, 96,
] as const

/** A statement takes as long as so many words. */
const STATEMENT = 4

/**
 * The statements of an SQL text, empty ones left out. One pass without going back, so time grows with the length of the
 * text alone. Throws `Unclear` with the line of a quote or comment that is never closed.
 */
export function lexSql(text: string, dialect: Dialect): readonly SqlStatement[] {
  const statements: SqlStatement[] = []
  const lineAt = lineCounter(text)
  // Nothing in here is a function of its own: variables that are shared with one would cost a third of the time.
  let words: string[] = []
  let start = 0
  let at = 0
  let left = mostSqlWords
  while (at < text.length) {
    const code = text.charCodeAt(at)
    const kind = code < 128 ? KINDS[code] : CAPITAL
    if (kind === BLANK) {
      at += 1
      continue
    }
    const from = at
    at += 1
    if (kind === MARK) {
      if (code === SEMICOLON) {
        if (words.length > 0) statements.push({ line: lineAt(start), words })
        left -= STATEMENT
        words = []
        continue
      }
    } else if (kind === START) {
      const comment = endOfComment(text, from, dialect)
      at = comment ?? endOfQuote(text, from, dialect) ?? at
      if (comment !== undefined) continue
    } else at = endOfWord(text, at)
    if (words.length === 0) start = from
    left -= 1
    if (left < 0) throw tooMany('words and marks', mostSqlWords, lineAt(from))
    words.push(kind === WORD || kind === CAPITAL ? lowerCase(text, from, at) : text.slice(from, at))
  }
  if (words.length > 0) statements.push({ line: lineAt(start), words })
  return statements
}

function endOfWord(text: string, from: number): number {
  for (let at = from; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    const kind = code < 128 ? KINDS[code] : CAPITAL
    if (kind !== WORD && kind !== CAPITAL && code !== DOLLAR_SIGN) return at
  }
  return text.length
}

/** Most words are lower case already: those need no second text. */
function lowerCase(text: string, from: number, to: number): string {
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at)
    if (code >= 128 || KINDS[code] === CAPITAL) return text.slice(from, to).toLowerCase()
  }
  return text.slice(from, to)
}

/** Undefined where no comment starts. What MySQL executes in spite of its marks is no comment. */
function endOfComment(text: string, at: number, dialect: Dialect): number | undefined {
  const mysql = dialect === 'mysql'
  switch (text.charCodeAt(at)) {
    case DASH: {
      if (text.charCodeAt(at + 1) !== DASH) return undefined
      return mysql && !/^\s?$/.test(text.charAt(at + 2)) ? undefined : endOfLine(text, at)
    }
    case HASH:
      return mysql || startsLine(text, at) ? endOfLine(text, at) : undefined
    case SLASH: {
      if (text.charCodeAt(at + 1) !== STAR || isExecutable(text, at)) return undefined
      const end = mysql ? text.indexOf('*/', at + 2) + 2 : endOfNested(text, at)
      if (end < at + 4) throw unclosed('comment', text, at)
      return end
    }
    default:
      return undefined
  }
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : end
}

/** PostgreSQL has operators that start with `#`; a whole line of MySQL's comment is told by its first character. */
function startsLine(text: string, at: number): boolean {
  let before = at - 1
  while (text[before] === ' ' || text[before] === '\t') before -= 1
  return (before < 0 || text[before] === '\n') && text[at + 1] !== '>' && text[at + 1] !== '-'
}

function isExecutable(text: string, at: number): boolean {
  return text.startsWith('/*!', at) || text.startsWith('/*M!', at)
}

function endOfNested(text: string, at: number): number {
  let depth = 0
  COMMENT_EDGE.lastIndex = at
  for (let edge = COMMENT_EDGE.exec(text); edge !== null; edge = COMMENT_EDGE.exec(text)) {
    depth += edge[0] === '/*' ? 1 : -1
    if (depth === 0) return COMMENT_EDGE.lastIndex
  }
  return -1
}

/** Where the quoted text that starts here ends; undefined where none starts. */
function endOfQuote(text: string, at: number, dialect: Dialect): number | undefined {
  const mark = text.charCodeAt(at)
  switch (mark) {
    case QUOTE:
    case DOUBLE_QUOTE:
    case TICK: {
      const escapes = dialect === 'mysql' ? mark !== TICK : mark === QUOTE && isEscapeString(text, at)
      return endOfString(text, at, text.charAt(at), escapes)
    }
    case SLASH: {
      if (!isExecutable(text, at)) return undefined
      const end = text.indexOf('*/', at)
      if (end < 0) throw unclosed('comment', text, at)
      return end + 2
    }
    case DOLLAR_SIGN: {
      DOLLAR.lastIndex = at
      const dollar = DOLLAR.exec(text)?.[0]
      if (dollar === undefined) return undefined
      const end = text.indexOf(dollar, at + dollar.length)
      if (end < 0) throw unclosed('dollar quote', text, at)
      return end + dollar.length
    }
    default:
      return undefined
  }
}

/** PostgreSQL's `E'...'`. */
function isEscapeString(text: string, at: number): boolean {
  return ESCAPE.test(text.slice(Math.max(0, at - 2), at))
}

/** A doubled mark stands for itself. */
function endOfString(text: string, start: number, mark: string, escapes: boolean): number {
  const code = mark.charCodeAt(0)
  if (escapes) {
    for (let at = start + 1; at < text.length; at += 1) {
      const here = text.charCodeAt(at)
      if (here === BACKSLASH) at += 1
      else if (here !== code) continue
      else if (text.charCodeAt(at + 1) === code) at += 1
      else return at + 1
    }
  } else {
    for (let at = text.indexOf(mark, start + 1); at >= 0; at = text.indexOf(mark, at + 2)) {
      if (text.charCodeAt(at + 1) !== code) return at + 1
    }
  }
  throw unclosed('quote', text, start)
}

function unclosed(what: string, text: string, at: number): Unclear {
  const line = lineCounter(text)(at)
  return new Unclear(`expected SQL, found a ${what} that is never closed`, line)
}

/** Line of an offset; offsets must not go down. */
function lineCounter(text: string): (offset: number) => number {
  let line = 1
  let next = text.indexOf('\n')
  return (offset) => {
    while (next >= 0 && next < offset) {
      line += 1
      next = text.indexOf('\n', next + 1)
    }
    return line
  }
}
