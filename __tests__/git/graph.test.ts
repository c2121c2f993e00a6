import * as fc from 'fast-check'
import { buildGraph, readGraph } from '../../src/git/graph.ts'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { emptyRepository, runGit, temporaryFolder } from '../support/git.ts'

interface Commit {
  readonly name: string
  readonly date: number
  readonly parents: readonly string[]
}

/** Commits in any order, up to two parents each, with clocks that say anything. */
const histories: fc.Arbitrary<readonly Commit[]> = fc
  .array(fc.record({ date: fc.nat(9), parents: fc.array(fc.nat(), { maxLength: 3 }) }), { minLength: 1, maxLength: 40 })
  .map((drawn) =>
    drawn.map(({ date, parents }, n): Commit => {
      const names = n === 0 ? [] : [...new Set(parents.map((parent) => `c${parent % n}`))]
      return { name: `c${n}`, date, parents: names }
    }),
  )
const shuffled = histories.chain(
  (commits) =>
  fc.tuple(fc.constant(commits), fc.shuffledSubarray([...commits], { minLength: commits.length }), fc.subarray(commits.map(({ name }) => name))), // prettier-ignore
)

function textOf(commits: readonly Commit[]): string {
  return commits.map(({ name, date, parents }) => [date, name, ...parents].join(' ')).join('\n')
}

/** Everything a commit descends from, itself too, by following parents. */
function ancestry(commits: readonly Commit[], name: string): ReadonlySet<string> {
  const byName = new Map(commits.map((commit) => [commit.name, commit]))
  const seen = new Set<string>()
  const follow = (at: string): void => {
    if (seen.has(at) || !byName.has(at)) return
    seen.add(at)
    byName.get(at)!.parents.forEach(follow)
  }
  follow(name)
  return seen
}

