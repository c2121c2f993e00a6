import * as fc from 'fast-check'
import { join } from 'node:path'
import { branchNumber, mayBeHead } from '../../src/releases/heads.ts'
import { parseConfig } from '../../src/config/load.ts'
import { placeRelease } from '../../src/releases/candidate.ts'
import { buildWorld } from '../../src/world.ts'
import { earlierThan, tipsAsOf } from '../../src/releases/history.ts'
import { historyOf, makeHistory, type Commit } from '../support/history.ts'
import { temporaryFolder } from '../support/git.ts'

const folder = temporaryFolder('history')
let made = 0

async function read(commits: readonly Commit[], config = '') {
  const directory = join(folder, `${made++}`)
  await makeHistory(directory, commits)
  return await historyOf(directory, config)
}

async function heads(commits: readonly Commit[], config = '') {
  const { repository, history } = await read(commits, config)
  repository.close()
  return Object.fromEntries([...history.heads].map(([line, { name }]) => [line, name]))
}

/** Tagged commits with any parents and any clock; commit n is release 1.n. */
const histories: fc.Arbitrary<readonly (Commit & { readonly date: number; readonly parents: readonly number[] })[]> = fc
  .array(fc.record({ date: fc.nat(6), parents: fc.array(fc.nat(), { maxLength: 2 }) }), { minLength: 2, maxLength: 10 })
  .map((drawn) =>
    drawn.map(({ date, parents }, n) => ({
      date,
      tags: [`1.${n}`],
      parents: n === 0 ? [] : [...new Set(parents.map((parent) => parent % n))],
    })),
  )

describe('earlierThan', () => {
  it("reads the model's sentence as it stands", async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (commits) => {
        const { repository, history } = await read(commits)
        repository.close()
        const ancestors = (n: number): Set<number> =>
          new Set([n, ...commits[n]!.parents.flatMap((parent) => [...ancestors(parent)])])
        // Between tags: an ancestor is earlier; else the committer date decides, raised to that of any ancestor
        // release; a tie counts as earlier.
        const raised = commits.map((_, n) => Math.max(...[...ancestors(n)].map((other) => commits[other]!.date)))
        const isEarlier = (a: number, b: number): boolean =>
          a !== b && (ancestors(b).has(a) || (!ancestors(a).has(b) && raised[a]! <= raised[b]!))
        for (const n of commits.keys()) {
          const release = history.releases.find(({ tag }) => tag === `1.${n}`)!
          const expected = [...commits.keys()].filter((other) => isEarlier(other, n)).map((other) => `1.${other}`)
          expect(earlierThan(release, release.date, history).map(({ tag }) => tag)).toEqual(expected)
          const unreleased = { ...release, date: 0 }
          expect(earlierThan(unreleased, Infinity, history)).toHaveLength(commits.length - 1)
        }
      }),
      { numRuns: 25 },
    )
  })

  it('leaves out what is later than the day asked for, but for ancestors', async () => {
    const { repository, history } = await read([
      { tags: ['1.0'], date: 5 },
      { tags: ['1.1'], date: 1 },
      { tags: ['1.2'], date: 9, parents: [0] },
    ])
    repository.close()
    const [, second] = history.releases
    expect(earlierThan(second!, 1_000_000_004, history).map(({ tag }) => tag)).toEqual(['1.0'])
    expect(earlierThan(second!, 1_000_000_009, history).map(({ tag }) => tag)).toEqual(['1.0', '1.2'])
  })
})

describe('tipsAsOf', () => {
  it('cuts a branch along first parents at the day', async () => {
    const commits: Commit[] = [
      { tags: ['1.0'], date: 0 },
      { date: 2 },
      { branch: 'topic', parents: [0], date: 5 },
      { parents: [1, 2], date: 6 },
      { date: 9 },
    ]
    const { repository, history } = await read(commits)
    const at = async (date: number) => {
      const tips = await tipsAsOf(repository, history, 1_000_000_000 + date)
      return tips.get('1') && tips.get('1')!.date - 1_000_000_000
    }
    // On day 5 the topic was not merged yet: the branch stood at the commit of day 2.
    expect(await Promise.all([99, 9, 8, 6, 5, 1, 0, -1].map(at))).toEqual([9, 9, 6, 6, 2, 0, 0, undefined])
    repository.close()
  })
})

describe('tipsAsOf, of a line without a branch', () => {
  const commits: readonly Commit[] = [
    { tags: ['1.0.0'], date: 0 },
    { tags: ['2.0.0'], date: 1, branch: 'main' },
    { parents: [0], date: 2, branch: 'one' },
    { tags: ['1.0.1'], date: 4, branch: 'one' },
    { date: 6, branch: 'one' },
    { tags: ['one-eol'], date: 8, branch: 'one' },
  ]

  it.each([
    [0, undefined, undefined],
    [1, undefined, undefined],
    [3, 2, 'what became 1.0.1'],
    [4, undefined, undefined],
    [7, 6, 'what became one-eol'],
    [9, undefined, undefined],
  ])('on day %d it stood at the commit of day %s', async (date, tip, ref) => {
    const { repository, history } = await read(commits, 'releases: { lines: 1 }')
    const [line = ''] = history.lines
    expect(history.heads.has(line)).toBe(false)
    const found = (await tipsAsOf(repository, history, 1_000_000_000 + date)).get(line)
    repository.close()
    expect([found && found.date - 1_000_000_000, found?.ref]).toEqual([tip, ref])
  })
})

