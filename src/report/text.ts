import type { Report, ReportedFinding } from '../model.ts'
import { painter, type Paint } from './color.ts'
import { clip, terminal, terminalLines } from './escape.ts'
import { fails, foldPaths, span } from './fold.ts'
import { countBy, groupBy, knownFindings, newFindings } from './order.ts'
import type { RenderOptions } from './shapes.ts'
import {
  acceptedWords,
  candidateName,
  comparedWords,
  fixParts,
  headline,
  placeWords,
  plural,
  readerWords,
  severityCounts,
  skippedWords,
  staleWords,
  witnessWords,
} from './words.ts'

const FEW_NOTES = 3
const FEW_PATHS = 6
/** Of so many findings of one rule the first few tell what happened: the rest are named. */
const MANY_OF_A_RULE = 8
const FIRST_OF_A_RULE = 3
const EVIDENCE_SHOWN = 12
const INDENT = '       '

/** What a person reads in a terminal or a job's log; ends with a line break. */
export function renderText(report: Report, options: Pick<RenderOptions, 'color' | 'quiet'> = {}): string {
  const paint = painter(options.color ?? false)
  const fresh = newFindings(report)
  const top = paint.bold(terminal(headline(report)))
  const errors = fresh.filter(({ severity }) => severity === 'error')
  if (options.quiet) return lines([top, ...errors.map((finding) => findingLine(finding, paint))])
  const notes = fresh.filter(({ severity }) => severity === 'note')
  const warnings = fresh.filter(({ severity }) => severity === 'warning')
  const told = foldRules([...errors, ...warnings]).flatMap(({ shown, more }) => [
    ...shown.flatMap((finding) => [findingLine(finding, paint), ...detail(finding), '']),
    ...(more.length > 0 ? [moreLine(more, paint), ''] : []),
  ])
  return lines([
    top,
    ...(told.length > 0 ? ['', ...told] : []),
    ...noteLines(notes, paint),
    ...knownLines(report),
    ...footer(report),
  ])
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`
}

/** Severity, rule, subject, message, place. */
export function findingLine(finding: ReportedFinding, paint: Paint): string {
  const state = finding.state === undefined ? '' : ` (${finding.state})`
  const parts = [finding.rule, clip(finding.subject, 120), clip(finding.message, 300)].map(terminal)
  const place = finding.location ? [terminal(placeWords(finding.location))] : []
  return [paint[finding.severity](`${finding.severity}${state}`), ...parts, ...place].filter(Boolean).join('  ')
}

export interface FoldedRule {
  readonly shown: readonly ReportedFinding[]
  readonly more: readonly ReportedFinding[]
}

/** Sorted findings by severity and rule, the many of one split into those to tell and those to name. */
export function foldRules(findings: readonly ReportedFinding[]): readonly FoldedRule[] {
  return [...groupBy(findings, ({ severity, rule }) => `${severity} ${rule}`).values()].map((group) => {
    const shown = group.length > MANY_OF_A_RULE ? group.slice(0, FIRST_OF_A_RULE) : group
    return { shown, more: group.slice(shown.length) }
  })
}

/** `warning  deprecation-too-short  82 more: a, b, ... (all in the JSON report)`. */
export function moreLine(more: readonly ReportedFinding[], paint: Paint): string {
  const [first] = more
  if (!first) return ''
  const named = clip(more.map(({ subject }) => subject).join(', '), 300)
  return `${paint[first.severity](first.severity)}  ${terminal(first.rule)}  ${more.length} more: ${terminal(named)} (all in the JSON report)`
}

function detail(finding: ReportedFinding): string[] {
  const shown = finding.evidence.slice(0, EVIDENCE_SHOWN)
  const more = finding.evidence.length - shown.length
  return [
    ...(finding.releases.length > 1 ? [`${INDENT}- affects ${terminal(span(finding.releases))}`] : []),
    ...shown.flatMap((item) => hanging(`${INDENT}- `, item)),
    ...(more > 0 ? [`${INDENT}- and ${more} more, see the JSON report`] : []),
    ...(finding.witness ? hanging(`${INDENT}- witness: `, witnessWords(finding.witness)) : []),
    ...fixLines(finding.fix),
  ]
}

function hanging(lead: string, text: string): string[] {
  const indent = ' '.repeat(lead.length)
  return terminalLines(text).map((line, index) => (index === 0 ? `${lead}${line}` : `${indent}${line}`))
}

function fixLines(fix: string): string[] {
  return fixParts(fix).flatMap((part, index) => {
    if (part.kind === 'prose') return hanging(index === 0 ? `${INDENT}fix: ` : INDENT, part.text)
    return hanging(`${INDENT}  `, part.text)
  })
}

function noteLines(notes: readonly ReportedFinding[], paint: Paint): string[] {
  if (notes.length <= FEW_NOTES) return notes.map((note) => findingLine(note, paint))
  const rules = countBy(notes, ({ rule }) => rule).map(([rule, count]) => `${count} ${terminal(rule)}`)
  return [`${paint.note(plural(notes.length, 'note'))}: ${rules.join(', ')}`]
}

function knownLines(report: Report): string[] {
  const known = knownFindings(report)
  if (known.length === 0) return []
  const where = report.base === null ? '' : `, already in ${terminal(report.base)}`
  return [`known: ${severityCounts(known)}${where}`]
}

function footer(report: Report): string[] {
  const skipped = skippedWords(report)
  return [
    ...entry('accepted', report.accepted.map(acceptedWords)),
    ...entry('stale', report.staleAcceptances.map(staleWords)),
    ...entry('paths', pathWords(report)),
    ...entry('compared', [comparedWords(report)]),
    ...entry('skipped', skipped === '' ? [] : [skipped]),
    ...readerWords(report.readers).flatMap(({ label, text }) => entry(label, [text])),
    ...entry('remark', report.remarks),
  ]
}

function entry(label: string, texts: readonly string[]): string[] {
  return texts.map((text) => `${label.padEnd(9)} ${terminal(clip(text, 400))}`)
}

/** One line while it is short; else a line per failing group and the rest as a count. */
function pathWords(report: Report): string[] {
  const name = (ref: string) => (ref === report.candidate.ref ? candidateName(report.candidate) : ref)
  const folded = foldPaths(report.paths, report.candidate.ref)
  const words = (group: (typeof folded)[number]) =>
    `${span(group.from.map(name))} -> ${span(group.to.map(name))} ${group.outcome}`
  if (folded.length === 0) return []
  if (folded.length <= FEW_PATHS) return [folded.map(words).join('; ')]
  const rest = report.paths.filter(({ outcome }) => !fails(outcome))
  const failing = folded.filter(({ outcome }) => fails(outcome)).map(words)
  const counts = countBy(rest, ({ outcome }) => outcome).map(([outcome, count]) => `${count} ${outcome}`)
  return [...failing, ...(counts.length > 0 ? [`${failing.length > 0 ? 'the other ' : ''}${counts.join(', ')}`] : [])]
}
