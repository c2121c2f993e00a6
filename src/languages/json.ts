import { pointerToken } from './pointer.ts'
import { Unclear } from '../snapshots/files.ts'
import { measureJson } from './json-measure.ts'

export interface Json {
  readonly value: unknown
  /** Line of each member and item by JSON pointer ('' is the whole); of members with one name the last, as JSON reads them. */
  readonly lines: ReadonlyMap<string, number>
}

/** What a scan needs to know of an object or array that is open. */
interface Open {
  readonly pointer: string
  /** Index of the next item; undefined in an object. */
  index: number | undefined
  /** A name in an object that has no value yet. */
  name: string | undefined
}

/** JSON with the line of everything in it. Throws `Unclear` with the line of a syntax error, and for far too much. */
export function parseJson(text: string): Json {
  const source = text.startsWith('\uFEFF') ? text.slice(1) : text
  const value = valueOf(source)
  measureJson(source)
  return { value, lines: linesOf(source) }
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof RangeError) throw new Unclear('expected JSON, found it nested too deep to read')
    if (!(error instanceof SyntaxError)) throw error
    const at = /position (\d+)/.exec(error.message)?.[1]
    const line = lineAt(text, at === undefined ? text.length : Number(at))
    throw new Unclear(`expected JSON: ${error.message.replace(/\s+/g, ' ').slice(0, 120)}`, line)
  }
}

function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length
}

/** One pass over text that is known to be JSON. */
function linesOf(text: string): Map<string, number> {
  const lines = new Map<string, number>()
  const open: Open[] = []
  let line = 1
  let at = 0
  while (at < text.length) {
    const char = text.charAt(at)
    const end = endOfToken(text, at)
    if (char === '\n') line += 1
    else if (char === '}' || char === ']') open.pop()
    else if (char === ',') nextItem(open.at(-1))
    else if (!BETWEEN.has(char)) take(text.slice(at, end), line, open, lines)
    at = end
  }
  return lines
}

const BETWEEN: ReadonlySet<string> = new Set([' ', '\t', '\r', ':'])

function endOfToken(text: string, from: number): number {
  let at = from + 1
  if (text.charAt(from) === '"') {
    while (text.charAt(at) !== '"') at += text.charAt(at) === '\\' ? 2 : 1
    return at + 1
  }
  if (WORD.test(text.charAt(from))) while (WORD.test(text.charAt(at))) at += 1
  return at
}

/** Numbers and `true`, `false`, `null`. */
const WORD = /[\w.+-]/

function nextItem(inner: Open | undefined): void {
  if (inner?.index !== undefined) inner.index += 1
}

/** A name, a scalar, or the beginning of an object or array. */
function take(token: string, line: number, open: Open[], lines: Map<string, number>): void {
  const inner = open.at(-1)
  if (inner && inner.index === undefined && inner.name === undefined) {
    inner.name = `${inner.pointer}/${pointerToken(JSON.parse(token) as string)}`
    lines.set(inner.name, line)
    return
  }
  const pointer = inner ? (inner.name ?? `${inner.pointer}/${inner.index ?? 0}`) : ''
  if (inner?.name === undefined) lines.set(pointer, line)
  else inner.name = undefined
  if (token === '{' || token === '[') open.push({ pointer, index: token === '[' ? 0 : undefined, name: undefined })
}
