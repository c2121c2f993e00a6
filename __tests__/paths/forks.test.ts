import type { GitObject } from '../../src/git/objects.ts'
import type { Repository } from '../../src/git/repository.ts'
import type { Migration, Obstacle, Release, Snapshot } from '../../src/model.ts'
import { readForks } from '../../src/paths/forks.ts'
import type { SnapshotReader } from '../../src/snapshots/read.ts'
import type { Step, World } from '../../src/view.ts'

const [tree, fork] = ['a', 'f'].map((digit) => digit.repeat(40)) as [string, string]
const commit = `tree ${tree}\nauthor A <a@b.c> 1 +0000\ncommitter A <a@b.c> 1 +0000\n\nStart\n`

/** A step from `1.0.0` to `2.0.0` that loses the first of the migrations. `there`: ids of blobs, by tree and path. */
async function ask(
  paths: readonly string[],
  there: Record<string, Record<string, string>>,
  parted: string | undefined,
) {
  const migrations = paths.map(
    (path, n) => ({ id: `m${n}`, parents: [], place: { path, line: 1 } }) as unknown as Migration,
  )
  const list = { migrations }
  const ends = ['1.0.0', '2.0.0'].map((ref) => ({ ref, commit: ref, tree: ref }) as unknown as Release)
  const [from, to] = ends as [Release, Release]
  const lost = { migration: migrations[0], effect: 'loses', cause: 'unknown-applied' } as unknown as Obstacle
  const step = { from, to, obstacles: new Map([['db', [lost]]]) } as unknown as Step
  const world = {
    lines: [],
    graph: { forkPoint: () => parted, reaches: () => false },
    snapshot: ({ tree: at }: Release) =>
      ({ lists: new Map(at === '1.0.0' ? [['db', list]] : []) }) as unknown as Snapshot,
  } as unknown as World
  const prepared: string[] = []
  const reader = {
    prepare: (trees: readonly string[]) => Promise.resolve(void prepared.push(...trees)),
    at: ({ tree: at }: Release, path: string) => {
      const oid = there[at]?.[path]
      return oid === undefined ? undefined : { oid }
    },
  } as unknown as SnapshotReader
  const objects = {
    read: (oids: readonly string[]) =>
      Promise.resolve(oids.map((): GitObject => ({ type: 'commit', data: Buffer.from(commit) }))),
  }
  const stood = await readForks({ objects } as unknown as Repository, reader, world, [step])
  return { stood: stood(migrations[0]!, step), prepared }
}

describe('readForks', () => {
  it('knows a file of one migration by its path, whatever became of its text', async () => {
    const answer = await ask(['db/1.sql'], { [tree]: { 'db/1.sql': 'x' }, '1.0.0': { 'db/1.sql': 'y' } }, fork)
    expect(answer).toEqual({ stood: true, prepared: [tree] })
    expect((await ask(['db/1.sql'], { '1.0.0': { 'db/1.sql': 'y' } }, fork)).stood).toBe(false)
  })

  it('knows one of several in a file only where the text is the very same', async () => {
    const paths = ['all.xml', 'all.xml']
    expect((await ask(paths, { [tree]: { 'all.xml': 'x' }, '1.0.0': { 'all.xml': 'y' } }, fork)).stood).toBe(false)
    expect((await ask(paths, { [tree]: { 'all.xml': 'x' }, '1.0.0': { 'all.xml': 'x' } }, fork)).stood).toBe(true)
  })

  it('knows nothing of histories that have nothing in common', async () => {
    const answer = await ask(['db/1.sql'], { [tree]: { 'db/1.sql': 'x' }, '1.0.0': { 'db/1.sql': 'x' } }, undefined)
    expect(answer).toEqual({ stood: false, prepared: [] })
  })
})