describe('lines that a tag marks as ended', () => {
  const commits: readonly Commit[] = [
    { tags: ['1.0', 'zulu-eol'], date: 0 },
    { tags: ['2.0'], date: 1 },
    { tags: ['1.1'], parents: [0], date: 2, branch: 'release/1' },
    { tags: ['train-eol', '2.0-em'], parents: [2], date: 5, branch: 'release/1' },
    { tags: ['3.0'], parents: [1], date: 6, branch: 'main' },
    { tags: ['2.1'], parents: [1], date: 7, branch: 'release/2' },
  ]
  const day = (date: number): number => 1_000_000_000 + date

  it('are those of the last release that the tag has', async () => {
    const { repository, history } = await read(commits, 'releases: { lines: 1 }')
    repository.close()
    expect([...history.ended].map(([line, { tag, date }]) => [line, tag, date])).toEqual([['1', 'train-eol', day(5)]])
  })

  it.each([
    [4, true],
    [5, false],
  ])('are supported on day %d: %s', async (date, supported) => {
    const { repository, history } = await read(commits, 'releases: { lines: 1 }')
    repository.close()
    const candidate = placeRelease(history.releases.find(({ tag }) => tag === '3.0')!)
    const world = buildWorld({
      history,
      config: parseConfig('', ''),
      candidate,
      asOf: day(date),
      earlier: history.releases.filter(({ line }) => line === '1'),
      heads: new Map(),
      snapshots: new Map(),
      readers: new Map(),
    })
    expect(world.line('1')?.supported).toBe(supported)
  })
})

describe('branches', () => {
  it.each([
    ['release/1.2', [1, 2]],
    ['release/1.2.x', [1, 2]],
    ['releases/v1.2', [1, 2]],
    ['release-1.2.0', [1, 2, 0]],
    ['1.2-stable', [1, 2]],
    ['stable/2025.1', [2025, 1]],
    ['REL_15_STABLE', [15]],
    ['REL1_15', [1, 15]],
    ['v7-stable', [7]],
    ['7.x', [7]],
    ['branch-1.2', [1, 2]],
    ['maint/1.2', [1, 2]],
    ['hotfix/1.2', [1, 2]],
    ['support/v1', [1]],
    ['1.2-lts', [1, 2]],
    ['bugfix/1.2', [1, 2]],
  ])('reads the number of %s', (name, number) => {
    expect(branchNumber(name)).toEqual(number)
  })

  it.each([
    'main',
    'feature/1-button',
    'fix-123-crash',
    'dependabot/npm/x-1.2',
    'release',
    'stable/',
    'v',
    '',
    'issue/1',
    'bugfix/12',
    'bugfix/1.2-crash',
    `release/${'v'.repeat(9999)}x`,
    `${'1.'.repeat(9999)}x!`,
  ])('reads none in %j', (name) => {
    // prettier-ignore
    expect(branchNumber(name)).toBeUndefined()
  })

  it('tells what may be the head of a line', () => {
    expect(['main', 'master', 'stable/train', 'release/1.x', '2.x'].map(mayBeHead)).toEqual([
      true,
      true,
      true,
      true,
      true,
    ])
    expect(['topic', 'feature/main', 'stable', 'renovate/lodash'].map(mayBeHead)).toEqual([false, false, false, false])
  })
})

/** 1.0, 1.1 and 2.0 on main; 1.2 off 1.1 on a branch of its own. */
function twoLines(branch: string): Commit[] {
  return [{ tags: ['1.0'] }, { tags: ['1.1'] }, { tags: ['2.0'] }, { branch, parents: [1], tags: ['1.2'] }]
}

describe('heads of lines', () => {
  it.each(['release/1.x', 'release/1', '1.x', 'v1', '1-stable', 'REL_1_STABLE', 'releases/v1.x', 'support/1'])(
    'finds %s for line 1 and main for line 2',
    async (branch) => {
      // prettier-ignore
      expect(await heads(twoLines(branch))).toEqual({ 1: branch, 2: 'main' })
    },
  )

  it('takes what the config says', async () => {
    expect(await heads(twoLines('old-stuff'))).toEqual({ 2: 'main' })
    expect(await heads(twoLines('old-stuff'), 'releases: { heads: { "1.x": old-stuff } }')).toEqual({
      1: 'old-stuff',
      2: 'main',
    })
  })

  it('finds a named series by what it reaches', async () => {
    const commits: Commit[] = [
      { tags: ['22.0.0'] },
      { branch: 'stable/yoga', tags: ['22.0.1'] },
      { parents: [0], tags: ['23.0.0'] },
      { branch: 'stable/zed', tags: ['23.0.1'] },
      { parents: [2] },
    ]
    expect(await heads(commits)).toEqual({ 22: 'stable/yoga', 23: 'stable/zed' })
  })

  it('takes the default branch for the newest line alone, and a release branch only for its own', async () => {
    expect(await heads([{ tags: ['2.0.0'] }, { tags: ['2.1.0'] }, { branch: 'release/2.0', parents: [0] }])).toEqual({ 2: 'main' }) // prettier-ignore
    const cut: Commit[] = [
      { tags: ['2.0.0'] },
      { tags: ['2.1.0'] },
      { branch: 'release/2.0', parents: [0], tags: ['2.0.1'] },
    ]
    expect(await heads(cut)).toEqual({ '2.0': 'release/2.0', '2.1': 'main' })
  })

  it('takes full numbers in branch names for the line they begin', async () => {
    const commits: Commit[] = [
      { tags: ['v2.0.0'] },
      { branch: 'release-2.0.0', tags: ['v2.0.1'] },
      { parents: [0] },
      { branch: 'release-2.1.0', tags: ['v2.1.0'] },
      { branch: 'release-2.1.0' },
    ]
    expect(await heads(commits)).toEqual({ '2.0': 'release-2.0.0', '2.1': 'release-2.1.0' })
  })
})
