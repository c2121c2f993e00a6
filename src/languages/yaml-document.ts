import { LineCounter, parseDocument, type Document } from 'yaml'
import { Unclear } from '../snapshots/files.ts'
import { mostYaml } from './limits.ts'
import { indentFlows } from './yaml-flow.ts'
import { checkYaml } from './yaml-nesting.ts'

export interface YamlDocument {
  readonly document: Document.Parsed
  readonly lines: LineCounter
}

/** Tokens that may still be read: one for all documents of a file. */
export interface Budget {
  left: number
}

export function budgetOfFile(): Budget {
  return { left: mostYaml }
}

/**
 * A document as the library reads it, or would with its flows indented, and where its lines begin. Throws `Unclear` with
 * the line of an error, for what nests too deep, and for more than is read in a second.
 */
export function readDocument(text: string, version: '1.1' | '1.2', budget = budgetOfFile()): YamlDocument {
  const before = budget.left
  const read = readStrictly(text, version, budget)
  const [error] = read.document.errors
  if (!error) return read
  const isShort = budget.left >= before - budget.left
  const indented = isShort ? indentFlows(text) : undefined
  const again = indented === undefined ? undefined : readStrictly(indented, version, budget)
  if (again?.document.errors.length === 0) return again
  throw new Unclear(`expected YAML: ${error.message}`, read.lines.linePos(error.pos[0]).line)
}

function readStrictly(text: string, version: '1.1' | '1.2', budget: Budget): YamlDocument {
  budget.left -= checkYaml(text, budget.left)
  const lines = new LineCounter()
  const document = withoutTraces(() =>
    parseDocument(text, { version, lineCounter: lines, prettyErrors: false, uniqueKeys: false, logLevel: 'error' }),
  )
  return { document, lines }
}

/** The library makes an error for each thing that is wrong, of which there may be thousands; traces take most of the time. */
function withoutTraces<T>(parse: () => T): T {
  const before = Error.stackTraceLimit
  Error.stackTraceLimit = 0
  try {
    return parse()
  } finally {
    Error.stackTraceLimit = before
  }
}
