import fc from 'fast-check'
import { annotations } from '../../src/report/annotations.ts'
import { render } from '../../src/report/index.ts'
import { fixParts } from '../../src/report/words.ts'
import { hostileReport } from '../support/hostile-report.ts'
import { aFinding, aPath, healthyReport, troubledReport } from '../support/report.ts'

const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|\p{Surrogate}/u

describe('text', () => {
  it('is a handful of lines for a healthy release', () => {
    expect(render(healthyReport(), 'text').trimEnd().split('\n').length).toBeLessThanOrEqual(7)
  })

  it('starts with the counts and shows each error and warning with place, evidence and fix', () => {
    const report = troubledReport()
    const text = render(report, 'text')
    expect(text.split('\n')[0]).toMatch(/v1\.2 .*\b4 .*\b2 errors, 1 warning, 4 notes.*\b1 of 4\b/)
    for (const finding of report.findings.filter((one) => one.new && one.severity !== 'note')) {
      const line = text.split('\n').find((one) => one.includes(finding.rule) && one.includes(finding.subject))
      expect(line).toContain(`${finding.location?.path ?? ''}:${finding.location?.line ?? 0}`)
      for (const item of finding.evidence) expect(text).toContain(item)
    }
    expect(text).toContain('    return old_repository')
  })

  it('folds known findings and many notes to counts, and shows few notes', () => {
    const text = render(troubledReport(), 'text')
    expect(text).not.toContain('fix-not-backported')
    expect(text).toMatch(/^4 notes: 4 setting-opt-out$/m)
    const few = healthyReport({ findings: [aFinding({ severity: 'note', subject: 'only-one' })] })
    expect(render(few, 'text')).toContain('only-one')
  })

  it('tells a few of many findings of one rule, and names the rest', () => {
    const many = (count: number, severity: 'error' | 'warning') =>
      Array.from({ length: count }, (_, n) => aFinding({ severity, rule: 'setting-removed', subject: `old-${n}` }))
    const linesFor = (count: number, severity: 'error' | 'warning') =>
      render(healthyReport({ findings: many(count, severity) }), 'text')
        .split('\n')
        .filter((line) => line.startsWith(severity))
    expect(linesFor(8, 'warning')).toHaveLength(8)
    const folded = linesFor(20, 'warning')
    expect(folded).toHaveLength(4)
    expect(folded[3]).toMatch(/setting-removed {2}17 more: old-11, /)
    expect(linesFor(20, 'error')).toHaveLength(4)
  })

  it('names releases compared, tags skipped and the engine assumed', () => {
    const text = render(healthyReport(), 'text')
    expect(text).toMatch(/^compared .*v1\.0 \.\. v2\.1 \(4\)/m)
    expect(text).toMatch(/^skipped .*2 tags: .*1 pre-release/m)
    expect(text).toMatch(/^engine .*delphix src\/: refuses unknown ids, runs out of order.*default/m)
  })

  it('folds the paths, and many of them to the failing ones', () => {
    expect(render(healthyReport(), 'text')).toContain(
      'v1.0, v1.1 -> v1.2 safe; v1.2 -> v2.0 guarded; v1.2 -> v2.1 safe',
    )
    const paths = Array.from({ length: 20 }, (_, n) => aPath('v1.2', `v2.${n}`, n % 2 === 0 ? 'safe' : 'refused'))
    const lines = render(healthyReport({ paths }), 'text')
      .split('\n')
      .filter((line) => line.startsWith('paths '))
    expect(lines.filter((line) => line.endsWith('refused'))).toHaveLength(10)
    expect(lines.at(-1)).toContain('10 safe')
  })

  it('says in its first line what safe rests on where no migrations and settings were found', () => {
    expect(render(healthyReport(), 'text')).toContain('4 of 4 paths safe\n')
    expect(render(healthyReport({ readers: [] }), 'text')).toContain(
      'nothing found - 4 of 4 paths safe, by commits and version numbers alone\n',
    )
  })

  it('is only the headline and the errors when quiet', () => {
    const lines = render(troubledReport(), 'text', { quiet: true }).trimEnd().split('\n')
    expect(lines).toHaveLength(3)
    expect(lines.slice(1).every((line) => line.startsWith('error'))).toBe(true)
  })

  it('says the same in colour, which comes only when asked for', () => {
    const report = troubledReport()
    const colored = render(report, 'text', { color: true })
    expect(colored).toContain('\u001b[31m')
    expect(colored.replace(/\u001b\[\d+m/g, '')).toBe(render(report, 'text'))
  })

  it('lets no control character nor command through', () => {
    fc.assert(
      fc.property(hostileReport, fc.boolean(), (report, quiet) => {
        const text = render(report, 'text', { quiet })
        expect(text).not.toMatch(CONTROL)
        expect(text).not.toMatch(/^\s*::|##\[/m)
      }),
    )
  })
})

describe('a fix', () => {
  it('is prose, then what is to be pasted, then what announces the next block', () => {
    expect(fixParts('Do this; save as a.py:\ndef a():\n\n    pass\n\nOr accept it:\n\naccept:\n  - rule: x\n')).toEqual(
      [
        { kind: 'prose', text: 'Do this; save as a.py:' },
        { kind: 'verbatim', text: 'def a():\n\n    pass' },
        { kind: 'prose', text: 'Or accept it:' },
        { kind: 'verbatim', text: 'accept:\n  - rule: x' },
      ],
    )
    expect(fixParts('Only words, 1:2')).toEqual([{ kind: 'prose', text: 'Only words, 1:2' }])
    expect(fixParts('')).toEqual([])
  })
})

describe('annotations', () => {
  it('are the ten most severe of each kind, new ones only, and the count of the others', () => {
    const many = (severity: 'error' | 'warning', count: number) =>
      Array.from({ length: count }, (_, n) => aFinding({ severity, subject: `${severity}-${n}` }))
    const findings = [...many('warning', 12), ...many('error', 11), aFinding({ subject: 'known', new: false })]
    const lines = annotations(healthyReport({ findings }))
    expect(lines.map((line) => line.split(' ')[0])).toEqual([
      ...Array<string>(10).fill('::error'),
      ...Array<string>(10).fill('::warning'),
      '::notice',
    ])
    expect(lines.at(-1)).toContain('3 more')
    expect(lines.join('\n')).not.toContain('known')
  })

  it('stand at the place, and nowhere without one', () => {
    const { location, ...rest } = aFinding()
    const [first, second] = annotations(
      healthyReport({ findings: [aFinding({ subject: 'a' }), { ...rest, subject: 'b' }] }),
    )
    expect(first).toContain(`file=${location?.path ?? ''},line=${location?.line ?? 0},title=`)
    expect(second).not.toContain('file=')
    expect(annotations(healthyReport())).toEqual([])
  })

  it('are each one command', () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        for (const line of annotations(report)) {
          expect(line).toMatch(/^::(?:error|warning) (?:file=[^,:]*,line=\d+,)?title=[^,:]*(?:%3A[^,:]*)?::.*$/)
          expect(line).not.toMatch(CONTROL)
        }
      }),
    )
  })
})
