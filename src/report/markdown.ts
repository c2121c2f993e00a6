import type { Report, ReportedFinding } from '../model.ts'
import { fit, type Section } from './budget.ts'
import { clip, markdownCode, markdownFence, markdownHtml, markdownText } from './escape.ts'
import { fails, foldPaths, span } from './fold.ts'
import { FINDINGS_HEAD, findingDetails, findingRow } from './markdown-findings.ts'
import { mermaid } from './mermaid.ts'
import { countBy, groupBy, knownFindings, newFindings, SEVERITIES } from './order.ts'
import type { RenderOptions } from './shapes.ts'
import {
  acceptedWords,
  candidateName,
  headline,
  plural,
  readerWords,
  severityCounts,
  skippedWords,
  staleWords,
} from './words.ts'

const DEFAULT_BUDGET = 60_000
const PATHS_HEAD = '| From | To | Outcome | Why |\n|---|---|---|---|\n'
const TAGS_SHOWN = 30
const REMARKS_SHOWN = 20

/** What is kept when room is short, most important first. */
const RANKS = [
  'headline',
  'error rows',
  'warning rows',
  'basis',
  'error details',
  'warning details',
  'paths',
  'picture',
  'notes',
  'accepted',
  'known',
] as const

function rank(name: (typeof RANKS)[number]): number {
  return RANKS.indexOf(name)
}

/** A pull request's comment or a job's summary, never longer than `budgetBytes` of UTF-8. */
export function renderMarkdown(report: Report, options: Pick<RenderOptions, 'budgetBytes' | 'elsewhere'> = {}): string {
  const fresh = newFindings(report)
  const loud = fresh.filter(({ severity }) => severity !== 'note')
  const elsewhere = markdownText(clip(options.elsewhere ?? 'the JSON report', 200))
  return fit(
    [
      { name: ['headline', 'headlines'], pieces: [{ rank: rank('headline'), text: title(report) }] },
      table(loud),
      details(loud),
      folded(
        ['note', 'notes'],
        'notes',
        fresh.filter(({ severity }) => severity === 'note'),
      ),
      folded(['known finding', 'known findings'], 'known', knownFindings(report), known(report)),
      acceptances(report),
      picture(report),
      paths(report),
      basis(report),
    ],
    options.budgetBytes ?? DEFAULT_BUDGET,
    (counts) => `_Not shown for lack of room: ${counts.join(', ')}. Everything is in ${elsewhere}._`,
  )
}

function title(report: Report): string {
  const worst = SEVERITIES.find((severity) => newFindings(report).some((finding) => finding.severity === severity))
  const sign = worst === 'error' ? '❌' : worst === 'warning' ? '⚠️' : '✅'
  return `### ${sign} ${markdownText(clip(headline(report), 400))}`
}

function table(findings: readonly ReportedFinding[]): Section {
  return {
    name: ['row of the table', 'rows of the table'],
    open: FINDINGS_HEAD,
    separator: '\n',
    pieces: findings.map((finding) => ({
      rank: rank(finding.severity === 'error' ? 'error rows' : 'warning rows'),
      text: findingRow(finding),
    })),
  }
}

function details(findings: readonly ReportedFinding[]): Section {
  return {
    name: ["finding's detail", "findings' details"],
    pieces: findings.map((finding) => ({
      rank: rank(finding.severity === 'error' ? 'error details' : 'warning details'),
      text: findingDetails(finding),
    })),
  }
}

function folded(
  name: Section['name'],
  rankName: 'notes' | 'known',
  findings: readonly ReportedFinding[],
  summary = countBy(findings, ({ rule }) => rule)
    .map(([rule, count]) => `${count} ${rule}`)
    .join(', '),
): Section {
  return {
    name,
    ...frame(`${plural(findings.length, ...name)}: ${summary}`, FINDINGS_HEAD),
    separator: '\n',
    pieces: findings.map((finding) => ({ rank: rank(rankName), text: findingRow(finding) })),
  }
}

