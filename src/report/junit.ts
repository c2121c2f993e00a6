import type { Report, ReportedFinding, UpgradePath } from '../model.ts'
import { xml } from './escape.ts'
import { fails } from './fold.ts'
import { groupBy, newFindings } from './order.ts'
import type { RenderOptions } from './shapes.ts'
import { headline, placeWords, witnessWords } from './words.ts'

interface Case {
  readonly name: string
  readonly suite: string
  /** Empty: passed. */
  readonly verdict?: { readonly kind: 'failure' | 'skipped'; readonly message: string; readonly body: string }
}

/**
 * One test case per path and one per rule. Only a new error fails a case, as it alone fails the check by default; a path
 * that fails for a known, accepted or lesser reason is `skipped` with that reason, so that it is seen.
 */
export function renderJunit(report: Report, options: Pick<RenderOptions, 'rules'> = {}): string {
  const findings = newFindings(report)
  const suites = [
    suite(
      'upgrade paths',
      report.paths.map((path) => pathCase(path, findings, report.candidate.ref)),
    ),
    suite('upgrade rules', ruleCases(findings, options)),
  ]
  const all = suites.flatMap(({ cases }) => cases)
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${xml(headline(report))}" ${counts(all)}>`,
    ...suites.filter(({ cases }) => cases.length > 0).map(({ text }) => text),
    '</testsuites>\n',
  ].join('\n')
}

function pathCase(path: UpgradePath, findings: readonly ReportedFinding[], candidate: string): Case {
  const name = `${path.from} -> ${path.to}`
  if (!fails(path.outcome)) return { name, suite: 'upgrade paths' }
  const other = path.from === candidate ? path.to : path.from
  const failed = findings.some(({ severity, releases }) => severity === 'error' && releases.includes(other))
  const body = path.reasons.map((reason) => `${reason.outcome}: ${reason.text}`).join('\n')
  return {
    name,
    suite: 'upgrade paths',
    verdict: { kind: failed ? 'failure' : 'skipped', message: path.outcome, body },
  }
}

function ruleCases(findings: readonly ReportedFinding[], { rules = [] }: Pick<RenderOptions, 'rules'>): Case[] {
  const byRule = groupBy(findings, ({ rule }) => rule)
  const ids = [...new Set([...rules.map(({ id }) => id), ...byRule.keys()])]
  return ids.map((name): Case => {
    const found = byRule.get(name) ?? []
    if (found.length === 0) return { name, suite: 'upgrade rules' }
    const errors = found.filter(({ severity }) => severity === 'error').length
    return {
      name,
      suite: 'upgrade rules',
      verdict: {
        kind: errors > 0 ? 'failure' : 'skipped',
        message: found[0]?.message ?? '',
        body: found.map(findingWords).join('\n\n'),
      },
    }
  })
}

function findingWords(finding: ReportedFinding): string {
  const place = finding.location ? ` (${placeWords(finding.location)})` : ''
  const head = `${finding.severity}: ${finding.message}${place}`
  const witness = finding.witness ? [`witness: ${witnessWords(finding.witness)}`] : []
  return [head, ...finding.evidence, ...witness, ...(finding.fix === '' ? [] : [`fix: ${finding.fix}`])].join('\n')
}

function suite(name: string, cases: readonly Case[]) {
  const text = [`  <testsuite name="${name}" ${counts(cases)}>`, ...cases.map(caseText), '  </testsuite>'].join('\n')
  return { cases, text }
}

function counts(cases: readonly Case[]): string {
  const count = (kind: string) => cases.filter(({ verdict }) => verdict?.kind === kind).length
  return `tests="${cases.length}" failures="${count('failure')}" errors="0" skipped="${count('skipped')}"`
}

function caseText({ name, suite: classname, verdict }: Case): string {
  const open = `    <testcase classname="${classname}" name="${xml(name)}"`
  if (!verdict) return `${open}/>`
  const { kind, message, body } = verdict
  const inside = `<${kind} message="${xml(message)}">${xml(body)}</${kind}>`
  return `${open}>\n      ${inside}\n    </testcase>`
}
