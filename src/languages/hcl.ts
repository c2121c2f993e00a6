/** HCL, HashiCorp's configuration language, as data - https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md */
import { Unclear } from '../snapshots/files.ts'
import {
  CLOSERS,
  endsExpression,
  expected,
  isFor,
  isMark,
  next,
  peek,
  skipNewlines,
  skipPast,
  type Reader,
} from './hcl/cursor.ts'
import { lexHcl, type Token } from './hcl/lex.ts'

export interface HclBody {
  /** Of attributes with one name the last. */
  readonly attributes: ReadonlyMap<string, HclAttribute>
  readonly blocks: readonly HclBlock[]
}

export interface HclAttribute {
  readonly value: HclValue
  readonly line: number
}

export interface HclBlock {
  readonly type: string
  readonly labels: readonly string[]
  readonly body: HclBody
  readonly line: number
}

export type HclValue =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  | { readonly kind: 'list'; readonly items: readonly HclValue[] }
  | { readonly kind: 'object'; readonly entries: readonly HclEntry[] }
  /** `list(string)`, a call of a function or a type. */
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly HclValue[] }
  /** A name, with dots: `string`, `var.region`. */
  | { readonly kind: 'name'; readonly name: string }
  /** What only evaluation could tell. */
  | { readonly kind: 'computed' }

export interface HclEntry {
  readonly key: string
  readonly value: HclValue
  readonly line: number
}

const COMPUTED: HclValue = { kind: 'computed' }
/** Nobody nests deeper by hand; a limit keeps hostile files off the stack. */
const DEEPEST = 100

/**
 * The attributes and blocks of a file. Expressions are read as far as they are literals, names, calls and collections of
 * those. Throws `Unclear` with the line of a syntax error.
 */
export function parseHcl(text: string): HclBody {
  return readBody({ tokens: lexHcl(text), at: 0 }, 0)
}

function readBody(reader: Reader, depth: number): HclBody {
  const attributes = new Map<string, HclAttribute>()
  const blocks: HclBlock[] = []
  for (;;) {
    skipNewlines(reader)
    const token = next(reader)
    if (token.kind === 'end' && depth === 0) break
    if (token.text === '}' && token.kind === 'mark' && depth > 0) break
    if (token.kind !== 'word') throw expected('an attribute or a block', token)
    if (isMark(peek(reader), '=')) {
      reader.at += 1
      attributes.set(token.text, { value: readExpression(reader, depth, true), line: token.line })
      const after = peek(reader)
      if (after.kind !== 'newline' && after.kind !== 'end' && !isMark(after, '}')) throw expected('a new line', after)
    } else blocks.push(readBlock(token, reader, depth))
  }
  return { attributes, blocks }
}

function readBlock(type: Token, reader: Reader, depth: number): HclBlock {
  if (depth >= DEEPEST) throw new Unclear(`expected blocks nested at most ${DEEPEST} deep, found more`, type.line)
  const labels: string[] = []
  let token = next(reader)
  for (; token.kind === 'word' || token.kind === 'text'; token = next(reader)) {
    labels.push(token.kind === 'text' ? (token.value ?? '') : token.text)
  }
  if (!isMark(token, '{')) throw expected(`"=" or "{" after ${type.text}`, token)
  return { type: type.text, labels, body: readBody(reader, depth + 1), line: type.line }
}

/** `lines`: whether a new line ends the expression, as it does outside of parentheses and brackets. */
function readExpression(reader: Reader, depth: number, lines: boolean): HclValue {
  if (!lines) skipNewlines(reader)
  if (depth >= DEEPEST) throw new Unclear('expected an expression, found it nested too deep to read', peek(reader).line)
  const value = readTerm(reader, depth)
  if (!lines) skipNewlines(reader)
  if (endsExpression(peek(reader))) return value
  skipRest(reader, lines)
  return COMPUTED
}

