import { join } from 'node:path'
import { GitError } from '../../src/git/run.ts'
import type { Manifest } from '../../src/model.ts'
import { branchOf, findRevision, placeCandidate } from '../../src/releases/candidate.ts'
import { historyOf, makeHistory, type Commit } from '../support/history.ts'
import { temporaryFolder } from '../support/git.ts'

const folder = temporaryFolder('candidate')
/** Repositories by their commits, each made once. */
const repositories = new Map<string, string>()

interface Asked {
  readonly ref: string
  /** The branch it goes to, where that is not its own. */
  readonly onto?: string
  readonly version?: string
  readonly manifests?: readonly string[]
}

async function place(commits: readonly Commit[], asked: Asked) {
  const key = JSON.stringify(commits)
  const directory = repositories.get(key) ?? join(folder, `${repositories.size}`)
  if (!repositories.has(key)) await makeHistory(directory, commits)
  repositories.set(key, directory)
  const { repository, history, revisions } = await historyOf(directory, '', [asked.ref])
  try {
    const branch = asked.onto ?? (await branchOf(repository, asked.ref))
    const manifests = (asked.manifests ?? []).map((version): Manifest => ({ format: 'npm', place: { path: 'package.json', line: 1 }, version })) // prettier-ignore
    const given = {
      ...(branch === undefined ? {} : { branch }),
      ...(asked.version === undefined ? {} : { version: asked.version }),
    }
    const placed = placeCandidate({ revision: revisions[0]!, history, manifests, ...given })
    const settled = placed.tag === undefined ? history.including(placed) : history
    return {
      version: placed.version.text,
      from: placed.versionSource,
      line: settled === history ? placed.line : settled.lineFor(placed.version),
      lines: settled.lines.join(' '),
    }
  } finally {
    repository.close()
  }
}

/** 1.0, 1.1 and 2.0 on main and one commit more; 1.2 off 1.1 on release/1.x and one commit more; a topic off main. */
const story: Commit[] = [
  { tags: ['1.0'] },
  { tags: ['1.1'] },
  { tags: ['2.0', 'v2.0.0'] },
  {},
  { branch: 'release/1.x', parents: [1], tags: ['1.2'] },
  { branch: 'release/1.x' },
  { branch: 'topic', parents: [3] },
  { branch: 'fix-1', parents: [4] },
]

