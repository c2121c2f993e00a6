/** A realistic report and the parts of it to vary; hostile ones are in hostile-report.ts. */
import type {
  AcceptedFinding,
  ComparedRelease,
  Outcome,
  Report,
  ReportedFinding,
  Severity,
  UpgradePath,
} from '../../src/model.ts'
import { fingerprint } from '../../src/report/fingerprint.ts'

const COMMIT = '0123456789abcdef0123456789abcdef01234567'

/** A finding of the motivating story; `rule`, `subject` and `facts` decide the fingerprint unless one is given. */
export function aFinding(overrides: Partial<ReportedFinding> = {}): ReportedFinding {
  const finding = {
    rule: 'upgrade-loses-fix',
    severity: 'error' as Severity,
    subject: '0007_staging_port',
    ids: ['0007_staging_port', '7'],
    releases: ['v2.0'],
    location: { path: 'src/upgrade.py', line: 41 },
    facts: { from: 'v1.2', to: ['v2.0'] },
    message: 'Users of v1.2 who move to v2.0 lose the fix 0007_staging_port',
    evidence: ['v1.2 carries 0007_staging_port (src/upgrade.py:41)', 'v2.0 does not, and nothing refuses the upgrade'],
    fix: [
      'Ship a no-op migration with the fix on line 1, so that the engine refuses v2.0:',
      '@upgrade.repository("2026.10.07")\ndef staging_port(old_repository):\n    return old_repository',
      'Or accept it in .github/upgrade-paths.yml:',
      'accept:\n  - rule: upgrade-loses-fix\n    subject: 0007_staging_port\n    reason: ...',
    ].join('\n\n'),
    new: true,
    firstAffected: 'v2.0',
    ...overrides,
  }
  return { fingerprint: fingerprint(finding.rule, finding.subject, finding.facts), ...finding }
}

export function aRelease(version: string, overrides: Partial<ComparedRelease> = {}): ComparedRelease {
  return {
    tag: `v${version}`,
    version,
    line: version.split('.')[0] ?? version,
    date: '2026-08-01T12:00:00Z',
    supported: true,
    migrations: 6,
    settings: 12,
    ...overrides,
  }
}

export function aPath(from: string, to: string, outcome: Outcome = 'safe', text = `${from} to ${to}`): UpgradePath {
  const reasons = outcome === 'safe' ? [] : [{ outcome, text, subjects: ['0007_staging_port'] }]
  return { from, to, outcome, reasons }
}

/** v1.2 after v1.0, v1.1, v2.0 and v2.1, with nothing to complain about: v2.0 is guarded. */
export function healthyReport(overrides: Partial<Report> = {}): Report {
  const findings = overrides.findings ?? []
  const paths = overrides.paths ?? [
    aPath('v1.0', 'v1.2'),
    aPath('v1.1', 'v1.2'),
    aPath('v1.2', 'v2.0', 'guarded', 'refused, and rightly: v2.0 lacks the fix; v2.1 is safe'),
    aPath('v1.2', 'v2.1'),
  ]
  const count = (severity: Severity) => findings.filter((one) => one.new && one.severity === severity).length
  return {
    schemaVersion: 1,
    tool: { name: 'upgrade-paths', version: '0.1.0' },
    candidate: {
      ref: 'v1.2',
      version: '1.2',
      versionSource: 'tag',
      line: '1',
      commit: COMMIT,
      date: '2026-10-14T09:30:00Z',
    },
    predecessor: 'v1.1',
    base: 'v1.1',
    readers: [
      {
        kind: 'migrations',
        system: 'delphix',
        path: 'src/',
        engine: { unknownApplied: 'refuses', outOfOrder: 'runs', edited: 'ignores', source: 'default' },
      },
      { kind: 'settings', system: 'delphix', path: 'schema.json' },
    ],
    lines: [
      { name: '1', supported: true, head: 'release/1.x' },
      { name: '2', supported: true, head: 'main' },
    ],
    compared: [aRelease('1.0'), aRelease('1.1'), aRelease('2.0'), aRelease('2.1')],
    skipped: [
      { tag: 'v2.0-rc1', reason: 'pre-release' },
      { tag: 'nightly', reason: 'names no version' },
    ],
    paths,
    findings,
    accepted: [],
    staleAcceptances: [],
    remarks: [],
    summary: {
      error: count('error'),
      warning: count('warning'),
      note: count('note'),
      known: findings.filter((one) => !one.new && one.severity !== 'note').length,
      pathsChecked: paths.length,
      pathsSafe: paths.filter(({ outcome }) => outcome === 'safe' || outcome === 'guarded').length,
    },
    ...overrides,
  }
}

/** The same release with the no-op forgotten, settings trouble, notes, known findings and acceptances. */
export function troubledReport(overrides: Partial<Report> = {}): Report {
  const note = (subject: string, rule = 'setting-opt-out') =>
    aFinding({
      rule,
      subject,
      severity: 'note',
      message: `${subject} is new and on by default`,
      evidence: [],
      fix: '',
      releases: ['v1.0', 'v1.1'],
    })
  const findings: ReportedFinding[] = [
    aFinding(),
    aFinding({
      rule: 'setting-narrowed',
      subject: 'linkedSource.port',
      severity: 'error',
      releases: ['v1.0', 'v1.1'],
      firstAffected: 'v1.0',
      location: { path: 'schema.json', line: 12 },
      facts: { aspect: 'maximum', before: 65535, after: 1024 },
      message: 'linkedSource.port accepts less than before: maximum 65535 became 1024',
      evidence: ['v1.0 and v1.1 accept up to 65535'],
      fix: 'Keep the old maximum, or announce the break in a major version',
      witness: { document: { port: 1025 }, acceptedBy: 'v1.1', refusedBy: 'v1.2' },
    }),
    aFinding({
      rule: 'setting-default-changed',
      subject: 'mode',
      severity: 'warning',
      message: 'the default of mode changed from "file" to "input" after 14 months in 2 releases',
      evidence: ['default since v1.0'],
      fix: 'Keep the default',
    }),
    aFinding({ rule: 'fix-not-backported', subject: 'f'.repeat(40), severity: 'warning', new: false }),
    ...['alpha', 'beta', 'gamma', 'delta'].map((subject) => note(subject)),
  ]
  const accepted: AcceptedFinding = {
    ...aFinding({ rule: 'setting-removed', subject: 'linkedSource.stagingPort' }),
    acceptance: {
      rule: 'setting-removed',
      subject: 'linkedSource.stagingPort',
      releases: '<2.0',
      reason: 'nobody used it, see the 2.0 notes',
      owner: '@team-db',
      until: '2027-03-31',
      line: 21,
    },
  }
  return healthyReport({
    findings,
    accepted: [accepted],
    staleAcceptances: [
      { acceptance: { rule: 'setting-removed', subject: 'old', reason: 'done', line: 30 }, why: 'unused' },
    ],
    paths: [
      aPath('v1.0', 'v1.2', 'breaks', 'linkedSource.port narrowed'),
      aPath('v1.1', 'v1.2', 'breaks', 'linkedSource.port narrowed'),
      aPath('v1.2', 'v2.0', 'loses-fix', 'v2.0 lacks 0007_staging_port'),
      aPath('v1.2', 'v2.1'),
    ],
    remarks: ['3 heads were fetched from origin'],
    ...overrides,
  })
}
