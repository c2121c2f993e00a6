import type { ComparedRelease, ReportedCandidate, ReportedFinding, Summary, UpgradePath } from '../model.ts'

/** What the outputs need to know of a rule. */
export interface RuleInfo {
  readonly id: string
  readonly summary: string
  readonly why: string
  readonly cure: string
}

export const FORMATS = ['text', 'markdown', 'json', 'sarif', 'html', 'junit'] as const
export type Format = (typeof FORMATS)[number]

export interface RenderOptions {
  /** ANSI colours in `text`; nothing is said by colour alone. */
  readonly color?: boolean
  /** `text`: only the headline and the errors. */
  readonly quiet?: boolean
  /** `markdown`: bytes of UTF-8, 60,000 by default. */
  readonly budgetBytes?: number
  /** `markdown`: where to find what the budget cuts, as the end of a sentence. */
  readonly elsewhere?: string
  /** `sarif` and `junit`: every rule that was run. */
  readonly rules?: readonly RuleInfo[]
}

/** One release judged as of its own day. */
export interface BacktestRelease {
  readonly candidate: ReportedCandidate
  readonly findings: readonly ReportedFinding[]
  readonly summary: Summary
}

/** What the check would have said, release by release. */
export interface BacktestReport {
  readonly schemaVersion: 1
  /** In the order they were released. */
  readonly releases: readonly BacktestRelease[]
  /** New findings per rule over all releases. */
  readonly totals: Readonly<Record<string, number>>
}

/** Every path between releases. */
export interface MatrixReport {
  readonly schemaVersion: 1
  /** In version order. */
  readonly releases: readonly ComparedRelease[]
  /** In version order of `from`, then `to`. */
  readonly paths: readonly UpgradePath[]
}
