import type { Report } from '../model.ts'
import { clip, markdownText } from '../report/escape.ts'
import { renderMarkdown } from '../report/markdown.ts'
import { newFindings, SEVERITIES } from '../report/order.ts'
import { headline } from '../report/words.ts'

export type FailOn = 'error' | 'warning' | 'never'

/** What there is to publish: a report, or why there is none. */
export type Verdict =
  | { readonly result: 'passed' | 'failed'; readonly report: Report }
  | { readonly result: 'could-not-check'; readonly problem: string; readonly report?: never }

export function verdictOf(report: Report, failOn: FailOn): Verdict {
  const counts = failOn === 'never' ? [] : SEVERITIES.slice(0, SEVERITIES.indexOf(failOn) + 1)
  const fails = newFindings(report).some(({ severity }) => counts.includes(severity))
  return { result: fails ? 'failed' : 'passed', report }
}

/** Nothing a person must look at. */
export function isClean({ report }: Verdict): boolean {
  return report !== undefined && newFindings(report).every(({ severity }) => severity === 'note')
}

/** One line of plain text. */
export function titleOf(verdict: Verdict): string {
  return verdict.report === undefined ? `could not check: ${verdict.problem}` : headline(verdict.report)
}

/** Markdown of at most `bytes`, which must leave room for a paragraph. */
export function markdownOf(verdict: Verdict, bytes: number, elsewhere: string): string {
  if (verdict.report !== undefined) return renderMarkdown(verdict.report, { budgetBytes: bytes, elsewhere })
  return `### ⛔ Upgrade paths could not be checked\n\n${markdownText(clip(verdict.problem, 2_000))}`
}
