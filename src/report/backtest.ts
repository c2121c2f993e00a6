import { fit } from './budget.ts'
import { painter } from './color.ts'
import { clip, jsonText, markdownText, terminal } from './escape.ts'
import { bounded, candidateValue, findingValue, summaryValue } from './json.ts'
import { FINDINGS_HEAD, findingRow } from './markdown-findings.ts'
import { byCodeUnit, newFindings, sortFindings } from './order.ts'
import type { BacktestRelease, BacktestReport, RenderOptions } from './shapes.ts'
import { findingLine, foldRules, moreLine } from './text.ts'
import { candidateName, plural, severityCounts } from './words.ts'

export function backtestJson(report: BacktestReport): string {
  const releases = report.releases.map(({ candidate, findings, summary }) => ({
    candidate: candidateValue(candidate),
    findings: sortFindings(findings).map(findingValue),
    summary: summaryValue(summary),
  }))
  const totals = Object.fromEntries(Object.entries(report.totals).sort(([a], [b]) => byCodeUnit(a, b)))
  return `${jsonText(bounded({ schemaVersion: report.schemaVersion, releases, totals }))}\n`
}

/** Totals per rule, then the releases with new errors or warnings; `quiet` leaves warnings out. */
export function backtestText(report: BacktestReport, options: Pick<RenderOptions, 'color' | 'quiet'> = {}): string {
  const paint = painter(options.color ?? false)
  const told = report.releases.flatMap((release) => {
    const findings = loud(release).filter(({ severity }) => !options.quiet || severity === 'error')
    if (findings.length === 0) return []
    const head = `${paint.bold(terminal(candidateName(release.candidate)))}: ${severityCounts(loud(release))}`
    const told = foldRules(findings).flatMap(({ shown, more }) => [
      ...shown.map((finding) => findingLine(finding, paint)),
      ...(more.length > 0 ? [moreLine(more, paint)] : []),
    ])
    return ['', head, ...told.map((line) => `  ${line}`)]
  })
  const totals = sortedTotals(report).map(([rule, count]) => `  ${`${count}`.padStart(5)} ${terminal(rule)}`)
  return [paint.bold(headline(report)), ...totals, ...told, ''].join('\n')
}

export function backtestMarkdown(report: BacktestReport, options: Pick<RenderOptions, 'budgetBytes'> = {}): string {
  const totals = sortedTotals(report).map(([rule, count]) => `| ${markdownText(rule)} | ${count} |`)
  const releases = report.releases.filter((release) => loud(release).length > 0)
  return fit(
    [
      { name: ['headline', 'headlines'], pieces: [{ rank: 0, text: `### ${headline(report)}` }] },
      {
        name: ['rule', 'rules'],
        open: '| Rule | New findings |\n|---|---|\n',
        separator: '\n',
        pieces: totals.map((text) => ({ rank: 1, text })),
      },
      {
        name: ['release', 'releases'],
        pieces: releases.map((release) => ({ rank: 2, text: releaseBlock(release) })),
      },
    ],
    options.budgetBytes ?? 60_000,
    (counts) => `_Not shown for lack of room: ${counts.join(', ')}. Everything is in the JSON output._`,
  )
}

function releaseBlock(release: BacktestRelease): string {
  const title = `#### ${markdownText(clip(candidateName(release.candidate), 120))}: ${severityCounts(loud(release))}`
  return `${title}\n\n${FINDINGS_HEAD}${loud(release).map(findingRow).join('\n')}`
}

/** New errors and warnings. */
function loud(release: BacktestRelease) {
  return newFindings(release).filter(({ severity }) => severity !== 'note')
}

/** `40 releases, each as of its own day: 37 without new errors or warnings`. */
function headline({ releases }: BacktestReport): string {
  const clean = releases.filter((release) => loud(release).length === 0).length
  return `${plural(releases.length, 'release')}, each as of its own day: ${clean} without new errors or warnings`
}

function sortedTotals({ totals }: BacktestReport): [string, number][] {
  return Object.entries(totals).sort((a, b) => b[1] - a[1] || byCodeUnit(a[0], b[0]))
}
