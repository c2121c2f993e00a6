import type { Report, ReportedFinding, Severity } from '../model.ts'

/** Most severe first. */
export const SEVERITIES = ['error', 'warning', 'note'] as const satisfies readonly Severity[]

/** By severity, rule, subject; by code unit, so that every machine gives the same order. */
export function sortFindings<F extends ReportedFinding>(findings: readonly F[]): F[] {
  return [...findings].sort(
    (a, b) =>
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      byCodeUnit(a.rule, b.rule) ||
      byCodeUnit(a.subject, b.subject),
  )
}

export function byCodeUnit(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

/** What the base does not have, sorted. Only these fail a check. */
export function newFindings(report: Pick<Report, 'findings'>): ReportedFinding[] {
  return sortFindings(report.findings.filter((finding) => finding.new))
}

/** What the base already has, sorted. */
export function knownFindings(report: Pick<Report, 'findings'>): ReportedFinding[] {
  return sortFindings(report.findings.filter((finding) => !finding.new))
}

/** How often each key occurs, most frequent first. */
export function countBy<T>(items: readonly T[], key: (item: T) => string): [string, number][] {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || byCodeUnit(a[0], b[0]))
}

/** Items by key, groups in the order of their first item. */
export function groupBy<T>(items: readonly T[], key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const group = groups.get(key(item))
    if (group) group.push(item)
    else groups.set(key(item), [item])
  }
  return groups
}
