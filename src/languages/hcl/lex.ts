import { Unclear } from '../../snapshots/files.ts'
import { mostTokens, tooMany } from '../limits.ts'

export interface Token {
  /** `text` is a string or heredoc; where something is filled in (`${...}`), its `value` is undefined. */
  readonly kind: 'word' | 'number' | 'text' | 'mark' | 'newline' | 'end'
  /** As written; of a text nothing. */
  readonly text: string
  readonly value?: string | undefined
  readonly line: number
}

const BLANK = /[ \t\r]+|(?:#|\/\/)[^\n]*|\/\*[^]*?\*\//y
const WORD = /[\p{L}_][\p{L}\p{N}_-]*/uy
const NUMBER = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const MARK = /\.\.\.|[=!<>]=|&&|\|\||=>|[^\s]/uy
const HEREDOC = /<<(-?)([\p{L}_][\p{L}\p{N}_-]*)[ \t]*\r?\n/uy
const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([^]))|\$\$\{|%%\{/g
const ESCAPED: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' }
const DEEPEST = 100

/** The tokens of a file, the last of kind `end`. Throws `Unclear` with the line of what is never closed. */
export function lexHcl(text: string): readonly Token[] {
  const tokens: Token[] = []
  const count = lineCounter(text)
  let at = text.startsWith('\uFEFF') ? 1 : 0
  while (at < text.length) {
    const blank = end(BLANK, text, at)
    if (blank > at) {
      at = blank
      continue
    }
    if (text.startsWith('/*', at)) throw new Unclear('expected the end of a comment, found none', count(at))
    const line = count(at)
    if (tokens.length >= mostTokens) throw tooMany('words and marks', mostTokens, line)
    const char = text[at]
    if (char === '\n') {
      tokens.push({ kind: 'newline', text: char, line })
      at += 1
    } else if (char === '"') {
      const close = endOfQuoted(text, at, count)
      tokens.push({ kind: 'text', text: '', value: unescaped(text.slice(at + 1, close - 1)), line })
      at = close
    } else {
      const heredoc = char === '<' ? heredocAt(text, at, count) : undefined
      const word = heredoc ? at : end(WORD, text, at)
      const number = heredoc || word > at ? at : end(NUMBER, text, at)
      if (heredoc) {
        tokens.push({ kind: 'text', text: '', value: heredoc.value, line })
        at = heredoc.end
      } else if (word > at) {
        tokens.push({ kind: 'word', text: text.slice(at, word), line })
        at = word
      } else if (number > at) {
        tokens.push({ kind: 'number', text: text.slice(at, number), line })
        at = number
      } else {
        const mark = Math.max(end(MARK, text, at), at + 1)
        tokens.push({ kind: 'mark', text: text.slice(at, mark), line })
        at = mark
      }
    }
  }
  tokens.push({ kind: 'end', text: '', line: count(text.length) })
  return tokens
}

/** Where the pattern's match at a place ends; the place itself where there is none. */
function end(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.test(text) ? pattern.lastIndex : at
}

/** Lines of offsets that only grow. */
function lineCounter(text: string): (offset: number) => number {
  let line = 1
  let newline = text.indexOf('\n')
  return (offset) => {
    for (; newline >= 0 && newline < offset; newline = text.indexOf('\n', newline + 1)) line += 1
    return line
  }
}

/** Past the closing quote. What is filled in may hold strings of its own: `"a ${f("}")} b"`. */
function endOfQuoted(text: string, start: number, line: (offset: number) => number): number {
  // Open strings and, in them, open braces of what is filled in.
  const open: ('"' | '{')[] = ['"']
  let at = start + 1
  while (at < text.length && open.length <= DEEPEST) {
    const char = text.charAt(at)
    const inText = open.at(-1) === '"'
    if (inText && char === '\n') break
    if (inText && char === '\\') at += 2
    else if (inText && (text.startsWith('$${', at) || text.startsWith('%%{', at))) at += 3
    else if (inText && (text.startsWith('${', at) || text.startsWith('%{', at))) {
      open.push('{')
      at += 2
    } else {
      if (char === '"' && inText) open.pop()
      else if (char === '"') open.push('"')
      else if (char === '{' && !inText) open.push('{')
      else if (char === '}' && !inText) open.pop()
      at += 1
      if (open.length === 0) return at
    }
  }
  throw new Unclear('expected the end of a string, found none', line(start))
}

function heredocAt(
  text: string,
  at: number,
  line: (offset: number) => number,
): { readonly value: string | undefined; readonly end: number } | undefined {
  HEREDOC.lastIndex = at
  const opening = HEREDOC.exec(text)
  if (!opening) return undefined
  const [all, dash = '', name = ''] = opening
  const lines: string[] = []
  for (let from = at + all.length; from < text.length;) {
    const newline = text.indexOf('\n', from)
    const to = newline < 0 ? text.length : newline
    const content = text.slice(from, to).replace(/\r$/, '')
    if (content.trim() === name) return { value: heredocValue(lines, dash === '-'), end: to }
    lines.push(content)
    from = to + 1
  }
  throw new Unclear(`expected ${name} at the end of a text, found none`, line(at))
}

function heredocValue(lines: readonly string[], indented: boolean): string | undefined {
  const indents = lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length)
  const indent = indented && indents.length > 0 ? indents.reduce((a, b) => Math.min(a, b)) : 0
  const value = lines.map((line) => `${line.slice(indent)}\n`).join('')
  return isTemplate(value) ? undefined : value.replace(/([$%])\1\{/g, '$1{')
}

/** The value of a quoted text; undefined where something is filled in. */
function unescaped(content: string): string | undefined {
  if (isTemplate(content)) return undefined
  return content.replace(ESCAPE, (all: string, four?: string, eight?: string, one?: string) => {
    if (one !== undefined) return ESCAPED[one] ?? one
    const code = four ?? eight
    if (code === undefined) return all.slice(1)
    const point = parseInt(code, 16)
    return point <= 0x10ffff ? String.fromCodePoint(point) : all
  })
}

function isTemplate(content: string): boolean {
  return /[$%]\{/.test(content.replace(/\$\$\{|%%\{/g, ' '))
}
