import fc from 'fast-check'
import type { Report } from '../../src/model.ts'
import { render } from '../../src/report/index.ts'
import { renderMarkdown } from '../../src/report/markdown.ts'
import { mermaid } from '../../src/report/mermaid.ts'
import { hostileReport } from '../support/hostile-report.ts'
import { aFinding, aPath, aRelease, healthyReport, troubledReport } from '../support/report.ts'
import { liveMarkdown, shownWords } from '../support/markdown.ts'

const OUR_TAGS = /<\/?(?:details|summary|code|b)>/g
const columns = (row: string) => row.split('|').length

function bigReport(): Report {
  const findings = Array.from({ length: 400 }, (_, n) =>
    aFinding({ subject: `id-${n}-é`, severity: n % 4 === 0 ? 'error' : n % 4 === 1 ? 'note' : 'warning' }),
  )
  return troubledReport({ findings })
}

describe('Markdown', () => {
  it('has a row and folded detail per error and warning, with the migration in a fence', () => {
    const text = render(troubledReport(), 'markdown')
    expect(text.split('\n')[0]).toMatch(/^### ❌ .*2 errors/)
    expect(text.match(/^\| (?:❌|⚠️)[^\n]* \|$/gm)).toHaveLength(4)
    expect(text).toContain('```\n@upgrade.repository("2026.10.07")\n')
    expect(text).toContain('```mermaid\nflowchart LR\n')
  })

  it('draws nothing and lists nothing for a healthy release but paths and what was compared', () => {
    const text = render(healthyReport(), 'markdown')
    expect(text).not.toContain('mermaid')
    expect(text.match(/^<details>$/gm)).toHaveLength(2)
  })

  it('leaves nothing of a hostile repository live', () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        const { lines, closed } = liveMarkdown(render(report, 'markdown'))
        expect(closed).toBe(true)
        for (const line of lines) {
          const shown = shownWords(line.replace(OUR_TAGS, ''))
          expect(shown).not.toMatch(/@[\p{L}\p{N}]|#\p{N}|GH-\d|:\/\/|www\.[a-z]/iu)
          expect(line.replace(OUR_TAGS, '')).not.toContain('<')
          if (!line.startsWith('<')) expect(line).not.toMatch(/(?<!\\)(?:\\\\)*[[\]~]/)
          expect(line).toMatch(
            /^(?:$|### |\| |\|---|- |<details>$|<\/details>$|<summary>.*<\/summary>$|\*\*Fix:\*\* |[^\s#>|<*+-])/,
          )
        }
      }),
    )
  })

  it('keeps every row of a table to its columns', () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        const { lines } = liveMarkdown(render(report, 'markdown'))
        for (const [index, line] of lines.entries()) {
          const above = lines[index - 1]
          if (line.startsWith('|') && above?.startsWith('|')) expect(columns(line)).toBe(columns(above))
        }
      }),
    )
  })
})

describe('the budget', () => {
  it('holds for every report and size, at the end of a construct and of a character', () => {
    fc.assert(
      fc.property(hostileReport, fc.integer({ min: 0, max: 6_000 }), (report, budgetBytes) => {
        const text = renderMarkdown(report, { budgetBytes })
        expect(Buffer.byteLength(text)).toBeLessThanOrEqual(budgetBytes)
        expect(liveMarkdown(text).closed).toBe(true)
        expect(text).not.toMatch(/\ufffd$|\p{Surrogate}/u)
      }),
    )
  })

  it('is 60,000 bytes by default, cuts the least severe first, and says how much and where it is', () => {
    const text = renderMarkdown(bigReport(), { elsewhere: 'the job summary' })
    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(60_000)
    expect(Buffer.byteLength(text)).toBeGreaterThan(50_000)
    expect(text.match(/^\| ❌ error /gm)).toHaveLength(100)
    expect(text.match(/^<summary>⚠️/gm)).toBeNull()
    expect(text.split('\n').at(-1)).toMatch(/\d+ findings' details.*the job summary/)
  })

  it('shows no warning where an error did not fit', () => {
    for (const budgetBytes of [1_500, 3_000, 8_000, 20_000]) {
      const text = renderMarkdown(bigReport(), { budgetBytes })
      const errors = text.match(/^\| ❌ error /gm)?.length ?? 0
      expect(errors === 100 || !text.includes('| ⚠️ warning ')).toBe(true)
    }
  })
})

describe('Mermaid', () => {
  it('draws lines, releases in order and the failing paths', () => {
    const lines = mermaid(troubledReport()).split('\n')
    expect(lines[0]).toBe('flowchart LR')
    expect(lines.filter((line) => line.startsWith('  subgraph '))).toHaveLength(2)
    expect(lines[2]?.match(/"[^"]+"/g)).toEqual(['"v1.0"', '"v1.1"', '"v1.2"'])
    expect(lines.filter((line) => /\|"(?:loses-fix|breaks)"\|/.test(line))).toHaveLength(3)
  })

  it('folds neighbours that fail alike and keeps the others', () => {
    const compared = [1, 2].flatMap((line) => Array.from({ length: 30 }, (_, n) => aRelease(`${line}.${n}`)))
    const paths = [aPath('v1.2', 'v2.7', 'refused'), aPath('v1.2', 'v2.8', 'loses-fix')]
    const picture = mermaid(healthyReport({ compared, paths }))
    expect(picture.match(/"[^"]+"/g)).toEqual(
      expect.arrayContaining(['"v2.0 .. v2.6, 7"', '"v2.7"', '"v2.8"', '"v2.9 .. v2.29, 21"']),
    )
  })

  it('has at most 40 nodes and defines each it points at', () => {
    const stop = fc.record({ line: fc.integer({ min: 1, max: 60 }), fails: fc.boolean() })
    fc.assert(
      fc.property(fc.array(stop, { maxLength: 150 }), (stops) => {
        const compared = stops.map(({ line }, n) => aRelease(`${line}.${n}`))
        const paths = compared.filter((_, n) => stops[n]?.fails).map(({ tag }) => aPath('v1.2', tag, 'refused'))
        const picture = mermaid(healthyReport({ compared, paths }))
        const nodes = new Set(picture.match(/r\d+_\d+(?=[[(])/g))
        expect(nodes.size).toBeLessThanOrEqual(40)
        for (const id of picture.match(/r\d+_\d+/g) ?? []) expect(nodes).toContain(id)
        expect(picture).toContain('(["v1.2"])')
      }),
    )
  })

  it('holds nothing but our own constructs', () => {
    fc.assert(
      fc.property(hostileReport, (report) => {
        for (const line of mermaid(report).split('\n')) {
          expect(line.replace(/"[^"]*"/g, '""')).toMatch(
            /^(?:flowchart LR| {2}subgraph l\d+\[""\]| {4}r\d+_\d+(?:\[""\]|\(\[""\]\))(?: --- r\d+_\d+(?:\[""\]|\(\[""\]\)))*| {2}end| {2}r\d+_\d+ (?:--x|-\.->)\|""\| r\d+_\d+| {2}style r\d+_\d+ stroke-width:3px)$/,
          )
        }
      }),
    )
  })
})
