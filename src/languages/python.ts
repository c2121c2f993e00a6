import type { Tree } from '@lezer/common'
import { parser } from '@lezer/python'
import { Unclear } from '../snapshots/files.ts'
import { mostBrokenPython, mostPython, tooMany } from './limits.ts'
import { digester } from './python/digest.ts'
import type { PyCall, PyModule, PyStatement, PyValue } from './python/model.ts'
import { lineCounter } from './python/source.ts'
import { readBody } from './python/statements.ts'

export type * from './python/model.ts'
export { chunksOf, listingOf, type PyChunk } from './python/chunks.ts'
export { functionResult, type PyResult } from './python/result.ts'

const strict = parser.configure({ strict: true })

/**
 * A Python file as data: imports, assignments, classes, functions with their decorators, calls, and a digest of the
 * meaning of each function and class that ignores comments, blank lines, formatting and docstrings. Python 2 is read
 * too (`print "x"`, `except X, e`).
 *
 * What is no Python is listed in `errors`, and whoever reads the module decides whether it matters. Throws `Unclear`
 * for a binary file, for an error in a file too large to read past it, and for what takes the parser too long.
 */
export function parsePython(text: string): PyModule {
  const { tree, source, lines } = treeOf(text)
  const { digest, errors } = digester(tree, source)
  errors.sort((a, b) => a - b)
  const body = readBody(tree.topNode, { text: source, line: lines.at, digest, errors })
  return { body, errors: [...new Set(errors.map(lines.at))], lines: lines.count, digest: digest(0, source.length) }
}

/** The statements alone, for readers that want neither digests (they are empty) nor errors. Throws as `parsePython` does. */
export function parseStatements(text: string): readonly PyStatement[] {
  const { tree, source, lines } = treeOf(text)
  return readBody(tree.topNode, { text: source, line: lines.at, digest: () => '', errors: [] })
}

function treeOf(text: string): { tree: Tree; source: string; lines: ReturnType<typeof lineCounter> } {
  // A byte order mark is no Python; blanked and not cut, so that offsets stay.
  const source = text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text
  const lines = lineCounter(source)
  const zero = source.indexOf('\0')
  if (zero >= 0) throw new Unclear('expected Python, found a binary file (a zero byte)', lines.at(zero))
  const isLarge = source.length > mostBrokenPython && sizeOf(source, lines.at) > mostBrokenPython
  return { tree: isLarge ? parseLarge(source, lines.at) : parser.parse(source), source, lines }
}

const WORD_OR_MARK = /[\w\u0080-\uFFFF]+|["']+|[^\s\w]|\n/g

/**
 * How many words and marks there are, about: lines end statements, so they count as well, and texts and comments count by
 * their words. Throws `Unclear` for more than the parser reads in a second.
 */
function sizeOf(source: string, lineAt: (offset: number) => number): number {
  let size = 0
  WORD_OR_MARK.lastIndex = 0
  for (; WORD_OR_MARK.test(source); size += 1) {
    if (size === mostPython) throw tooMany('words and marks', mostPython, lineAt(WORD_OR_MARK.lastIndex - 1))
  }
  return size
}

function parseLarge(source: string, lineAt: (offset: number) => number): Tree {
  try {
    return strict.parse(source)
  } catch (error) {
    const at = error instanceof SyntaxError ? / at (\d+)$/.exec(error.message)?.[1] : undefined
    if (at === undefined) throw error
    throw new Unclear('expected Python, found a syntax error in a very large file', lineAt(Number(at)))
  }
}

/** The same for readers that cannot work with half a file; throws `Unclear` with the line of the first error. */
export function parsePythonStrictly(text: string): PyModule {
  const module = parsePython(text)
  const [line] = module.errors
  if (line !== undefined) throw new Unclear('expected Python, found a syntax error', line)
  return module
}

/** Every statement of a body and of the blocks, classes and functions in it, in the order of the text. */
export function* everyStatement(body: readonly PyStatement[]): Generator<PyStatement> {
  for (const statement of body) {
    yield statement
    if ('body' in statement) yield* everyStatement(statement.body)
  }
}

/**
 * Names of a module and the value each stands for, attributes of its classes as `Class.name`. A name that is assigned
 * more than once or only under a condition is left out: nobody can tell its value without running the module.
 */
export function constantsOf(module: Pick<PyModule, 'body'>): Map<string, PyValue> {
  const constants = new Map<string, PyValue>()
  const doubtful = new Set<string>()
  function collect(body: readonly PyStatement[], prefix: string, certain: boolean): void {
    for (const statement of body) {
      if (statement.kind === 'block') collect(statement.body, prefix, false)
      if (statement.kind === 'class') collect(statement.body, `${prefix}${statement.name}.`, certain)
      if (statement.kind !== 'assign') continue
      for (const name of statement.targets.map((target) => prefix + target)) {
        if (constants.has(name) || !certain) doubtful.add(name)
        constants.set(name, statement.value)
      }
    }
  }
  collect(module.body, '', true)
  for (const name of doubtful) constants.delete(name)
  return constants
}

/** Every call in a value: itself, what it is made of, its arguments. */
export function* callsIn(value: PyValue): Generator<PyCall> {
  switch (value.kind) {
    case 'call':
      yield value
      if (value.of) yield* callsIn(value.of)
      for (const argument of value.args) yield* callsIn(argument)
      for (const argument of value.keywords.values()) yield* callsIn(argument)
      return
    case 'list':
    case 'tuple':
    case 'set':
      for (const item of value.items) yield* callsIn(item)
      return
    case 'dict':
      for (const entry of value.entries) yield* callsIn(entry.value)
      return
    default:
  }
}