describe('placeCandidate', () => {
  it.each([
    ['a tag by its tag', { ref: '1.2' }, { version: '1.2', from: 'tag', line: '1' }],
    ['a twin of a tag, too', { ref: 'v2.0.0' }, { version: '2.0', from: 'tag', line: '2' }],
    ['what the user states before all', { ref: '1.2', version: '3.1' }, { version: '3.1', from: 'flag', line: '3' }],
    ['main above everything', { ref: 'main' }, { version: '2.1', from: 'default-branch', line: '2' }],
    ['HEAD as the branch it names', { ref: 'HEAD' }, { version: '2.1', from: 'default-branch', line: '2' }],
    ['a release branch as the next of its line', { ref: 'release/1.x' }, { version: '1.3', from: 'next', line: '1' }],
    ['a topic off main with main', { ref: 'topic' }, { version: '2.1', from: 'default-branch', line: '2' }],
    ['a topic off a release branch with its line', { ref: 'fix-1' }, { version: '1.3', from: 'next', line: '1' }],
    [
      'a pull request by its target',
      { ref: 'topic', onto: 'release/1.x' },
      { version: '1.3', from: 'next', line: '1' },
    ],
    [
      'a number in the manifest that is free',
      { ref: 'main', manifests: ['2.5.0'] },
      { version: '2.5.0', from: 'manifest', line: '2' },
    ],
    [
      'a number on its way',
      { ref: 'release/1.x', manifests: ['1.3.0-SNAPSHOT'] },
      { version: '1.3.0', from: 'manifest', line: '1' },
    ],
    [
      'no number that is taken',
      { ref: 'main', manifests: ['2.0'] },
      { version: '2.1', from: 'default-branch', line: '2' },
    ],
    [
      'no placeholder',
      { ref: 'main', manifests: ['0.0.0', 'dev', '0.1'] },
      { version: '2.1', from: 'default-branch', line: '2' },
    ],
  ])('places %s', async (_, asked, expected) => {
    expect(await place(story, asked)).toMatchObject(expected)
  })

  it.each([
    ['v3.0.0-rc1', { version: '3.0.0', from: 'tag', line: '3' }],
    ['3.0b2', { version: '3.0', from: 'tag', line: '3' }],
  ])('places a pre-release by the number it is on its way to (%s)', async (ref, expected) => {
    const commits = [...story.slice(0, 3), { tags: ['v3.0.0-rc1', '3.0b2'] }]
    expect(await place(commits, { ref, manifests: ['2.5.0'] })).toMatchObject(expected)
  })

  it.each([
    ['what follows it by its number', ['3.0.0-beta1', '3.0.0-rc1'], [], { version: '3.0.0', from: 'tag', line: '3' }],
    ['nothing once that is released', ['3.0.0-rc1'], ['3.0.0'], { version: '3.0.1', from: 'default-branch' }],
    ['nothing where a higher one is', ['1.9-rc1'], [], { version: '2.1', from: 'default-branch', line: '2' }],
  ])('places by a pre-release %s', async (_, tags, later, expected) => {
    const commits = [...story.slice(0, 3), { tags }, { tags: later }, {}]
    expect(await place(commits, { ref: 'main' })).toMatchObject(expected)
  })

  it('numbers main in a line of its own where the newest line has its branch', async () => {
    const commits: Commit[] = [
      { tags: ['1.0.0'] },
      { branch: 'release/1.0', tags: ['1.0.1'] },
      { branch: 'release/1.0' },
      { parents: [0] },
    ]
    expect(await place(commits, { ref: 'main' })).toMatchObject({ version: '2.0.0', from: 'default-branch', line: '2' })
    expect(await place(commits, { ref: 'release/1.0' })).toMatchObject({ version: '1.0.2', from: 'next', line: '1' })
  })

  it('tells lines apart by the candidate: the first backport to a release branch', async () => {
    const commits: Commit[] = [
      { tags: ['2.0.0'] },
      { tags: ['2.1.0'] },
      { branch: 'release/2.0', parents: [0] },
      { parents: [1] },
    ]
    expect(await place(commits, { ref: 'release/2.0' })).toEqual({
      version: '2.0.1',
      from: 'next',
      line: '2.0',
      lines: '2.0 2.1',
    })
    expect(await place(commits, { ref: 'main' })).toEqual({
      version: '2.1.1',
      from: 'default-branch',
      line: '2',
      lines: '2',
    })
    expect(await place(commits, { ref: 'release/2.0', version: '2.0.1' })).toMatchObject({
      line: '2.0',
      lines: '2.0 2.1',
    })
  })

  it('takes the number a release branch states for the line where numbers tell it', async () => {
    const commits: Commit[] = [
      { tags: ['1.0.0'] },
      { branch: 'release/1.x', tags: ['1.0.1'] },
      { parents: [0], tags: ['1.1.0'] },
      { branch: 'release/1.1', tags: ['1.1.1'] },
      { parents: [2], tags: ['2.0.0'] },
    ]
    expect(await place(commits, { ref: 'release/1.1', onto: 'release/1.1.x' })).toMatchObject({ line: '1.1' })
    expect(await place([...commits, { branch: '1.x', parents: [3] }], { ref: '1.x' })).toMatchObject({
      version: '1.1.2',
      line: '1.1',
    })
  })

  it('keeps the number a person asked for where one commit has two', async () => {
    const commits: Commit[] = [{ tags: ['1.0'] }, { tags: ['1.1', '1.2'] }]
    const versions: string[] = []
    for (const ref of ['1.1', '1.2', 'refs/tags/1.1', 'HEAD']) versions.push((await place(commits, { ref })).version)
    expect(versions).toEqual(['1.1', '1.2', '1.1', '1.2'])
  })

  it('places something where nothing is released', async () => {
    expect(await place([{}], { ref: 'main' })).toMatchObject({ from: 'default-branch', line: '0' })
    expect(await place([{}], { ref: 'main', manifests: ['1.0'] })).toMatchObject({
      version: '1.0',
      from: 'manifest',
      line: '1',
    })
  })

  it('refuses what is no version and what is no commit', async () => {
    await expect(place(story, { ref: 'main', version: 'soon' })).rejects.toThrow(GitError)
    await expect(place(story, { ref: '--all' })).rejects.toThrow(GitError)
    await expect(place(story, { ref: 'nowhere' })).rejects.toThrow(GitError)
  })
})

describe('branchOf', () => {
  it('is the short name of a branch, local or remote, and nothing for tags and commits', async () => {
    const directory = join(folder, 'branches')
    const [first] = await makeHistory(directory, [{ tags: ['1.0', 'both'] }, { branch: 'both', parents: [0] }])
    const { repository } = await historyOf(directory)
    const names = ['HEAD', 'main', 'refs/heads/main', '1.0', first!, 'both', 'refs/heads/both', 'nowhere']
    expect(await Promise.all(names.map((name) => branchOf(repository, name)))).toEqual(['main', 'main', 'main', undefined, undefined, undefined, 'both', undefined]) // prettier-ignore
    expect((await findRevision(repository, 'both', 'x')).commit).toBe(first)
    repository.close()
  })
})
