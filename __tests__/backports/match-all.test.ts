import * as fc from 'fast-check'
import type { Contents } from '../../src/backports/likeness.ts'
import { parseCommit } from '../../src/backports/message.ts'
import { matchAll, type Known } from '../../src/backports/round.ts'

interface Drawn {
  readonly subject: string
  readonly author: number
  readonly authored: number
  readonly file: number
  readonly lines: readonly number[]
}

const drawn: fc.Arbitrary<Drawn> = fc.record({
  subject: fc.constantFrom(
    'Repair the pump',
    'Replace the valve',
    'Fix tests',
    'Bump version',
    'Count the flow of water',
  ),
  author: fc.nat(2),
  authored: fc.nat(1000),
  file: fc.nat(4),
  lines: fc.array(fc.nat(30), { minLength: 1, maxLength: 12 }),
})

function known(line: string, n: number, { subject, author, authored, file, lines }: Drawn, message = subject): Known {
  const commit = `${line}${n.toString(16).padStart(39, '0')}`
  const people = {
    authorName: `a${author}`,
    authorEmail: `a${author}@example.org`,
    authorDate: authored,
    date: 2000 + n,
  }
  const counts = new Map<number, number>()
  for (const one of lines) counts.set(one, (counts.get(one) ?? 0) + 1)
  const id = `${file} ${lines.toSorted((a, b) => a - b).join()}`
  const change = { path: `src/f${file}`, status: 'M', oldBlob: `${commit}0`, newBlob: `${commit}1` }
  const contents: Contents = { changes: [change], patch: { id, lines: counts, size: lines.length } }
  return { facts: parseCommit({ commit, ...people, message }), contents }
}

const lists = fc.tuple(fc.array(drawn, { maxLength: 8 }), fc.array(drawn, { maxLength: 8 }))

describe('matchAll', () => {
  it('answers every commit once, with a commit of the other line or with none, whatever the order', () => {
    fc.assert(
      fc.property(lists, fc.nat(), ([left, right], turn) => {
        const from = left.map((one, n) => known('a', n, one))
        const to = right.map((one, n) => known('b', n, one))
        const matches = matchAll(from, to)
        const others = new Set(to.map(({ facts }) => facts.commit))
        expect(matches.map(({ commit }) => commit)).toEqual(from.map(({ facts }) => facts.commit))
        for (const { equivalent, by } of matches) {
          expect(equivalent === null).toBe(by === undefined)
          if (equivalent !== null) expect(others).toContain(equivalent)
        }
        const turned = [...to.slice(turn % (to.length + 1)), ...to.slice(0, turn % (to.length + 1))]
        expect(matchAll(from, turned)).toEqual(matches)
      }),
    )
  })

  it('finds every exact pick among strangers, though nothing names it', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(drawn, { minLength: 1, maxLength: 8, selector: ({ authored }) => authored }),
        fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }),
        (originals, picked) => {
          const to = originals.map((one, n) => known('b', n, one))
          const from = originals.flatMap((one, n) => (picked[n] === true ? [known('a', n, one)] : []))
          for (const { commit, equivalent } of matchAll(from, to)) expect(equivalent).toBe(`b${commit.slice(1)}`)
        },
      ),
    )
  })

  it('never answers with a reverted commit, nor for a revert with what it undoes', () => {
    fc.assert(
      fc.property(fc.array(drawn, { minLength: 1, maxLength: 6 }), (originals) => {
        const from = originals.flatMap((one, n) => [
          known('a', n, one),
          known('a', 50 + n, { ...one, authored: 1500 + n }, `Revert "${one.subject}"`),
        ])
        const made = originals.map((one, n) => known('b', n, one))
        const undone = originals.map((one, n) => {
          const message = `Revert "${one.subject}"\n\nThis reverts commit b${n.toString(16).padStart(39, '0')}.`
          return known('b', 100 + n, one, message)
        })
        for (const { equivalent } of matchAll(from.slice(0, 1), [...made, ...undone])) expect(equivalent).toBeNull()
        for (const { commit, equivalent } of matchAll(from, made)) {
          if (parseInt(commit.slice(1), 16) >= 50) expect(equivalent).toBeNull()
        }
      }),
    )
  })

  it('uses no kind of evidence that is left out', () => {
    const kinds = ['patch-id', 'migration', 'change-id', 'subject', 'reference', 'lines'] as const
    fc.assert(
      fc.property(lists, fc.subarray([...kinds]), ([left, right], without) => {
        const from = left.map((one, n) => known('a', n, one))
        const to = right.map((one, n) => known('b', n, one))
        for (const { by } of matchAll(from, to, without)) expect(without).not.toContain(by)
      }),
    )
  })

  it('says nothing when everything is left out', () => {
    const one: Drawn = { subject: 'Repair the pump', author: 1, authored: 1, file: 1, lines: [1, 2, 3, 4, 5] }
    const all = ['trailer', 'patch-id', 'migration', 'change-id', 'subject', 'reference', 'lines'] as const
    expect(matchAll([known('a', 1, one)], [known('b', 1, one)], all)[0]?.equivalent).toBeNull()
    expect(matchAll([known('a', 1, one)], [known('b', 1, one)])[0]?.by).toBe('subject')
  })

  it('gives of two that look alike each its own', () => {
    const one: Drawn = { subject: 'Fix tests', author: 1, authored: 1, file: 1, lines: [1, 2, 3, 4, 5, 6, 7, 8, 9] }
    const near = { ...one, lines: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] }
    const from = [known('a', 1, { ...one, authored: 5 }), known('a', 2, { ...near, authored: 6 })]
    const found = matchAll(from, [known('b', 1, one), known('b', 2, { ...near, authored: 2 })])
    expect(found.map(({ equivalent }) => equivalent?.slice(-1))).toEqual(['1', '2'])
  })
})
