import type { Report, ReportedFinding } from '../model.ts'
import { clip, commandData, commandProperty } from './escape.ts'
import { newFindings } from './order.ts'
import { fixParts, plural } from './words.ts'

/** What GitHub shows of one step. */
const PER_STEP = 10

/**
 * Workflow commands that annotate the candidate's files, one per new error or warning, most severe first, and one
 * notice that says how many are not shown. `elsewhere` ends that sentence.
 */
export function annotations(report: Report, elsewhere = 'the job summary'): string[] {
  const findings = newFindings(report)
  const errors = findings.filter(({ severity }) => severity === 'error')
  const warnings = findings.filter(({ severity }) => severity === 'warning')
  const shown = [...errors.slice(0, PER_STEP), ...warnings.slice(0, PER_STEP)]
  const left = errors.length + warnings.length - shown.length
  const more = `${plural(left, 'more finding')}: see ${elsewhere}`
  return [...shown.map(command), ...(left > 0 ? [`::notice title=upgrade-paths::${commandData(more)}`] : [])]
}

function command(finding: ReportedFinding): string {
  const { location } = finding
  const place = location ? [`file=${commandProperty(location.path)}`, `line=${location.line}`] : []
  const properties = [...place, `title=${commandProperty(`${finding.rule}: ${clip(finding.subject, 120)}`)}`]
  const fix = fixParts(finding.fix).find(({ kind }) => kind === 'prose')
  const message = [finding.message, ...(fix ? [`Fix: ${fix.text}`] : [])].map((part) => clip(part, 1_000)).join('\n')
  return `::${finding.severity} ${properties.join(',')}::${commandData(message)}`
}
