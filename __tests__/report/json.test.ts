import fc from 'fast-check'
import type { Report } from '../../src/model.ts'
import { renderJson, reportValue } from '../../src/report/json.ts'
import { parseReport } from '../../src/report/validate.ts'
import { hostileReport } from '../support/hostile-report.ts'
import { aFinding, healthyReport, troubledReport } from '../support/report.ts'

/** The fixture's JSON with another value at a place; undefined takes the place away. */
function changed(place: readonly (string | number)[], value: unknown): string {
  const whole = JSON.parse(renderJson(troubledReport())) as unknown
  let parent = whole as object
  for (const key of place.slice(0, -1)) parent = Reflect.get(parent, key) as object
  Reflect.set(parent, place.at(-1) ?? '', value)
  return JSON.stringify(whole)
}

describe('JSON report', () => {
  it('has its keys in a fixed order', () => {
    const value = JSON.parse(renderJson(troubledReport())) as Report
    expect(Object.keys(value)).toEqual([
      'schemaVersion',
      'tool',
      'candidate',
      'predecessor',
      'base',
      'readers',
      'lines',
      'compared',
      'skipped',
      'paths',
      'findings',
      'accepted',
      'staleAcceptances',
      'remarks',
      'summary',
    ])
    expect(Object.keys(value.findings[0] ?? {})).toEqual([
      'rule',
      'severity',
      'new',
      'subject',
      'ids',
      'releases',
      'firstAffected',
      'location',
      'message',
      'evidence',
      'fix',
      'witness',
      'fingerprint',
      'facts',
    ])
  })

  it('sorts findings by severity, rule, subject, and leaves paths as given', () => {
    const findings = [
      aFinding({ severity: 'note', rule: 'a-rule', subject: 'x' }),
      aFinding({ severity: 'error', rule: 'b-rule', subject: 'z' }),
      aFinding({ severity: 'error', rule: 'b-rule', subject: 'a' }),
      aFinding({ severity: 'error', rule: 'a-rule', subject: 'z' }),
      aFinding({ severity: 'warning', rule: 'a-rule', subject: 'x' }),
    ]
    const value = JSON.parse(renderJson(healthyReport({ findings }))) as Report
    expect(value.findings.map(({ severity, rule, subject }) => `${severity} ${rule} ${subject}`)).toEqual([
      'error a-rule z',
      'error b-rule a',
      'error b-rule z',
      'warning a-rule x',
      'note a-rule x',
    ])
    expect(value.paths).toEqual(healthyReport().paths)
  })

  it('is valid and comes back the same, whatever the repository holds', () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        const parsed = parseReport(renderJson(report))
        expect(parsed).toEqual(JSON.parse(JSON.stringify(reportValue(report))))
        expect(renderJson(parsed)).toBe(renderJson(report))
      }),
    )
  })

  it('stays valid with texts longer than the schema allows', () => {
    const long = 'x'.repeat(30_000)
    const findings = [aFinding({ subject: long, message: long, evidence: [long], fix: long, ids: [long] })]
    const parsed = parseReport(renderJson(healthyReport({ findings, remarks: [long] })))
    expect(parsed.findings[0]?.subject.length).toBeLessThan(5_000)
  })
})

describe('an untrusted report', () => {
  it.each([
    ['no JSON', '{"schemaVersion": 1'],
    ['no object', '[]'],
    ['another schema version', changed(['schemaVersion'], 2)],
    ['a missing part', changed(['summary'], undefined)],
    ['an unknown severity', changed(['findings', 0, 'severity'], 'fatal')],
    ['an unknown outcome', changed(['paths', 0, 'outcome'], 'fine')],
    ['a rule that is no id', changed(['findings', 0, 'rule'], '<script>')],
    ['a commit that is none', changed(['candidate', 'commit'], 'HEAD; rm')],
    ['a date that is none', changed(['candidate', 'date'], 'now')],
    ['text instead of a count', changed(['summary', 'error'], '0')],
    ['a negative line', changed(['findings', 0, 'location'], { path: 'a', line: -1 })],
    ['an overlong message', changed(['findings', 0, 'message'], 'x'.repeat(20_001))],
    ['too many remarks', changed(['remarks'], Array(1_001).fill('x'))],
    ['deep nesting', changed(['findings', 0, 'facts'], nested(200))],
    ['too many bytes', `"${'x'.repeat(20_000_001)}"`],
    ['a million brackets', '['.repeat(1_000_000)],
  ])('is refused: %s', (_, text) => {
    expect(() => parseReport(text)).toThrow(/^Not an upgrade-paths report: /)
  })

  it('says where it is wrong and what was expected', () => {
    const text = changed(['findings', 1, 'severity'], 'fatal')
    expect(() => parseReport(text)).toThrow(/\/findings\/1\/severity .*"error", "warning", "note"/)
  })

  it('loses the fields that the schema does not name', () => {
    const text = changed(['findings', 0, 'html'], '<script>')
    expect(JSON.stringify(parseReport(text))).not.toContain('script')
  })
})

function nested(levels: number): unknown {
  let value: unknown = 1
  for (let level = 0; level < levels; level++) value = [value]
  return value
}