describe('buildGraph', () => {
  it('tells who reaches whom as a plain walk does, for tips and for other commits', () => {
    fc.assert(
      fc.property(shuffled, ([commits, rows, tips]) => {
        const graph = buildGraph(Buffer.from(textOf(rows)), tips)
        for (const { name } of commits) {
          const reached = ancestry(commits, name)
          for (const other of commits) expect(graph.reaches(name, other.name)).toBe(reached.has(other.name))
        }
      }),
      { numRuns: 150 },
    )
  })

  it('lists what one tip has and another lacks', () => {
    fc.assert(
      fc.property(shuffled, fc.nat(), fc.nat(), ([commits, rows, tips], a, b) => {
        const [without, tip] = [commits[a % commits.length]!.name, commits[b % commits.length]!.name]
        const known = ancestry(commits, without)
        const expected = rows
          .map(({ name }) => name)
          .filter((name) => ancestry(commits, tip).has(name) && !known.has(name))
        expect(buildGraph(Buffer.from(textOf(rows)), tips).between(without, tip)).toEqual(expected)
      }),
    )
  })

  it('lists what two tips share from a day on', () => {
    fc.assert(
      fc.property(shuffled, fc.nat(), fc.nat(), fc.nat(), ([commits, rows, tips], a, b, c) => {
        const [left, right, one] = [a, b, c].map((n) => commits[n % commits.length]!) as [Commit, Commit, Commit]
        const shared = rows.filter(
          ({ name, parents, date }) =>
            ancestry(commits, left.name).has(name) &&
            ancestry(commits, right.name).has(name) &&
            parents.length < 2 &&
            date >= one.date,
        )
        const found = buildGraph(Buffer.from(textOf(rows)), tips).shared(left.name, right.name, one.date)
        expect(found).toEqual(shared.map(({ name }) => name))
      }),
    )
  })

  it('finds the newest of the best common ancestors', () => {
    fc.assert(
      fc.property(shuffled, fc.nat(), fc.nat(), ([commits, rows, tips], a, b) => {
        const [left, right] = [commits[a % commits.length]!.name, commits[b % commits.length]!.name]
        const common = commits.filter(
          ({ name }) => ancestry(commits, left).has(name) && ancestry(commits, right).has(name),
        )
        const best = common.filter(({ name }) => !common.some((other) => other.name !== name && ancestry(commits, other.name).has(name))) // prettier-ignore
        const found = buildGraph(Buffer.from(textOf(rows)), tips).forkPoint(left, right)
        if (common.length === 0) expect(found).toBeUndefined()
        else expect(best.find(({ name }) => name === found)?.date).toBe(Math.max(...best.map(({ date }) => date)))
      }),
    )
  })

  it('prefers a descendant as fork point where clocks tie or run backwards', () => {
    const rows = '5 left middle\n5 right middle\n5 middle root\n5 root'
    for (const text of [rows, rows.split('\n').reverse().join('\n'), rows.replace('5 middle', '1 middle')]) {
      expect(buildGraph(Buffer.from(text), ['left', 'right']).forkPoint('left', 'right')).toBe('middle')
    }
  })

  it('walks first parents to the root', () => {
    const graph = buildGraph(Buffer.from('4 d c x\n3 c b\n2 b a\n1 a\n9 x a'), ['d'])
    expect([...graph.firstParents('d')]).toEqual(['d', 'c', 'b', 'a'])
    expect([...graph.firstParents('nowhere')]).toEqual([])
    expect([graph.between('a', 'd'), graph.between('a', 'd', 'no merges')]).toEqual([
      ['d', 'c', 'b', 'x'],
      ['c', 'b', 'x'],
    ])
    expect(graph.shared('d', 'd', 2)).toEqual(['c', 'b', 'x'])
    expect([4, 3, 2.5, 0].map((day) => graph.asOf('d', day))).toEqual(['d', 'c', 'b', undefined])
    expect(graph.commits.length).toBe(5)
  })

  it('says nothing of commits it does not have', () => {
    const graph = buildGraph(Buffer.from('2 b a\n1 a beyond'), ['b', 'elsewhere'])
    expect([graph.has('beyond'), graph.date('beyond'), graph.asOf('a', 0)]).toEqual([false, undefined, undefined])
    expect(['a', 'b', 'elsewhere', 'beyond'].map((name) => graph.reaches('elsewhere', name))).toEqual([
      false,
      false,
      false,
      false,
    ])
    expect(graph.forkPoint('b', 'elsewhere')).toBeUndefined()
    expect(buildGraph(Buffer.alloc(0), []).commits.length).toBe(0)
  })

  it('holds 300 tips over 100,000 commits at once', () => {
    const rows = Array.from({ length: 100_000 }, (_, n) => `${n} c${n}${n > 0 ? ` c${n - 1}` : ''}`).reverse()
    const tips = Array.from({ length: 300 }, (_, n) => `c${n * 333}`)
    const graph = buildGraph(Buffer.from(rows.join('\n')), tips)
    expect([graph.reaches('c99567', 'c0'), graph.reaches('c0', 'c99567'), graph.reaches('c33300', 'c33299')]).toEqual([true, false, true]) // prettier-ignore
    expect(graph.between('c333', 'c99567')).toHaveLength(99_567 - 333)
  })
})

describe('readGraph', () => {
  const folder = temporaryFolder('graph')

  it('reads what a damaged history still shows, and says that it is not whole', async () => {
    const directory = emptyRepository(folder, 'damaged')
    const tree = runGit(directory, ['mktree'])
    const commits: string[] = []
    for (let n = 0; n < 4; n++) {
      const parents = n === 0 ? [] : ['-p', commits[n - 1]!]
      commits.push(runGit(directory, ['commit-tree', tree, ...parents, '-m', `c${n}`], '', n))
    }
    const [root, lost, next, tip] = commits as [string, string, string, string]
    const whole = await readGraph(directory, [tip, root])
    expect([whole.incomplete, whole.reaches(tip, root), whole.commits.length]).toEqual([undefined, true, 4])
    rmSync(join(directory, 'objects', lost.slice(0, 2), lost.slice(2)))
    const graph = await readGraph(directory, [tip, root, next])
    expect(graph.incomplete).toEqual(expect.any(String))
    expect([graph.has(tip), graph.has(root), graph.reaches(tip, next), graph.reaches(tip, root)]).toEqual([
      true,
      true,
      true,
      false,
    ])
  })

  it('asks git nothing where there are no tips', async () => {
    expect((await readGraph(join(folder, 'nowhere'), [])).commits.length).toBe(0)
  })
})
