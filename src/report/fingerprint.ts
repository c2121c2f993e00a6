import { createHash } from 'node:crypto'

/**
 * 12 hex digits that stay the same while a finding says the same: sha256 over rule, subject and facts, no prose.
 * `facts` are JSON data; what JSON cannot hold (undefined) counts as absent.
 */
export function fingerprint(rule: string, subject: string, facts: unknown): string {
  return createHash('sha256')
    .update(canonicalJson([rule, subject, facts]))
    .digest('hex')
    .slice(0, 12)
}

/** JSON without blanks, object keys sorted by code unit, so that equal data gives equal text. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return scalar(value)
  const entries = Object.entries(value).filter(([, member]) => member !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`
}

function scalar(value: unknown): string {
  if (typeof value === 'bigint') return value.toString()
  return value === undefined ? 'null' : JSON.stringify(value)
}
