import { Unclear } from '../../snapshots/files.ts'

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
/** What a quoted text must be looked through for: without and with backslash escapes. */
const STOPS = { "'": [/'/g, /['\\]/g], '"': [/"/g, /["\\]/g], '`': [/`/g, /`/g] } as const
const COMMENT_EDGE = /\/\*|\*\//g

/** What a character code is, for all that is ASCII; every other one belongs to a word. */
const KINDS = Array.from({ length: 128 }, (_, code): 'blank' | 'word' | 'mark' => {
  const char = String.fromCharCode(code)
  if (/\w/.test(char)) return 'word'
  return /\s/.test(char) ? 'blank' : 'mark'
})

/**
 * The statements of an SQL text, empty ones left out. One pass without going back, so time grows with the length of the
 * text alone. Throws `Unclear` with the line of a quote or comment that is never closed.
 */
export function lexSql(text: string, dialect: Dialect): readonly SqlStatement[] {
  const statements: SqlStatement[] = []
  const lineAt = lineCounter(text)
  let words: string[] = []
  let start = 0
  const add = (from: number, word: string): void => {
    if (words.length === 0) start = from
    words.push(word)
  }
  const close = (): void => {
    if (words.length > 0) statements.push({ line: lineAt(start), words })
    words = []
  }
  let at = 0
  while (at < text.length) {
    const kind = kindAt(text, at)
    if (kind === 'blank') {
      at += 1
    } else if (kind === 'word') {
      const end = endOfWord(text, at)
      add(at, text.slice(at, end).toLowerCase())
      at = end
    } else if (text[at] === ';') {
      close()
      at += 1
    } else {
      const comment = endOfComment(text, at, dialect)
      const end = comment ?? endOfQuote(text, at, dialect) ?? at + 1
      if (comment === undefined) add(at, text.slice(at, end))
      at = end
    }
  }
  close()
  return statements
}

function kindAt(text: string, at: number): 'blank' | 'word' | 'mark' {
  return KINDS[text.charCodeAt(at)] ?? 'word'
}

function endOfWord(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && (kindAt(text, at) === 'word' || text[at] === '$')) at += 1
  return at
}

/** Undefined where no comment starts. What MySQL executes in spite of its marks is no comment. */
function endOfComment(text: string, at: number, dialect: Dialect): number | undefined {
  const mysql = dialect === 'mysql'
  if (text.startsWith('--', at) && (!mysql || /^\s?$/.test(text.charAt(at + 2)))) return endOfLine(text, at)
  if (text[at] === '#' && (mysql || startsLine(text, at))) return endOfLine(text, at)
  if (!text.startsWith('/*', at) || isExecutable(text, at)) return undefined
  const end = mysql ? text.indexOf('*/', at + 2) + 2 : endOfNested(text, at)
  if (end < at + 4) throw unclosed('comment', text, at)
  return end
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
  const mark = text[at]
  if (mark === "'" || mark === '"' || mark === '`') {
    const escapes = dialect === 'mysql' ? mark !== '`' : mark === "'" && isEscapeString(text, at)
    return endOfString(text, at, mark, escapes)
  }
  if (isExecutable(text, at)) {
    const end = text.indexOf('*/', at)
    if (end < 0) throw unclosed('comment', text, at)
    return end + 2
  }
  DOLLAR.lastIndex = at
  const dollar = mark === '$' ? DOLLAR.exec(text)?.[0] : undefined
  if (dollar === undefined) return undefined
  const end = text.indexOf(dollar, at + dollar.length)
  if (end < 0) throw unclosed('dollar quote', text, at)
  return end + dollar.length
}

/** PostgreSQL's `E'...'`. */
function isEscapeString(text: string, at: number): boolean {
  return ESCAPE.test(text.slice(Math.max(0, at - 2), at))
}

/** A doubled mark stands for itself. */
function endOfString(text: string, at: number, mark: keyof typeof STOPS, escapes: boolean): number {
  const stops = STOPS[mark][escapes ? 1 : 0]
  stops.lastIndex = at + 1
  for (let stop = stops.exec(text); stop !== null; stop = stops.exec(text)) {
    if (stop[0] !== '\\' && text[stop.index + 1] !== mark) return stop.index + 1
    stops.lastIndex = stop.index + 2
  }
  throw unclosed('quote', text, at)
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
