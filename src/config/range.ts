import type { Version } from '../model.ts'
import { compareParts } from '../releases/version.ts'

const number = String.raw`[vV]?\d{1,15}(?:\.\d{1,15})*`
const term = String.raw`(?:(?:>=|<=|>|<|=)\s*${number}|${number}(?:\.[xX*])?|\*)`
const separator = String.raw`(?:\s*,\s*|\s+)`
const alternative = `${term}(?:${separator}${term})*`

/** What a range looks like, as the source of a regular expression: part of the config's JSON Schema. */
export const rangePattern = String.raw`^\s*${alternative}(?:\s*\|\|\s*${alternative})*\s*$`

const isRange = new RegExp(rangePattern)
const termParts = new RegExp(String.raw`(>=|<=|>|<|=)?\s*[vV]?(\*|\d+(?:\.\d+)*)(\.[xX*])?`, 'g')

/**
 * Whether a release is in a range: comparisons (`>=1.1 <2.0`, joined by spaces or commas: all must hold), `1.x` (every
 * number that starts with 1), `*`, and a bare number, which names that release and the line of that name; `||` between
 * alternatives. Only the number counts, part by part, so a pre-release counts as its release. What is no range matches
 * nothing.
 */
export function matchesRange(version: Version, range: string, line: string): boolean {
  if (!isRange.test(range)) return false
  return range.split('||').some((part) => [...part.matchAll(termParts)].every((found) => holds(found, version, line)))
}

function holds(found: RegExpExecArray, version: Version, line: string): boolean {
  const [, operator, text = '*', wildcard] = found
  if (text === '*') return true
  const parts = text.split('.').map(Number)
  if (wildcard !== undefined) return parts.every((part, n) => (version.parts[n] ?? 0) === part)
  const order = compareParts(version.parts, parts)
  switch (operator) {
    case '>=':
      return order >= 0
    case '<=':
      return order <= 0
    case '>':
      return order > 0
    case '<':
      return order < 0
    case '=':
      return order === 0
    default:
      return order === 0 || line === text
  }
}
