import * as fc from 'fast-check'
import type { Version } from '../../src/model.ts'
import { findLines, unchainedWords, type Numbered } from '../../src/releases/lines.ts'
import { compareVersions, parseVersion } from '../../src/releases/version.ts'

function version(text: string): Version {
  const parsed = parseVersion(text)
  if (typeof parsed === 'string') throw new Error(parsed)
  return parsed
}

/** A release and the one it was built on, by version; no `on` means that it starts a history of its own. */
type Built = Readonly<Record<string, string | undefined>>

function lineNames(built: Built, setting: 'auto' | number = 'auto') {
  const releases = Object.keys(built).map((text): Numbered => ({ commit: text, version: version(text) }))
  const lines = findLines(releases, setting, (older, newer) => descends(built, older.commit, newer.commit))
  const of = Object.fromEntries(releases.map((release) => [release.commit, lines.nameOf(release)]))
  return { of, for: (text: string) => lines.nameFor(version(text)), unchained: lines.unchained }
}

function descends(built: Built, older: string, newer: string): boolean {
  for (let at = built[newer]; at !== undefined; at = built[at]) if (at === older) return true
  return false
}

/** Releases of three written parts, built on earlier ones in any order of numbers. */
const histories: fc.Arbitrary<Built> = fc
  .uniqueArray(fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2)), {
    minLength: 1,
    maxLength: 12,
    selector: (parts) => parts.join('.'),
  }) // prettier-ignore
  .chain((numbers) =>
    fc
      .array(fc.option(fc.nat(), { freq: 12 }), { minLength: numbers.length, maxLength: numbers.length })
      .map((parents) => {
        const names = numbers.map((parts) => parts.join('.'))
        return Object.fromEntries(names.map((name, n) => [name, parents[n] === null || n === 0 ? undefined : names[parents[n]! % n]])) // prettier-ignore
      }),
  )

/** The model's sentence, word by word, for releases of three parts. */
function literalLine(built: Built, name: string): string {
  const all = Object.keys(built).sort((a, b) => compareVersions(version(a), version(b)))
  for (let count = 1; count < 3; count++) {
    const line = name.split('.').slice(0, count).join('.')
    const group = all.filter((other) => other.split('.').slice(0, count).join('.') === line)
    const chain = group.every((release, n) => n === 0 || descends(built, group[n - 1]!, release))
    if (chain || count === 2) return line
  }
  throw new Error('not reached')
}

describe('findLines', () => {
  it("reads the model's sentence as it stands", () => {
    fc.assert(
      fc.property(histories, (built) => {
        const expected = Object.fromEntries(Object.keys(built).map((name) => [name, literalLine(built, name)]))
        expect(lineNames(built).of).toEqual(expected)
      }),
      { numRuns: 300 },
    )
  })

  it('names a version that nobody released yet like the line it would join', () => {
    fc.assert(
      fc.property(histories, (built) => {
        const lines = lineNames(built)
        for (const [name, line] of Object.entries(lines.of)) {
          const [major, minor] = name.split('.')
          expect(lines.for(`${major}.${minor}.99`)).toBe(line)
        }
      }),
    )
  })

  it('keeps one leading part where every release descends from the one below it', () => {
    expect(lineNames({ '1.0': undefined, '1.1': '1.0', '2.0': '1.1', '1.2': '1.1', '2.1': '2.0' }).of).toEqual({ '1.0': '1', '1.1': '1', '1.2': '1', '2.0': '2', '2.1': '2' }) // prettier-ignore
  })

  it('notes what does not fit even with all leading parts', () => {
    const { of, unchained } = lineNames({ '1.0.0': undefined, '1.0.1': undefined, '2.0.0': '1.0.0' })
    expect([of, unchained]).toEqual([{ '1.0.0': '1.0', '1.0.1': '1.0', '2.0.0': '2' }, ['1.0']])
  })

  it('makes a hotfix with an extra part a line of its own, off the release it was built on', () => {
    const built = { '1.0.0': undefined, '1.1.0': '1.0.0', '1.1.0.1': '1.1.0', '1.1.0.2': '1.1.0.1', '1.2.0': '1.1.0' }
    const lines = lineNames(built)
    expect(lines.of).toEqual({ '1.0.0': '1', '1.1.0': '1', '1.1.0.1': '1.1.0', '1.1.0.2': '1.1.0', '1.2.0': '1' })
    expect([lines.for('1.1.0.3'), lines.for('1.2.0.1')]).toEqual(['1.1.0', '1.2.0'])
  })

  it('names a new line as deeply as its relatives', () => {
    const split = { '1.0.0': undefined, '1.1.0': '1.0.0', '1.0.1': '1.0.0', '2.0.0': '1.1.0' }
    expect(['1.7.0', '2.7.0', '3.0.0'].map(lineNames(split).for)).toEqual(['1.7', '2', '3'])
  })

  it('takes the count of parts that is configured', () => {
    const built = { '1.0.0': undefined, '1.1.0': '1.0.0', '1.1.1': '1.1.0' }
    expect(new Set(Object.values(lineNames(built, 1).of))).toEqual(new Set(['1']))
    expect(new Set(Object.values(lineNames(built, 2).of))).toEqual(new Set(['1.0', '1.1']))
    expect(lineNames(built, 3).of).toEqual({ '1.0.0': '1.0.0', '1.1.0': '1.1.0', '1.1.1': '1.1.1' })
  })

  it('needs no release', () => {
    expect(lineNames({}).for('1.2.3')).toBe('1.2')
  })
})

it('one remark names the lines that are no chain, the many by the first few', () => {
  expect(unchainedWords([])).toEqual([])
  expect(unchainedWords(['1.0'])).toEqual([expect.stringMatching(/^line 1\.0:/)])
  expect(unchainedWords(['1', '2', '3', '4', '5'])).toEqual([expect.stringMatching(/^lines 1, 2, 3 and 2 more:/)])
})
