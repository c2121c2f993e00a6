import fc from 'fast-check'
import { FORMATS, LIST_FORMATS, render, renderBacktest, renderMatrix } from '../../src/report/index.ts'
import type { BacktestReport, MatrixReport } from '../../src/report/shapes.ts'
import { hostileReport } from '../support/hostile-report.ts'
import { aPath, aRelease, healthyReport, troubledReport } from '../support/report.ts'
import { liveMarkdown } from '../support/markdown.ts'

const CONTROL = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e]/

function aMatrix(): MatrixReport {
  const releases = ['1.0', '1.1', '1.2', '2.0', '2.1'].map((version) => aRelease(version))
  const paths = releases.flatMap(({ tag: from }, index) =>
    releases
      .slice(index + 1)
      .map(({ tag: to }) => aPath(from, to, from === 'v1.2' && to === 'v2.0' ? 'loses-fix' : 'safe')),
  )
  return { schemaVersion: 1, releases, paths }
}

function aBacktest(): BacktestReport {
  const releases = [troubledReport(), healthyReport()].map(({ candidate, findings, summary }) => ({
    candidate,
    findings,
    summary,
  }))
  return { schemaVersion: 1, releases, totals: { 'setting-narrowed': 1, 'upgrade-loses-fix': 7 } }
}

describe('matrix', () => {
  it('names what is not safe, once, and shows every path in the grid', () => {
    const text = renderMatrix(aMatrix(), 'text')
    expect(text).toContain('5 releases, 10 paths: 9 safe, 1 loses-fix')
    expect(text.match(/^loses-fix v1\.2 -> v2\.0/gm)).toHaveLength(1)
    const grid = text.split('\n').filter((line) => /^ *\d+ v/.test(line))
    expect(grid.join('').match(/ [.L](?= |$)/g)).toHaveLength(10)
    expect(grid[2]).toMatch(/^ *3 v1\.2 +L \.$/)
  })

  it('gives the same shapes as the report in JSON', () => {
    expect(JSON.parse(renderMatrix(aMatrix(), 'json'))).toEqual(aMatrix())
  })
})

describe('backtest', () => {
  it('tells totals, most frequent first, and the releases with new errors or warnings', () => {
    const text = renderBacktest(aBacktest(), 'text')
    expect(text.indexOf('7 upgrade-loses-fix')).toBeGreaterThan(0)
    expect(text.indexOf('7 upgrade-loses-fix')).toBeLessThan(text.indexOf('1 setting-narrowed'))
    expect(text.match(/^ {2}error {2}/gm)).toHaveLength(2)
    expect(renderBacktest(aBacktest(), 'text', { quiet: true })).not.toContain('setting-default-changed')
  })

  it('gives the same shapes as the report in JSON', () => {
    const value = JSON.parse(renderBacktest(aBacktest(), 'json')) as BacktestReport
    expect(value.totals).toEqual(aBacktest().totals)
    expect(value.releases[0]?.findings[0]).toMatchObject({ severity: 'error', rule: 'setting-narrowed' })
  })
})

describe('every format', () => {
  it('answers the same for the same input', () => {
    for (const format of FORMATS) expect(render(troubledReport(), format)).toBe(render(troubledReport(), format))
  })

  it('lets no control character of a hostile repository through', () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        const { candidate, findings, summary, compared, paths } = report
        const lists = LIST_FORMATS.flatMap((format) => [
          renderMatrix({ schemaVersion: 1, releases: compared, paths }, format),
          renderBacktest({ schemaVersion: 1, releases: [{ candidate, findings, summary }], totals: {} }, format),
        ])
        for (const text of [...FORMATS.map((format) => render(report, format)), ...lists]) {
          expect(text).not.toMatch(CONTROL)
        }
      }),
    )
  })

  it('keeps matrix and backtest within their budget', () => {
    fc.assert(
      fc.property(hostileReport, fc.integer({ min: 0, max: 2_000 }), (report, budgetBytes) => {
        const { candidate, findings, summary, compared, paths } = report
        const texts = [
          renderMatrix({ schemaVersion: 1, releases: compared, paths }, 'markdown', { budgetBytes }),
          renderBacktest({ schemaVersion: 1, releases: [{ candidate, findings, summary }], totals: {} }, 'markdown', {
            budgetBytes,
          }),
        ]
        for (const text of texts) {
          expect(Buffer.byteLength(text)).toBeLessThanOrEqual(budgetBytes)
          expect(liveMarkdown(text).closed).toBe(true)
        }
      }),
    )
  })
})
