import { matchesRange } from '../config/range.ts'
import type { Acceptance, Finding } from '../model.ts'
import type { View } from '../view.ts'

/** An entry accepts a finding when rule and subject are its own and it covers every release the finding names. */
export function isAccepted(entry: Acceptance, finding: Finding, view: View): boolean {
  if (entry.rule !== finding.rule || isExpired(entry, view)) return false
  if (entry.subject !== finding.subject && !finding.ids.includes(entry.subject)) return false
  if (entry.releases === undefined) return true
  const range = entry.releases
  const named = view.earlier.filter((release) => finding.releases.includes(release.tag))
  return named.every((release) => matchesRange(release.version, range, release.line))
}

export function isExpired(entry: Acceptance, view: View): boolean {
  if (entry.until === undefined) return false
  return Date.parse(entry.until) / 1000 + 86_400 <= view.candidate.date
}