function known(report: Report): string {
  const where = report.base === null ? '' : `, already in ${report.base}`
  return `${severityCounts(knownFindings(report))}${where}`
}

/** Blank lines around the inside: without them GitHub shows its Markdown as text. */
function frame(summary: string, head = ''): Pick<Section, 'open' | 'close'> {
  return {
    open: `<details>\n<summary>${markdownHtml(clip(summary, 300))}</summary>\n\n${head}`,
    close: '\n\n</details>',
  }
}

function acceptances(report: Report): Section {
  const stale = report.staleAcceptances.map((one) => `- ⚠️ ${markdownText(clip(staleWords(one), 400))}`)
  const accepted = report.accepted.map((one) => `- ${markdownText(clip(acceptedWords(one), 400))}`)
  return {
    name: ['acceptance', 'acceptances'],
    ...frame(`${report.accepted.length} accepted, ${plural(stale.length, 'acceptance')} to clean up`),
    separator: '\n',
    pieces: [...stale, ...accepted].map((text) => ({ rank: rank('accepted'), text })),
  }
}

function picture(report: Report): Section {
  const failing = report.paths.some(({ outcome }) => fails(outcome))
  return {
    name: ['picture', 'pictures'],
    ...frame('Picture of the paths that fail'),
    pieces: failing ? [{ rank: rank('picture'), text: markdownFence(mermaid(report), 'mermaid') }] : [],
  }
}

function paths(report: Report): Section {
  const name = (ref: string) => (ref === report.candidate.ref ? candidateName(report.candidate) : ref)
  const groups = foldPaths(report.paths, report.candidate.ref)
  const text = (names: readonly string[]) => markdownText(clip(span(names.map(name)), 160))
  return {
    name: ['group of paths', 'groups of paths'],
    ...frame(`${report.summary.pathsSafe} of ${plural(report.summary.pathsChecked, 'path')} safe`, PATHS_HEAD),
    separator: '\n',
    pieces: groups.map((group) => {
      const why = [...new Set(group.reasons.map((reason) => reason.text))].join('; ')
      const cells = [text(group.from), text(group.to), group.outcome, markdownText(clip(why, 300))]
      return { rank: rank('paths'), text: `| ${cells.join(' | ')} |` }
    }),
  }
}

/** What the verdict rests on: releases compared and skipped, engines assumed, remarks. */
function basis(report: Report): Section {
  const skipped = skippedWords(report)
  const byLine = [...groupBy(report.compared, ({ line }) => line)].map(
    ([line, releases]) =>
      `- compared on line ${markdownText(clip(line, 60))}: ${tags(releases, report.compared.length)}`,
  )
  const items = [
    ...(report.compared.length === 0 ? ['- compared with nothing'] : byLine),
    ...(skipped === ''
      ? []
      : [`- skipped ${markdownText(clip(skipped, 400))}: ${tags(report.skipped, report.skipped.length)}`]),
    ...readerWords(report.readers).map(({ label, text }) => `- ${label}: ${markdownText(clip(text, 400))}`),
    ...report.remarks.slice(0, REMARKS_SHOWN).map((remark) => `- ${markdownText(clip(remark, 400))}`),
  ]
  return {
    name: ['part of what was compared', 'parts of what was compared'],
    ...frame(
      `Compared with ${plural(report.compared.length, 'release')}, ${plural(report.skipped.length, 'tag')} skipped`,
    ),
    separator: '\n',
    pieces: items.map((text) => ({ rank: rank('basis'), text })),
  }
}

function tags(named: readonly { readonly tag: string }[], total: number): string {
  if (total > TAGS_SHOWN) return markdownText(clip(span(named.map(({ tag }) => tag)), 200))
  return named.map(({ tag }) => markdownCode(clip(tag, 80))).join(', ')
}