function readTerm(reader: Reader, depth: number): HclValue {
  const token = next(reader)
  switch (token.kind) {
    case 'text':
      return token.value === undefined ? COMPUTED : { kind: 'literal', value: token.value }
    case 'number':
      return { kind: 'literal', value: Number(token.text) }
    case 'word':
      return readName(token, reader, depth)
    case 'mark':
      break
    default:
      throw expected('an expression', token)
  }
  if (token.text === '-' && peek(reader).kind === 'number')
    return { kind: 'literal', value: -Number(next(reader).text) }
  if (token.text === '[') {
    const items = readItems(reader, depth, ']')
    return items ? { kind: 'list', items } : COMPUTED
  }
  if (token.text === '(') {
    const items = readItems(reader, depth, ')')
    return items?.[0] ?? COMPUTED
  }
  if (token.text === '{') return readObject(reader, depth)
  if (endsExpression(token)) throw expected('an expression', token)
  reader.at -= 1
  skipRest(reader, true)
  return COMPUTED
}

function readName(token: Token, reader: Reader, depth: number): HclValue {
  if (token.text === 'true' || token.text === 'false') return { kind: 'literal', value: token.text === 'true' }
  if (token.text === 'null') return { kind: 'literal', value: null }
  let name = token.text
  while (isMark(peek(reader), '.') && reader.tokens[reader.at + 1]?.kind === 'word') {
    reader.at += 1
    name += `.${next(reader).text}`
  }
  if (!isMark(peek(reader), '(')) return { kind: 'name', name }
  reader.at += 1
  const args = readItems(reader, depth, ')')
  return args ? { kind: 'call', name, args } : COMPUTED
}

/** Up to the closing mark; undefined for a `for` expression or a spread. */
function readItems(reader: Reader, depth: number, close: string): readonly HclValue[] | undefined {
  const opening = reader.tokens[reader.at - 1]!
  const items: HclValue[] = []
  skipNewlines(reader)
  if (isFor(peek(reader))) {
    skipPast(reader, opening)
    return undefined
  }
  while (!isMark(peek(reader), close)) {
    items.push(readExpression(reader, depth + 1, false))
    if (isMark(peek(reader), ',')) reader.at += 1
    else if (isMark(peek(reader), '...')) {
      skipPast(reader, opening)
      return undefined
    } else if (!isMark(peek(reader), close))
      throw expected(`"${close}" for the "${opening.text}" in line ${opening.line}`, peek(reader))
    skipNewlines(reader)
  }
  reader.at += 1
  return items
}

function readObject(reader: Reader, depth: number): HclValue {
  const opening = reader.tokens[reader.at - 1]!
  const entries: HclEntry[] = []
  skipNewlines(reader)
  if (isFor(peek(reader))) {
    skipPast(reader, opening)
    return COMPUTED
  }
  while (!isMark(peek(reader), '}')) {
    const token = next(reader)
    const key = token.kind === 'text' ? token.value : token.kind === 'mark' ? undefined : token.text
    const separator = next(reader)
    // A key that is an expression: `(var.name) = 1`.
    if (key === undefined || !(isMark(separator, '=') || isMark(separator, ':'))) {
      if (token.kind === 'end') throw expected(`"}" for the "{" in line ${opening.line}`, token)
      reader.at -= 2
      skipPast(reader, opening)
      return COMPUTED
    }
    skipNewlines(reader)
    entries.push({ key, value: readExpression(reader, depth + 1, true), line: token.line })
    if (isMark(peek(reader), ',')) reader.at += 1
    else if (peek(reader).kind !== 'newline' && !isMark(peek(reader), '}'))
      throw expected(`"}" for the "{" in line ${opening.line}`, peek(reader))
    skipNewlines(reader)
  }
  reader.at += 1
  return { kind: 'object', entries }
}

/** Leaves out the rest of an expression that is more than one term. */
function skipRest(reader: Reader, lines: boolean): void {
  for (let token = peek(reader); ; token = peek(reader)) {
    if (token.kind === 'end' || (token.kind === 'newline' && lines)) return
    if (endsExpression(token) && token.kind === 'mark') return
    reader.at += 1
    if (token.kind === 'mark' && Object.hasOwn(CLOSERS, token.text)) skipPast(reader, token)
  }
}
