import { LineCounter, parseDocument, type Document } from 'yaml'
import { Unclear } from '../snapshots/files.ts'
import { mostYaml } from './limits.ts'
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
 * A document as the library reads it, and where its lines begin. Throws `Unclear` with the line of an error, for what
 * nests too deep, and for more than is read in a second.
 */
export function readDocument(text: string, version: '1.1' | '1.2', budget = budgetOfFile()): YamlDocument {
  budget.left -= checkYaml(text, budget.left)
  const lines = new LineCounter()
  const document = withoutTraces(() =>
    parseDocument(text, { version, lineCounter: lines, prettyErrors: false, uniqueKeys: false, logLevel: 'error' }),
  )
  const [error] = document.errors
  if (error) throw new Unclear(`expected YAML: ${error.message}`, lines.linePos(error.pos[0]).line)
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
