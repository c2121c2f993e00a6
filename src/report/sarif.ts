import type { Place, Report, ReportedFinding } from '../model.ts'
import { jsonText, sarifText } from './escape.ts'
import { newFindings } from './order.ts'
import type { RenderOptions, RuleInfo } from './shapes.ts'
import { fixParts } from './words.ts'

/** GitHub keeps 5,000 results of a run and refuses more than 25,000. */
const MAX_RESULTS = 5_000

/** SARIF 2.1.0: what is new, most severe first, anchored in the candidate's tree. */
export function renderSarif(report: Report, options: Pick<RenderOptions, 'rules'> = {}): string {
  const findings = newFindings(report)
  const shown = findings.slice(0, MAX_RESULTS)
  const rules = describedRules(shown, options.rules ?? [])
  const index = new Map(rules.map(({ id }, position) => [id, position]))
  const run = {
    tool: { driver: { name: report.tool.name, version: sarifText(report.tool.version), rules } },
    columnKind: 'utf16CodeUnits',
    invocations: [invocation(findings.length - shown.length)],
    results: shown.map((finding) => result(finding, index.get(finding.rule) ?? 0)),
  }
  return `${jsonText({ $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] })}\n`
}

/** The catalogue, and any rule of the report that it lacks. */
function describedRules(findings: readonly ReportedFinding[], rules: readonly RuleInfo[]) {
  const known = new Set(rules.map(({ id }) => id))
  const others = [...new Set(findings.map(({ rule }) => rule))].filter((id) => !known.has(id))
  return [
    ...rules.map(({ id, summary, why, cure }) => ({
      id: sarifText(id),
      shortDescription: { text: sarifText(summary) },
      fullDescription: { text: sarifText(why) },
      help: { text: sarifText(`${why}\n\nCure: ${cure}`) },
    })),
    ...others.map((id) => ({ id: sarifText(id), shortDescription: { text: sarifText(id) } })),
  ]
}

function invocation(left: number) {
  if (left === 0) return { executionSuccessful: true }
  const text = `${left} more findings are not in this file, which holds ${MAX_RESULTS}; the JSON report has all.`
  return { executionSuccessful: true, toolExecutionNotifications: [{ level: 'warning', message: { text } }] }
}

function result(finding: ReportedFinding, ruleIndex: number) {
  const fix = fixParts(finding.fix).find(({ kind }) => kind === 'prose')
  return {
    ruleId: sarifText(finding.rule),
    ruleIndex,
    level: finding.severity,
    message: { text: sarifText([finding.message, ...(fix ? [`Fix: ${fix.text}`] : [])].join('\n')) || finding.rule },
    locations: [finding.location ? physical(finding.location) : logical(finding.subject)],
    // The first is the one GitHub tells old alerts from new ones by.
    partialFingerprints: {
      primaryLocationLineHash: `${finding.fingerprint}:1`,
      'upgradePaths/v1': finding.fingerprint,
    },
    baselineState: 'new',
  }
}

function physical(place: Place) {
  return {
    physicalLocation: {
      artifactLocation: { uri: relativeUri(place.path), uriBaseId: '%SRCROOT%' },
      region: { startLine: place.line },
    },
  }
}

function logical(subject: string) {
  return { logicalLocations: [{ fullyQualifiedName: sarifText(subject) }] }
}

/** Segment by segment, so that no path can become a scheme, a host, a query or a way out of the tree. */
function relativeUri(path: string): string {
  return path
    .split('/')
    .filter((segment) => segment !== '' && segment !== '.' && segment !== '..')
    .map((segment) => encodeURIComponent(segment.replace(/\p{Surrogate}/gu, '\ufffd')))
    .join('/')
}
