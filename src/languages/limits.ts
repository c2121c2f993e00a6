import { Unclear } from '../snapshots/files.ts'

/**
 * How much of a text is read, in what it is made of: a length in bytes says little about the time that reading takes. All
 * are several times what the largest files hold that people maintain, and keep the worst below a second.
 */

/** Words and marks that a lexer of ours makes. */
export const mostTokens = 500_000
/** Those of SQL, of which dumps have many, and which take the least time. */
export const mostSqlWords = 2_000_000
/** Tokens for parsers that are libraries: they take microseconds for each. */
export const mostYaml = 250_000
export const mostPython = 150_000
/** Recovering from an error takes many times as long, and the next error may be the next token. */
export const mostBrokenPython = 40_000
/** Members and items, or elements, each of which has a place of its own. */
export const mostPlaces = 250_000
/** Backslashes of YAML, each of which may be an escape that is read by itself. */
export const mostEscapes = 200_000
/** Characters of the JSON pointers to all places together: one long name above many items repeats in each. */
export const longestPointers = 100_000_000

/** `what` in the plural: "words and marks". */
export function tooMany(what: string, most: number, line: number): Unclear {
  return new Unclear(`expected at most ${most.toLocaleString('en-US')} ${what} in one file, found more`, line)
}
