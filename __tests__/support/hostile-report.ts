/** Reports as a hostile repository would have them. */
import fc from 'fast-check'
import type { Outcome, Report, ReportedFinding, Severity, UpgradePath } from '../../src/model.ts'
import { aRelease, healthyReport } from './report.ts'
import { anyText } from './texts.ts'

const NASTY = [
  '@octocat',
  '#1',
  'GH-12',
  'octo/repo#34',
  '<script>alert(1)</script>',
  '<!-- upgrade-paths -->',
  '</details>',
  '</code></pre>',
  '::error::pwned',
  '\n::set-output name=x::y',
  '##[add-mask]x',
  '%0A::warning::x',
  '\u001b[31mred\u001b[0m',
  '\u001b]8;;https://evil.example\u0007link\u001b]8;;\u0007',
  '\u009b2J',
  '\u0000\u0007\u0008\u007f',
  '\u202eevil\u2066',
  '\u2028\u0085',
  '|',
  '||---|',
  '`',
  '``` \n````',
  '~~~',
  '\n\n# heading\n- list\n1. one\n> quote',
  '[text](https://evil.example)',
  '![image](https://evil.example/x.png)',
  'https://github.com/octo/repo/issues/5',
  'www.evil.example',
  'me@evil.example',
  ':tada:',
  '$x$',
  '&lt;b&gt;&#64;octocat',
  '\\@octocat\\',
  '"];click r0 "javascript:alert(1)"',
  '#quot;',
  ']]>',
  '<![CDATA[',
  '" onload="x',
  "'",
  '{0}',
  '\ud800',
  '\udc00',
  '\ufffe',
  '😀',
  '\r\n',
  '\t',
  '--',
  '*bold* _em_',
]

/** Text as an attacker would write it. */
export const hostileText: fc.Arbitrary<string> = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...NASTY) }, anyText({ maxLength: 12 })), {
    maxLength: 6,
  })
  .chain((parts) => fc.constantFrom('', ' ', '\n').map((glue) => parts.join(glue)))

const hostilePlace = fc.record({ path: hostileText, line: fc.integer({ min: 1, max: 99_999 }) })

const hostileFinding: fc.Arbitrary<ReportedFinding> = fc
  .record(
    {
      rule: fc.constantFrom('upgrade-loses-fix', 'setting-removed', 'release-stranded', 'nothing-compared'),
      severity: fc.constantFrom<Severity>('error', 'warning', 'note'),
      new: fc.boolean(),
      subject: hostileText,
      ids: fc.array(hostileText, { maxLength: 3 }),
      releases: fc.array(hostileText, { maxLength: 4 }),
      facts: fc.record({ value: hostileText, more: fc.jsonValue() }),
      message: hostileText,
      evidence: fc.array(hostileText, { maxLength: 4 }),
      fix: hostileText,
      fingerprint: fc.stringMatching(/^[0-9a-f]{12}$/),
      state: fc.constantFrom('open' as const, 'pending' as const, 'satisfied' as const),
      firstAffected: hostileText,
      location: hostilePlace,
      witness: fc.record({ document: fc.jsonValue(), acceptedBy: hostileText, refusedBy: hostileText }),
      members: fc.array(hostileText, { maxLength: 2 }),
    },
    {
      requiredKeys: [
        'rule',
        'severity',
        'new',
        'subject',
        'ids',
        'releases',
        'facts',
        'message',
        'evidence',
        'fix',
        'fingerprint',
      ],
    },
  )
  .map((finding): ReportedFinding => finding)

const hostilePath: fc.Arbitrary<UpgradePath> = fc.record({
  from: hostileText,
  to: hostileText,
  outcome: fc.constantFrom<Outcome>('safe', 'guarded', 'breaks', 'loses-fix', 'skips', 'refused'),
  reasons: fc.array(
    fc.record({
      outcome: fc.constantFrom<Outcome>('breaks', 'refused'),
      list: hostileText,
      text: hostileText,
      subjects: fc.array(hostileText, { maxLength: 2 }),
    }),
    { maxLength: 2 },
  ),
})

const hostileAcceptance = fc.record({
  rule: hostileText,
  subject: hostileText,
  releases: hostileText,
  reason: hostileText,
  owner: hostileText,
  until: hostileText,
  line: fc.integer({ min: 1, max: 999 }),
})

/** A report that our own code could make of a hostile repository: every free text is hostile. */
export const hostileReport: fc.Arbitrary<Report> = fc
  .record({
    findings: fc.array(hostileFinding, { maxLength: 8 }),
    paths: fc.array(hostilePath, { maxLength: 6 }),
    ref: hostileText,
    version: hostileText,
    predecessor: fc.option(hostileText),
    base: fc.option(hostileText),
    path: hostileText,
    source: hostileText,
    lines: fc.array(fc.record({ name: hostileText, supported: fc.boolean(), head: fc.option(hostileText) }), {
      maxLength: 3,
    }),
    compared: fc.array(fc.record({ tag: hostileText, version: hostileText, line: hostileText }), { maxLength: 5 }),
    skipped: fc.array(fc.record({ tag: hostileText, reason: hostileText }), { maxLength: 3 }),
    accepted: fc.array(fc.tuple(hostileFinding, hostileAcceptance), { maxLength: 2 }),
    stale: fc.array(hostileAcceptance, { maxLength: 2 }),
    remarks: fc.array(hostileText, { maxLength: 2 }),
  })
  .map((parts) => {
    const model = healthyReport({ findings: parts.findings, paths: parts.paths })
    return {
      ...model,
      candidate: { ...model.candidate, ref: parts.ref, version: parts.version },
      predecessor: parts.predecessor,
      base: parts.base,
      readers: model.readers.map((reader) => ({
        ...reader,
        path: parts.path,
        ...(reader.engine && { engine: { ...reader.engine, source: parts.source } }),
      })),
      lines: parts.lines,
      compared: parts.compared.map((names) => aRelease('1.0', names)),
      skipped: parts.skipped,
      accepted: parts.accepted.map(([finding, acceptance]) => ({ ...finding, acceptance })),
      staleAcceptances: parts.stale.map((acceptance) => ({ acceptance, why: 'unused' as const })),
      remarks: parts.remarks,
    }
  })
