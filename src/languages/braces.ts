import { createHash } from 'node:crypto'
import { lexBraces, type Token } from './braces/lex.ts'
import type { BraceLanguage } from './braces/literals.ts'

export type { Token } from './braces/lex.ts'
export type { BraceLanguage } from './braces/literals.ts'

/** A program as far as a digest and the outline of a migration need it. */
export interface Program {
  readonly tokens: readonly Token[]
  readonly language: BraceLanguage
  /** Position of the closing mark for each opening one. */
  readonly closing: ReadonlyMap<number, number>
}

const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }
const CLOSING = /^[)\]}]$/
/** Between a function's name or parameters and its body: `async function`, a return type. */
const HEAD = /^(?:[\w$.:=*?|<>,&\\]|=>|->|::)+$/
const HEIR = /^(?:extends|implements)$/
const LONGEST_HEAD = 40
const INERT =
  /^(?:(?:return|await) )*(?:Promise \. resolve \( (?:null |undefined |true )?\) |(?:callback|cb|done) \( (?:null )?\) |Task \. CompletedTask |null |nil |undefined |true |void 0 )?$/

/** What is not understood counts as it is written. Throws `Unclear` only where there is too much of everything. */
export function readProgram(text: string, language: BraceLanguage): Program {
  const tokens = lexBraces(text, language)
  return { tokens, language, closing: pairs(tokens) }
}

/** Comments and formatting do not count, nor do the names in `own`: a class that is named after the migration's id. */
export function digestOf({ tokens, language }: Program, own: readonly string[] = []): string {
  const words = language === 'javascript' ? formatted(tokens) : tokens.map((token) => token.text)
  const names = new Set(own)
  const meaning = names.size === 0 ? words : words.map((word) => (names.has(word) ? '' : word))
  return createHash('sha1').update(meaning.join('\0')).digest('hex')
}

/** The name of the first class that has one: `new class extends A` has none. */
export function classNameOf({ tokens }: Program): string | undefined {
  return tokens.find(
    ({ kind, text }, n) =>
      kind === 'word' && tokens[n - 1]?.text === 'class' && tokens[n - 1]?.kind === 'word' && !HEIR.test(text),
  )?.text
}

export function hasWord(program: Program, pattern: RegExp): boolean {
  return program.tokens.some(({ kind, text }) => kind === 'word' && pattern.test(text))
}

/**
 * The first function or method of a name with its body, however it is written: `up() {}`, `up: function () {}`,
 * `exports.up = async knex => ...`, `func up(...) error {}`. Undefined where there is none.
 */
export function bodyOf(program: Program, name: string): readonly Token[] | undefined {
  const { tokens } = program
  for (const [at, token] of tokens.entries()) {
    if (token.text !== name || token.kind !== 'word') continue
    // Of what is called on something only what a module exports is meant.
    if (tokens[at - 1]?.text === '.' && tokens[at - 2]?.text !== 'exports') continue
    const body = bodyAfter(program, at + 1)
    if (body !== undefined) return body
  }
  return undefined
}

/** Does nothing but return: no statement, `return`, `return null`, `return Promise.resolve()`, `callback()`. */
export function isInert(body: readonly Token[]): boolean {
  const text = body.filter((token) => token.text !== ';').map((token) => `${token.text} `)
  return text.length <= 8 && INERT.test(text.join(''))
}

function bodyAfter({ tokens, closing }: Program, start: number): readonly Token[] | undefined {
  let at = start
  let parameters = false
  for (let steps = 0; steps < LONGEST_HEAD; steps += 1) {
    const token = tokens[at]
    if (token === undefined) return undefined
    if (token.text === '(') {
      if (parameters) return undefined
      parameters = true
      at = (closing.get(at) ?? tokens.length) + 1
    } else if (token.text === '{') {
      return tokens.slice(at + 1, closing.get(at) ?? tokens.length)
    } else if (token.text === '=>' && tokens[at + 1]?.text !== '{') {
      return expressionAt(tokens, at + 1)
    } else if (token.kind !== 'literal' && HEAD.test(token.text)) {
      if (token.text === ',' && !parameters) return undefined
      at += 1
    } else {
      return undefined
    }
  }
  return undefined
}

/** `=> expression`, to what cannot belong to it. */
function expressionAt(tokens: readonly Token[], start: number): readonly Token[] {
  let depth = 0
  let at = start
  for (; at < tokens.length; at += 1) {
    const text = tokens[at]?.text ?? ''
    if (depth === 0 && (CLOSING.test(text) || text === ',' || text === ';')) break
    if (Object.hasOwn(CLOSERS, text)) depth += 1
    else if (CLOSING.test(text)) depth -= 1
  }
  return tokens.slice(start, at)
}

function pairs(tokens: readonly Token[]): ReadonlyMap<number, number> {
  const closing = new Map<number, number>()
  const open: number[] = []
  for (const [at, { kind, text }] of tokens.entries()) {
    if (kind !== 'mark') continue
    if (Object.hasOwn(CLOSERS, text)) open.push(at)
    else if (CLOSING.test(text)) {
      const start = open.pop()
      if (start !== undefined) closing.set(start, at)
    }
  }
  return closing
}

/** What formatters of JavaScript change without a change of meaning: semicolons, trailing commas, the kind of quotes. */
function formatted(tokens: readonly Token[]): readonly string[] {
  return tokens.flatMap(({ kind, text }, at) => {
    if (text === ';') return []
    if (text === ',' && CLOSING.test(tokens[at + 1]?.text ?? '')) return []
    return kind === 'literal' && /^'[^'"\\]*'$/.test(text) ? `"${text.slice(1, -1)}"` : text
  })
}
