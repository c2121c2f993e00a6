import type { ComparedRelease, Report, ReportedCandidate, ReportedFinding, Summary, UpgradePath } from '../model.ts'
import { clip, jsonText } from './escape.ts'
import { sortFindings } from './order.ts'

/** Bounds of schema/report.schema.json, in characters. What is longer is cut here, so that our own report is valid. */
const NAME_LIMIT = 4_096
const PROSE_LIMIT = 20_000
const PROSE = new Set(['message', 'evidence', 'fix', 'text', 'reason', 'remarks', 'source'])
/** Data of the repository's own shape: carried as they are. */
const DATA = new Set(['facts', 'document'])

/** The report as JSON: keys in the order of schema/report.schema.json, findings sorted, two blanks of indentation. */
export function renderJson(report: Report): string {
  return `${jsonText(reportValue(report))}\n`
}

/** The report with the known fields only, in their order: nothing else of an untrusted report passes. */
export function reportValue(report: Report): Report {
  return bounded({
    schemaVersion: report.schemaVersion,
    tool: pick(report.tool, ['name', 'version']),
    candidate: candidateValue(report.candidate),
    predecessor: report.predecessor,
    base: report.base,
    readers: report.readers.map((reader) => ({
      ...pick(reader, ['kind', 'system', 'path', 'list']),
      ...(reader.engine && { engine: pick(reader.engine, ['unknownApplied', 'outOfOrder', 'edited', 'source']) }),
    })),
    lines: report.lines.map((line) => pick(line, ['name', 'supported', 'head'])),
    compared: report.compared.map(comparedValue),
    skipped: report.skipped.map((skipped) => pick(skipped, ['tag', 'reason'])),
    paths: report.paths.map(pathValue),
    findings: sortFindings(report.findings).map(findingValue),
    accepted: sortFindings(report.accepted).map((finding) => ({
      ...findingValue(finding),
      acceptance: acceptanceValue(finding.acceptance),
    })),
    staleAcceptances: report.staleAcceptances.map((stale) => ({
      acceptance: acceptanceValue(stale.acceptance),
      why: stale.why,
    })),
    remarks: report.remarks,
    summary: summaryValue(report.summary),
  })
}

export function candidateValue(candidate: ReportedCandidate): ReportedCandidate {
  return pick(candidate, ['ref', 'version', 'line', 'commit', 'date', 'versionSource'])
}

export function comparedValue(release: ComparedRelease): ComparedRelease {
  return pick(release, ['tag', 'version', 'line', 'date', 'migrations', 'settings', 'supported'])
}

export function pathValue(path: UpgradePath): UpgradePath {
  return {
    ...pick(path, ['from', 'to', 'outcome']),
    reasons: path.reasons.map((reason) => pick(reason, ['outcome', 'list', 'text', 'subjects'])),
  }
}

export function findingValue(finding: ReportedFinding): ReportedFinding {
  return {
    ...pick(finding, ['rule', 'severity', 'state', 'new', 'subject', 'ids', 'releases', 'firstAffected']),
    ...(finding.location && { location: pick(finding.location, ['path', 'line']) }),
    ...pick(finding, ['message', 'evidence', 'fix']),
    ...(finding.witness && { witness: pick(finding.witness, ['document', 'acceptedBy', 'refusedBy']) }),
    ...pick(finding, ['fingerprint', 'known']),
    facts: finding.facts ?? null,
  }
}

export function summaryValue(summary: Summary): Summary {
  return pick(summary, ['error', 'warning', 'note', 'pathsChecked', 'pathsSafe', 'known'])
}

function acceptanceValue(acceptance: Report['accepted'][number]['acceptance']) {
  return pick(acceptance, ['rule', 'subject', 'releases', 'reason', 'owner', 'until', 'line'])
}

/** The named members that are there, in the order of the names. */
function pick<T extends object, K extends keyof T>(value: T, keys: readonly K[]): Pick<T, K> {
  const entries = keys.filter((key) => value[key] !== undefined).map((key) => [key, value[key]] as const)
  return Object.fromEntries(entries) as Pick<T, K>
}

/** Cuts what is longer than the schema allows. */
export function bounded<T>(value: T): T {
  return cut(value, '') as T
}

function cut(value: unknown, key: string): unknown {
  if (DATA.has(key)) return value
  if (typeof value === 'string') return clip(value, PROSE.has(key) ? PROSE_LIMIT : NAME_LIMIT)
  if (Array.isArray(value)) return value.map((item) => cut(item, key))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, cut(member, name)]))
}
