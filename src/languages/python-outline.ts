import { createHash } from 'node:crypto'
import { constantsOf, parsePython, type PyValue } from './python.ts'
import { linesOfPython, type PyLine } from './python/lines.ts'

export type { PyLine } from './python/lines.ts'

/**
 * A Python file by its lines alone: for systems with thousands of small modules, where a syntax tree of each would take
 * too long. `parsePython` tells more.
 */
export interface PyOutline {
  readonly text: string
  readonly lines: readonly PyLine[]
}

/** Throws `Unclear` with the line of a quote or bracket that is never closed. */
export function outlinePython(text: string): PyOutline {
  return { text, lines: linesOfPython(text) }
}

/** The lines of the block that a line opens. */
export function blockOf({ lines }: PyOutline, opener: PyLine): readonly PyLine[] {
  const start = lines.indexOf(opener) + 1
  let end = start
  while ((lines[end]?.depth ?? -1) > opener.depth) end += 1
  return lines.slice(start, end)
}

/** The name that a line assigns to (`name = ...`, `name: Type = ...`); undefined for any other line. */
export function assignedBy({ words }: PyLine): string | undefined {
  const [name, mark, next] = words
  if (mark === '=') return next === '=' ? undefined : name
  return mark === ':' && words.includes('=') ? name : undefined
}

/** What an assignment assigns. */
export function assignedValue({ text }: PyOutline, assignment: PyLine): PyValue {
  const { words, line } = assignment
  const start = words.indexOf('=') + 1
  const reader = { words, line, at: start, depth: 0 }
  const plain = words.length < LONGEST ? readPlain(reader) : undefined
  if (plain && reader.at === words.length) return plain
  const value = constantsOf(parsePython(text.slice(assignment.from, assignment.to))).get(words[0] ?? '')
  return value ?? { kind: 'computed', text: '', line }
}

/** What is longer is a data table: the parser has its own measures against those. */
const LONGEST = 20_000
const DEEPEST = 50
const NAME = /^[A-Za-z_]\w*$/
const INTEGER = /^[0-9]+$/

interface Reader {
  readonly words: readonly string[]
  readonly line: number
  at: number
  depth: number
}

/** Plain values, and lists, tuples and calls of them: nearly all there is. Undefined for the parser to look at. */
function readPlain(reader: Reader): PyValue | undefined {
  if (reader.depth >= DEEPEST) return undefined
  reader.depth += 1
  const value = readOne(reader)
  reader.depth -= 1
  return value
}

function readOne(reader: Reader): PyValue | undefined {
  const { words, line } = reader
  const word = words[reader.at] ?? ''
  reader.at += 1
  if (word.startsWith('"')) return { kind: 'string', value: JSON.parse(word) as string, line }
  if (word === 'None') return { kind: 'none', line }
  if (word === '[' || word === '(') return readItems(reader, word === '[' ? ']' : ')')
  if (word === 'True' || word === 'False') return { kind: 'boolean', value: word === 'True', line }
  if (INTEGER.test(word)) return { kind: 'number', value: Number(word), text: word, line }
  if (!NAME.test(word)) return undefined
  let name = word
  while (words[reader.at] === '.' && NAME.test(words[reader.at + 1] ?? '')) {
    name += `.${words[reader.at + 1] ?? ''}`
    reader.at += 2
  }
  return words[reader.at] === '(' ? readCall(reader, name) : { kind: 'name', name, line }
}

function readCall(reader: Reader, callee: string): PyValue | undefined {
  const { words, line } = reader
  const args: PyValue[] = []
  const keywords = new Map<string, PyValue>()
  reader.at += 1
  while (words[reader.at] !== ')') {
    const keyword = words[reader.at + 1] === '=' ? words[reader.at] : undefined
    if (keyword !== undefined) reader.at += 2
    const value = readPlain(reader)
    if (!value) return undefined
    if (keyword === undefined) args.push(value)
    else keywords.set(keyword, value)
    if (words[reader.at] === ',') reader.at += 1
    else if (words[reader.at] !== ')') return undefined
  }
  reader.at += 1
  // What is done with the result (`.x`, `[0]`) is for the parser.
  return /^[.[(]$/.test(words[reader.at] ?? '') ? undefined : { kind: 'call', callee, args, keywords, line }
}

function readItems(reader: Reader, closer: string): PyValue | undefined {
  const { words, line } = reader
  const items: PyValue[] = []
  let commas = 0
  while (words[reader.at] !== closer) {
    const item = readPlain(reader)
    if (!item) return undefined
    items.push(item)
    if (words[reader.at] === ',') {
      commas += 1
      reader.at += 1
    } else if (words[reader.at] !== closer) return undefined
  }
  reader.at += 1
  const [only] = items
  // Parentheses around one thing make no tuple.
  if (closer === ')' && items.length === 1 && commas === 0 && only) return only
  return { kind: closer === ']' ? 'list' : 'tuple', items, line }
}

/** A line that does nothing: `return`, `return None`. Docstrings and `pass` are no lines. */
export function isIdle({ words }: PyLine): boolean {
  return words[0] === 'return' && (words.length === 1 || words[1] === 'None')
}

/** The imports first and sorted, since their order means nothing, without those of `__future__`; then the other lines. */
export function importsSorted(lines: readonly PyLine[]): readonly PyLine[] {
  const imports = lines.filter((line) => isImport(line) && line.words[1] !== '__future__')
  const key = ({ words }: PyLine): string => words.join(' ')
  imports.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
  return [...imports, ...lines.filter((line) => !isImport(line))]
}

function isImport({ depth, words }: PyLine): boolean {
  return depth === 0 && (words[0] === 'import' || words[0] === 'from')
}

/** Digest of the meaning of some lines: comments, blank lines, indentation style, quotes and line breaks do not count. */
export function digestOfLines(lines: readonly PyLine[]): string {
  const hash = createHash('sha1')
  const base = lines[0]?.depth ?? 0
  for (const { depth, words } of lines) hash.update(`${String(depth - base)}\0${words.join('\0')}\n`)
  return hash.digest('hex')
}
