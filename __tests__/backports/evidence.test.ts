import * as fc from 'fast-check'
import { createEvidence } from '../../src/backports/evidence.ts'
import { parseCommit, type Facts } from '../../src/backports/message.ts'

interface Said {
  readonly subject: number
  readonly part: number
  readonly date: number
  readonly issue: number
  readonly change: number
}

const few = fc.nat(3)
const said: fc.Arbitrary<readonly Said[]> = fc.array(
  fc.record({ subject: few, part: few, date: few, issue: few, change: few }),
  { maxLength: 12 },
)

function factsOf({ subject, part, date, issue, change }: Said, n: number): Facts {
  const squashed = part === 0 ? '' : `* ${wording(part)}\n`
  const message = `${wording(subject)}\n\n${squashed}Fixes #${issue}\nChange-Id: I0000000${change}\n`
  const commit = n.toString(16).padStart(40, '0')
  return parseCommit({ commit, authorName: 'a', authorEmail: 'a@b', authorDate: date, date: n, message })
}

function wording(n: number): string {
  return n === 3 ? 'Revert "close the queue 0 when done"' : `close the queue ${n} when done`
}

describe('createEvidence', () => {
  it('relates a commit to the same others whether they were known before it was asked about or not', () => {
    fc.assert(
      fc.property(said, (all) => {
        const facts = all.map(factsOf)
        const [asked, whole] = [createEvidence(), createEvidence()]
        for (const one of facts) whole.add(one)
        facts.forEach((one, n) => {
          asked.add(one)
          for (const known of facts.slice(0, n + 1)) asked.related(known)
        })
        for (const one of facts) expect(new Set(asked.related(one))).toEqual(new Set(whole.related(one)))
      }),
    )
  })

  it('answers with the same list while nothing is added that has to do with the commit', () => {
    const evidence = createEvidence()
    const [one, twin, stranger] = [1, 1, 2].map((n) =>
      factsOf({ subject: n, part: 0, date: n, issue: n, change: n }, n * 10),
    ) as [Facts, Facts, Facts]
    evidence.add(one)
    evidence.add({ ...twin, commit: 'f'.repeat(40) })
    const found = evidence.related(one)
    expect(found).toHaveLength(1)
    evidence.add(stranger)
    expect(evidence.related(one)).toBe(found)
    evidence.add({ ...twin, commit: 'e'.repeat(40) })
    expect(evidence.related(one)).toHaveLength(2)
  })

  it('makes nothing of a subject that hundreds of commits have', () => {
    const evidence = createEvidence()
    const many = Array.from({ length: 300 }, (_, n) =>
      factsOf({ subject: 1, part: 0, date: 1000 * n, issue: n, change: n }, n + 1),
    )
    for (const one of many) evidence.add(one)
    expect(evidence.related(many[7]!)).toEqual([])
    evidence.add({ ...many[7]!, commit: 'f'.repeat(40) })
    expect(evidence.related(many[7]!).map(({ commit }) => commit)).toEqual(['f'.repeat(40)])
  })
})
