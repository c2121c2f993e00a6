import fc from 'fast-check'
import { badge, badgeJson, badgeSvg } from '../../src/report/badge.ts'
import { render } from '../../src/report/index.ts'
import type { RuleInfo } from '../../src/report/shapes.ts'
import { hostileReport } from '../support/hostile-report.ts'
import { aFinding, aPath, healthyReport, troubledReport } from '../support/report.ts'
import { assertWellFormed } from '../support/xml.ts'

const RULES: RuleInfo[] = ['setting-narrowed', 'upgrade-blocked'].map((id) => ({
  id,
  summary: `${id} fires`,
  why: 'because',
  cure: 'do',
}))

interface Sarif {
  readonly version: string
  readonly runs: readonly {
    readonly tool: { readonly driver: { readonly name: string; readonly rules: readonly { readonly id: string }[] } }
    readonly invocations: readonly { readonly toolExecutionNotifications?: readonly unknown[] }[]
    readonly results: readonly {
      readonly ruleId: string
      readonly ruleIndex: number
      readonly level: string
      readonly message: { readonly text: string }
      readonly baselineState: string
      readonly partialFingerprints: Readonly<Record<string, string>>
      readonly locations: readonly {
        readonly physicalLocation?: {
          readonly artifactLocation: { readonly uri: string }
          readonly region: { readonly startLine: number }
        }
        readonly logicalLocations?: readonly { readonly fullyQualifiedName: string }[]
      }[]
    }[]
  }[]
}

function sarif(report: Parameters<typeof render>[0]) {
  const log = JSON.parse(render(report, 'sarif', { rules: RULES })) as Sarif
  expect(log.version).toBe('2.1.0')
  const [run] = log.runs
  if (!run) throw new Error('no run')
  return run
}

describe('SARIF', () => {
  it('has new findings only, at their place or under their name', () => {
    const { location, ...rest } = aFinding({ subject: 'no place' })
    const run = sarif(
      healthyReport({ findings: [aFinding(), aFinding({ new: false }), { ...rest, severity: 'warning' }] }),
    )
    expect(run.results.map(({ level, baselineState }) => [level, baselineState])).toEqual([
      ['error', 'new'],
      ['warning', 'new'],
    ])
    expect(run.results[0]?.locations[0]?.physicalLocation).toMatchObject({
      artifactLocation: { uri: location?.path },
      region: { startLine: location?.line },
    })
    expect(run.results[1]?.locations[0]).toEqual({ logicalLocations: [{ fullyQualifiedName: 'no place' }] })
  })

  it('describes every rule once and points at it', () => {
    const run = sarif(troubledReport())
    const ids = run.tool.driver.rules.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids.slice(0, 2)).toEqual(RULES.map(({ id }) => id))
    for (const result of run.results) expect(ids[result.ruleIndex]).toBe(result.ruleId)
  })

  it('keeps the 5,000 most severe and says how many are left out', () => {
    const findings = Array.from({ length: 5_002 }, (_, n) =>
      aFinding({ subject: `${n}`, severity: n < 2 ? 'note' : 'error' }),
    )
    const run = sarif(healthyReport({ findings }))
    expect(run.results).toHaveLength(5_000)
    expect(run.results.every(({ level }) => level === 'error')).toBe(true)
    expect(JSON.stringify(run.invocations[0]?.toolExecutionNotifications)).toContain('2 more')
  })

  it('is sound for any report', () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        for (const result of sarif(report).results) {
          expect(result.message.text).not.toMatch(/@[\p{L}\p{N}]|#\p{N}|\]\(|<[a-z!/]/iu)
          expect(result.partialFingerprints['upgradePaths/v1']).toMatch(/^[0-9a-f]{12}$/)
          const uri = result.locations[0]?.physicalLocation?.artifactLocation.uri ?? ''
          expect(new URL(uri, 'https://host.example/root/').href).toMatch(/^https:\/\/host\.example\/root\//)
          expect(uri).toMatch(/^[\w!%'()*./~-]*$/)
        }
      }),
    )
  })
})

describe('JUnit', () => {
  it('has a case per path and rule; what a new error explains fails, other trouble is skipped', () => {
    const xml = render(troubledReport(), 'junit', { rules: RULES })
    expect(xml.match(/<testcase classname="upgrade paths"/g)).toHaveLength(4)
    expect(xml.match(/<testcase classname="upgrade rules"/g)).toHaveLength(5)
    expect(xml).toMatch(/<testsuites name="[^"]*" tests="9" failures="5" errors="0" skipped="2">/)
    expect(xml).toContain('name="upgrade-blocked"/>')
  })

  it('does not fail for a path that only notes are about', () => {
    const paths = [aPath('v1.2', 'v2.0', 'loses-fix')]
    const xml = render(healthyReport({ paths, findings: [aFinding({ severity: 'note' })] }), 'junit')
    expect(xml).toMatch(/tests="2" failures="0" errors="0" skipped="2"/)
  })

  it('is well-formed for any report', () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        assertWellFormed(render(report, 'junit', { rules: RULES }))
      }),
    )
  })
})

describe('HTML', () => {
  /** Our pages close every element but these. */
  const asXml = (page: string) =>
    page
      .replace('<!doctype html>\n', '')
      .replace(/<style>[^<]*<\/style>/, '')
      .replace(/<meta [^>]*>/g, '')
      .replace(/http-equiv/g, '')
      .replace(/<(\/?)h\d>/g, '<$1h>')

  it('is well-formed and runs, loads and links nothing, for any report', () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        const page = render(report, 'html')
        assertWellFormed(asXml(page))
        expect(page).not.toMatch(
          /<(?:script|img|iframe|object|link|a|form|svg)\b|\son[a-z]+="|\sstyle="|\s(?:src|href)="/i,
        )
      }),
    )
  })

  it('forbids everything but its own style', () => {
    expect(render(troubledReport(), 'html')).toMatch(
      /http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-[\w+/]{43}='; base-uri 'none'; form-action 'none'"/,
    )
  })
})

describe('badge', () => {
  it('says how many paths are safe, or how many errors there are', () => {
    expect(badge(healthyReport())).toMatchObject({
      label: 'upgrade paths',
      message: '4 of 4 safe',
      color: 'brightgreen',
    })
    expect(badge(troubledReport())).toMatchObject({ message: '2 errors', color: 'red' })
    const warned = healthyReport({ findings: [aFinding({ severity: 'warning' })] })
    expect(badge(warned)).toMatchObject({ message: '4 of 4 safe', color: 'yellow' })
    expect(badge(healthyReport({ paths: [] }))).toMatchObject({ color: 'lightgrey' })
  })

  it('is not green where there was nothing to judge', () => {
    const readers = [{ kind: 'runtime', system: 'go', path: 'go.mod' }] as const
    expect(badge(healthyReport({ readers }))).toMatchObject({
      message: 'no migrations or settings',
      color: 'lightgrey',
    })
  })

  it('does not count known errors', () => {
    expect(badge(healthyReport({ findings: [aFinding({ new: false })] })).color).toBe('brightgreen')
  })

  it('comes as a shields endpoint and as a picture of the same words', () => {
    expect(JSON.parse(badgeJson(healthyReport()))).toEqual(badge(healthyReport()))
    expect(badgeSvg(healthyReport())).toMatch(/^<svg .*4 of 4 safe.*<\/svg>$/s)
  })
})
