import { readFileSync } from 'node:fs'
import { configurationPage, flagTable, inputTable, outputTable } from '../../src/config/docs.ts'
import { configFile } from '../../src/config/options.ts'
import { runOptions, runOutputs } from '../../src/config/run-options.ts'

/** Cells of a table row; an escaped bar is none. */
function cells(row: string): number {
  return row.split(/(?<!\\)\|/).length - 2
}

describe('configurationPage', () => {
  it('has a heading for each section and a row for each key', () => {
    const page = configurationPage()
    for (const name of Object.keys(configFile.options)) expect(page).toContain(`\n## \`${name}\`\n`)
    for (const key of ['tags', 'deprecation.months', 'until', 'outOfOrder']) expect(page).toContain(key)
  })

  it('has tables of even rows', () => {
    const tables = configurationPage().match(/(?:^\|.*\n)+/gm) ?? []
    expect(tables.length).toBeGreaterThan(8)
    for (const table of tables) {
      const rows = table.trimEnd().split('\n')
      expect(rows.length).toBeGreaterThan(2)
      expect(new Set(rows.map(cells)).size).toBe(1)
    }
  })
})

describe('README tables', () => {
  it.each([
    [flagTable(), runOptions.filter(({ flag }) => flag).length],
    [inputTable(), runOptions.filter(({ input }) => input).length],
    [outputTable(), runOutputs.length],
  ])('have a row for each option', (table, count) => {
    expect(table.trimEnd().split('\n')).toHaveLength(count + 2)
  })
})

describe('README badge', () => {
  it('is looked for where the workflow beside it puts it', () => {
    const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8')
    const branch = /^ +badge: (\S+)$/m.exec(readme)?.[1] ?? ''
    expect(readme).toContain(`https://raw.githubusercontent.com/OWNER/REPO/${branch}/upgrade-paths.svg`)
  })
})

describe('runOptions', () => {
  it('are named once, and each is a flag or an input', () => {
    expect(new Set(runOptions.map(({ name }) => name)).size).toBe(runOptions.length)
    expect(runOptions.filter(({ flag, input }) => !flag && !input)).toEqual([])
  })

  it('default to values that they allow', () => {
    const wrong = runOptions.filter(
      ({ values, input }) => values && input?.default !== undefined && !values.includes(input.default),
    )
    expect(wrong).toEqual([])
  })
})
