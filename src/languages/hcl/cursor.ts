import { Unclear } from '../../snapshots/files.ts'
import type { Token } from './lex.ts'

/** Where in the tokens of a file one is. */
export interface Reader {
  readonly tokens: readonly Token[]
  at: number
}

export const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

export function peek({ tokens, at }: Reader): Token {
  return tokens[at] ?? tokens.at(-1)!
}

export function next(reader: Reader): Token {
  const token = peek(reader)
  reader.at += 1
  return token
}

export function isMark(token: Token, text: string): boolean {
  return token.kind === 'mark' && token.text === text
}

export function isFor(token: Token): boolean {
  return token.kind === 'word' && token.text === 'for'
}

export function skipNewlines(reader: Reader): void {
  while (peek(reader).kind === 'newline') reader.at += 1
}

export function endsExpression(token: Token): boolean {
  return (
    token.kind === 'newline' ||
    token.kind === 'end' ||
    (token.kind === 'mark' && /^(?:[)\]},]|\.\.\.)$/.test(token.text))
  )
}

/** Past what closes an opening mark. */
export function skipPast(reader: Reader, opening: Token): void {
  const open = [opening]
  while (open.length > 0) {
    const token = next(reader)
    if (token.kind === 'end')
      throw expected(`"${CLOSERS[opening.text] ?? ''}" for the "${opening.text}" in line ${opening.line}`, token)
    if (token.kind !== 'mark') continue
    if (Object.hasOwn(CLOSERS, token.text)) open.push(token)
    else if (/^[)\]}]$/.test(token.text)) open.pop()
  }
}

export function expected(what: string, token: Token): Unclear {
  const found =
    token.kind === 'end' ? 'the end of the file' : token.kind === 'newline' ? 'a new line' : token.text || 'a text'
  return new Unclear(`expected ${what}, found ${found}`, token.line)
}
