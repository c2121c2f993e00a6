import { createHash } from 'node:crypto'
import { Unclear } from '../snapshots/files.ts'
import { lexSql, type Dialect, type SqlStatement } from './sql/lex.ts'
import { objectsOf } from './sql/objects.ts'

export type { SqlStatement } from './sql/lex.ts'

export interface SqlText {
  /** Empty ones left out. */
  readonly statements: readonly SqlStatement[]
  /** Comments, whitespace, empty statements, letter case outside quotes and a transaction around it all do not count. */
  readonly digest: string
  /** Nothing in it changes a database. */
  readonly noop: boolean
  /** Tables and views that simple statements touch; sorted, lower case unless quoted. */
  readonly objects: readonly string[]
}

const TICKS = /`[^`\n]+`/
const ENGINE = /\bENGINE\s?=/i
const LITERAL = /^(?:'|\p{N}|null$|true$|false$)/u
const TRANSACTION = new Set(['begin', 'begin transaction', 'begin work', 'start transaction', 'commit', 'end'])

/**
 * SQL of any common database, read as far as a digest and the tables it names need it. Throws `Unclear` with the line of
 * a quote or comment that is never closed.
 */
export function parseSql(text: string): SqlText {
  const statements = lexAny(text)
  return {
    statements,
    digest: digestOf(statements),
    noop: statements.every(({ words }) => isInert(words)),
    objects: objectsOf(statements),
  }
}

/** True where nothing in the text changes a database; false where it cannot be read. */
export function isNoop(text: string): boolean {
  try {
    return lexAny(text).every(({ words }) => isInert(words))
  } catch (error) {
    if (error instanceof Unclear) return false
    throw error
  }
}

function digestOf(statements: readonly SqlStatement[]): string {
  const text = unwrapped(statements)
    .map(({ words }) => words.join('\0'))
    .join('\0;\0')
  return createHash('sha1').update(text).digest('hex')
}

/** Whether a file brings its own transaction or leaves that to the engine is no matter of what it changes. */
function unwrapped(statements: readonly SqlStatement[]): readonly SqlStatement[] {
  const isEdge = (statement: SqlStatement | undefined): boolean => statement !== undefined && isBracket(statement.words)
  const wrapped = statements.length > 2 && isEdge(statements[0]) && isEdge(statements.at(-1))
  return wrapped ? statements.slice(1, -1) : statements
}

/** File names do not tell the dialect: what one cannot read the other may. */
function lexAny(text: string): readonly SqlStatement[] {
  const [first, second]: [Dialect, Dialect] =
    TICKS.test(text) || ENGINE.test(text) ? ['mysql', 'standard'] : ['standard', 'mysql']
  try {
    return lexSql(text, first)
  } catch (error) {
    if (!(error instanceof Unclear)) throw error
    try {
      return lexSql(text, second)
    } catch {
      throw error
    }
  }
}

function isBracket(words: readonly string[]): boolean {
  // Not by putting all words together: most statements have hundreds.
  return words.length <= 2 && TRANSACTION.has(words.join(' '))
}

/** Transaction brackets, `SELECT 1` and `DO $$ BEGIN NULL; END $$`. */
function isInert(words: readonly string[]): boolean {
  if (isBracket(words)) return true
  if (words[0] === 'select') return words.length === 2 && LITERAL.test(words[1] ?? '')
  if (words[0] !== 'do') return false
  const body = words.find((word) => word.startsWith('$'))
  const rest = words.filter((word) => word !== body && word !== 'do' && word !== 'language' && word !== 'plpgsql')
  if (body === undefined || rest.length > 0) return false
  const inner = body.slice(body.indexOf('$', 1) + 1, body.lastIndexOf('$', body.length - 2))
  return /^\s*begin(?:\s+null\s*;)?\s+end\s*(?:;\s*)?$/i.test(inner)
}
