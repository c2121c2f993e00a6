/** Sentences that several outputs share, as plain text: each output escapes them for where it goes. */
import type {
  AcceptedFinding,
  Behaviour,
  Place,
  ReaderInfo,
  Report,
  ReportedCandidate,
  StaleAcceptance,
  Witness,
} from '../model.ts'
import { clip } from './escape.ts'
import { canonicalJson } from './fingerprint.ts'
import { span } from './fold.ts'
import { countBy, groupBy, newFindings, SEVERITIES } from './order.ts'

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`
}

/** `v1.2`, or `HEAD (1.2)` where the ref does not show the version. */
export function candidateName(candidate: Pick<ReportedCandidate, 'ref' | 'version'>): string {
  return candidate.ref.includes(candidate.version) ? candidate.ref : `${candidate.ref} (${candidate.version})`
}

/** `1 error, 2 warnings`; `nothing found` where there is nothing at all. */
export function severityCounts(findings: readonly { readonly severity: string }[]): string {
  const counts = SEVERITIES.map((severity) => ({
    severity,
    count: findings.filter((finding) => finding.severity === severity).length,
  })).filter(({ count }) => count > 0)
  if (counts.length === 0) return 'nothing found'
  return counts.map(({ severity, count }) => plural(count, severity)).join(', ')
}

/** `v1.2 against 14 earlier releases: 1 error, 2 warnings - 13 of 14 paths safe`; new findings only. */
export function headline(report: Report): string {
  const name = candidateName(report.candidate)
  const against =
    report.compared.length === 0
      ? 'with no earlier release to compare'
      : `against ${plural(report.compared.length, 'earlier release')}`
  return `${name} ${against}: ${severityCounts(newFindings(report))}${safePaths(report)}`
}

function safePaths(report: Report): string {
  const { pathsChecked, pathsSafe } = report.summary
  if (pathsChecked === 0) return ''
  const basis = declaresNothing(report) ? ', by commits and version numbers alone' : ''
  return ` - ${pathsSafe} of ${plural(pathsChecked, 'path')} safe${basis}`
}

/** Whether neither migrations nor settings were found: what is safe then says little. */
export function declaresNothing({ readers }: Pick<Report, 'readers'>): boolean {
  return readers.every(({ kind }) => kind === 'runtime')
}

/** `4 pre-release, 1 no version`; all but the most frequent reasons as one count. */
export function countsByReason(reasons: readonly string[], shown = 4): string {
  const counts = countBy(reasons, (reason) => reason)
  const rest = counts.slice(shown).reduce((sum, [, count]) => sum + count, 0)
  const parts = counts.slice(0, shown).map(([reason, count]) => `${count} ${clip(reason, 80)}`)
  return [...parts, ...(rest > 0 ? [`${rest} for other reasons`] : [])].join(', ')
}

/** `v1.0 .. v2.4 (14), 3 of them no longer supported`. */
export function comparedWords(report: Pick<Report, 'compared'>): string {
  if (report.compared.length === 0) return 'nothing'
  const old = report.compared.filter((release) => !release.supported).length
  const names = span(report.compared.map((release) => release.tag))
  return old === 0 ? names : `${names}, ${old} of them no longer supported and only noted`
}

/** `5 tags: 4 pre-release, 1 no version`; empty where none was skipped. */
export function skippedWords(report: Pick<Report, 'skipped'>): string {
  if (report.skipped.length === 0) return ''
  return `${plural(report.skipped.length, 'tag')}: ${countsByReason(report.skipped.map(({ reason }) => reason))}`
}

export function engineWords(engine: Behaviour): string {
  return [
    engine.unknownApplied === 'unknown' ? 'unknown ids: not known' : `${engine.unknownApplied} unknown ids`,
    engine.outOfOrder === 'unknown' ? 'out of order: not known' : `${engine.outOfOrder} out of order`,
    editedWords(engine.edited),
  ].join(', ')
}

function editedWords(edited: Behaviour['edited']): string {
  if (edited === 'unknown') return 'edited: not known'
  return edited === 'reruns' ? 'runs edited ones again' : `${edited} edited ones`
}

/**
 * What was read and what was assumed, one entry per behaviour:
 * `delphix src/: refuses unknown ids, runs out of order, ignores edited ones; source: default`.
 */
export function readerWords(readers: readonly ReaderInfo[]): { readonly label: string; readonly text: string }[] {
  const groups = groupBy(readers, ({ kind, system, engine }) => JSON.stringify([kind, system, engine]))
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    if (!first) return []
    const { kind, system, engine } = first
    const all = group.map(({ path, list }) => (list === undefined || list === path ? path : `${path} (${list})`))
    const paths = [...new Set(all)]
    const shown = paths.length < 4 ? paths.join(', ') : `${paths.slice(0, 2).join(', ')} and ${paths.length - 2} more`
    const name = `${system} ${shown}`
    if (!engine) return [{ label: kind, text: name }]
    return [{ label: 'engine', text: `${name}: ${engineWords(engine)}; source: ${engine.source}` }]
  })
}

export function placeWords(place: Place): string {
  return `${place.path}:${place.line}`
}

export function witnessWords(witness: Witness): string {
  const document = clip(canonicalJson(witness.document), 400)
  return `${document} is accepted by ${witness.acceptedBy} and refused by ${witness.refusedBy}`
}

export function acceptedWords({ acceptance, rule, subject }: AcceptedFinding): string {
  const owner = acceptance.owner === undefined ? '' : `, ${acceptance.owner}`
  const until = acceptance.until === undefined ? '' : `, until ${acceptance.until}`
  return `${rule} ${subject}: ${acceptance.reason}${owner}${until}`
}

export function staleWords({ acceptance, why }: StaleAcceptance): string {
  const cause = why === 'expired' ? `expired on ${acceptance.until ?? 'its end date'}` : 'matches no finding'
  return `${acceptance.rule} ${acceptance.subject} (line ${acceptance.line}) ${cause}: remove or renew it`
}

export interface FixPart {
  readonly kind: 'prose' | 'verbatim'
  readonly text: string
}

/**
 * A fix as told by a rule. It starts with prose; what follows a blank line, or a line that ends in a colon, is to be
 * pasted as it is. A later line of its own that starts like a sentence and ends in a colon announces the next block.
 */
export function fixParts(fix: string): FixPart[] {
  const text = fix.replace(/\r\n?/g, '\n').trimEnd()
  const end = /:\n|\n[ \t]*\n/.exec(text)
  const cut = end ? end.index + end[0].length : text.length
  const rest = text.slice(cut).replace(/^\n+/, '')
  const opening: FixPart[] =
    text.slice(0, cut).trim() === '' ? [] : [{ kind: 'prose', text: text.slice(0, cut).trim() }]
  const blocks = rest.split(/(?:^|\n[ \t]*\n)([A-Z][^\n]* [^\n]*:)\n(?:[ \t]*\n)*/)
  const parts = blocks.map((block, index): FixPart => ({
    kind: index % 2 === 0 ? 'verbatim' : 'prose',
    text: block.trimEnd(),
  }))
  return [...opening, ...parts.filter((part) => part.text.trim() !== '')]
}
