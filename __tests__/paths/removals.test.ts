import type { Migration, MigrationList, Release, Snapshot } from '../../src/model.ts'
import { isRemoval } from '../../src/paths/removals.ts'
import type { World } from '../../src/view.ts'

/**
 * Releases as `version day ids`, an id with its parent as `b<a`; each is the first of its line where its last number is 0.
 * `built`: pairs of a release and one that it descends from.
 */
function worldOf(rows: readonly string[], built: readonly string[] = []) {
  const releases = rows.map((row) => {
    const [text = '', day = '', ids = ''] = row.split(' ')
    const line = text.split('.').slice(0, 2).join('.')
    const release = {
      tag: text,
      ref: text,
      commit: text,
      tree: text,
      date: Number(day),
      line,
      twins: [],
      version: { text, parts: text.split('.').map(Number), prerelease: [] },
    } satisfies Release
    return { release, ids: ids.split(',').filter((id) => id !== '') }
  })
  const names = [...new Set(releases.map(({ release }) => release.line))]
  const lines = names.map((name) => ({
    name,
    supported: true,
    releases: releases.flatMap(({ release }) => (release.line === name ? [release] : [])),
  }))
  const snapshot = (revision: { readonly tree: string }) => {
    const ids = releases.find(({ release }) => release.tree === revision.tree)?.ids ?? []
    const list = {
      migrations: ids.map((text) => ({ id: text.split('<')[0], order: [text], parents: text.split('<').slice(1) })),
    } as unknown as MigrationList
    return { lists: new Map([['db', list]]) } as unknown as Snapshot
  }
  const graph = { reaches: (tip: string, commit: string) => built.includes(`${tip} ${commit}`) }
  const world = { lines, snapshot, graph } as unknown as World
  const at = (tag: string): Release => releases.find(({ release }) => release.tag === tag)!.release
  return (id: string, from: string, to: string) =>
    isRemoval(world, 'db', { id, order: [id] } as unknown as Migration, { from: at(from), to: at(to) })
}

it('knows a clean-up of the trunk: lines opened with it before', () => {
  const removed = worldOf(['1.0.0 1 a', '1.1.0 2 a', '1.2.0 3 a', '1.2.1 4 a', '2.0.0 5 '])
  expect(removed('a', '1.2.1', '2.0.0')).toBe(true)
  expect(removed('a', '1.0.0', '2.0.0')).toBe(true)
})

it('counts the line that users come from', () => {
  const removed = worldOf(['1.0.0 1 a', '1.1.0 2 a', '1.1.1 3 a', '2.0.0 5 '])
  expect(['1.0.0', '1.1.0', '1.1.1'].map((from) => removed('a', from, '2.0.0'))).toEqual([true, true, true])
})

it('knows what a release drops that it was built on, wherever it stood, and for those who have it from elsewhere', () => {
  const rows = ['1.0.0 1 a,b', '1.0.1 6 a,b', '2.0.0 5 a,c']
  expect(worldOf(rows, ['2.0.0 1.0.0'])('b', '1.0.0', '2.0.0')).toBe(true)
  expect(worldOf(rows, ['2.0.0 1.0.0'])('b', '1.0.1', '2.0.0')).toBe(true)
  expect(worldOf(rows)('b', '1.0.1', '2.0.0')).toBe(false)
})

it('does not take a backport for one: no line opened with it', () => {
  const removed = worldOf(['1.0.0 1 ', '1.1.0 2 ', '1.1.1 6 b', '2.0.0 5 '])
  expect(removed('b', '1.1.1', '2.0.0')).toBe(false)
})

it('does not take an old line that opened with a fix after the newer one for a trunk', () => {
  const removed = worldOf(['1.1.0 6 b', '1.2.0 7 b', '1.2.1 8 b', '2.0.0 5 '])
  expect(removed('b', '1.2.1', '2.0.0')).toBe(false)
})

it('asks for two lines: one may have opened with what the trunk never had', () => {
  const removed = worldOf(['1.0.0 1 ', '1.3.0 4 b', '1.3.1 6 b', '2.0.0 5 '])
  expect(removed('b', '1.3.1', '2.0.0')).toBe(false)
})

it('knows what came before a revision that the target has', () => {
  const removed = worldOf(['1.0.0 1 a,b<a,c<b', '2.0.0 5 c<b,d<c'])
  expect([removed('a', '1.0.0', '2.0.0'), removed('b', '1.0.0', '2.0.0')]).toEqual([true, true])
})

it('does not take a revision on top of what the target has for one', () => {
  const removed = worldOf(['1.0.0 1 a', '1.0.1 6 a,b<a', '2.0.0 5 a,d<a'])
  expect(removed('b', '1.0.1', '2.0.0')).toBe(false)
})

it('does not take what a picked revision was put on for one', () => {
  const removed = worldOf(['1.0.0 1 a', '1.0.1 6 a,f<a,m<f', '2.0.0 5 a,m<a'])
  expect(removed('f', '1.0.1', '2.0.0')).toBe(false)
})

it('knows a first revision that was cut off, whether it still names what it stood on or not', () => {
  for (const first of ['b', 'b<a'])
    expect(worldOf(['1.0.0 1 a,b<a', `2.0.0 5 ${first},c<b`])('a', '1.0.0', '2.0.0')).toBe(true)
})
