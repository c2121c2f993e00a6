import fc from 'fast-check'
import { graphEngine } from '../../../src/migrations/engines/graph.ts'
import type { Migration } from '../../../src/model.ts'
import { behaviour, ids, migration, told } from './history.ts'

/** A version table with one row per head, stepped revision by revision as Alembic's `upgrade heads` documents. */
class Database {
  heads: string[] = []
  readonly journal: string[] = []

  upgrade(files: readonly Migration[]) {
    const find = (id: string) => files.find((file) => file.id === id)
    const below = (id: string): string[] => [id, ...(find(id)?.parents ?? []).flatMap(below)]
    const log: string[] = []
    for (const head of this.heads) if (!find(head)) log.push(`refuses unknown-applied ${head}`)
    for (const id of this.journal) {
      if (!this.heads.includes(id) && !find(id)) log.push(`loses unknown-applied ${id}`)
    }
    const ran: string[] = []
    if (this.heads.some((head) => !find(head))) return { log: log.sort(), ran }
    const overlapping = this.heads.filter((head) =>
      this.heads.some((other) => other !== head && below(other).includes(head)),
    )
    if (overlapping.length > 0) {
      return { log: [...log, ...overlapping.map((head) => `refuses misplaced ${head}`)].sort(), ran }
    }
    const stamped = this.heads.filter(find).flatMap(below)
    const pending = files.filter((file) => !stamped.includes(file.id))
    for (const file of files.filter((candidate) => candidate.effect !== 'noop')) {
      const isPending = pending.includes(file)
      if (isPending && this.journal.includes(file.id)) log.push(`reruns misplaced ${file.id}`)
      if (!isPending && !this.journal.includes(file.id)) log.push(`skips misplaced ${file.id}`)
    }
    while (ran.length < pending.length) {
      for (const file of pending) {
        const ready = file.parents.every((id) => ran.includes(id) || !pending.some((other) => other.id === id))
        if (!ready || ran.includes(file.id)) continue
        ran.push(file.id)
        if (!this.journal.includes(file.id)) this.journal.push(file.id)
        this.heads = [...this.heads.filter((head) => head !== file.id && !file.parents.includes(head)), file.id]
      }
    }
    return { log: log.sort(), ran: ran.sort() }
  }
}

/** A graph over some of six revisions: each descends from at most two that come earlier in a random arrangement. */
const graphs = fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e', 'f']).chain((names) => {
  const nodes = names.map((id, place) =>
    fc
      .record({
        parents: fc.subarray(names.slice(0, place), { maxLength: Math.min(place, 2) }),
        effect: fc.constantFrom('changes' as const, 'noop' as const),
      })
      .map((more) => migration(id, more)),
  )
  return fc.tuple(...nodes)
})

function chain(...names: readonly string[]): readonly Migration[] {
  return names.map((id, place) => migration(id, { parents: names.slice(0, place).slice(-1) }))
}

describe('graph engines', () => {
  it('do what a database that remembers heads does', () => {
    const lives = fc.array(graphs, { minLength: 2, maxLength: 4 })
    fc.assert(
      fc.property(lives, fc.infiniteStream(fc.nat(5)), (life, dice) => {
        const database = new Database()
        database.upgrade(life[0] ?? [])
        let applied = graphEngine.install(life[0] ?? [])
        expect([...(applied.heads ?? [])].sort()).toEqual([...database.heads].sort())
        for (const release of life.slice(1)) {
          // The order of the list must not matter: revision ids say nothing about it.
          const files = [...release].sort(() => (dice.next().value ?? 0) - 2)
          const upgrade = graphEngine.upgrade(applied, files, behaviour())
          const real = database.upgrade(release)
          expect(told(upgrade.obstacles)).toEqual(real.log)
          expect([...ids(upgrade.ran)].sort()).toEqual(real.ran)
          const ran = ids(upgrade.ran)
          for (const { id, parents } of upgrade.ran) {
            for (const parent of parents) {
              if (ran.includes(parent)) expect(ran.indexOf(parent)).toBeLessThan(ran.indexOf(id))
            }
          }
          expect([...(upgrade.after.heads ?? [])].sort()).toEqual([...database.heads].sort())
          expect([...upgrade.after.migrations.keys()].sort()).toEqual([...database.journal].sort())
          applied = upgrade.after
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('skip what lies between two places of one revision', () => {
    const upgrade = graphEngine.upgrade(
      graphEngine.install(chain('a', 'fix')),
      chain('a', 'b', 'fix', 'c'),
      behaviour(),
    )
    expect(told(upgrade.obstacles)).toEqual(['skips misplaced b'])
    expect(ids(upgrade.ran)).toEqual(['c'])
  })

  it('run again what stood below the head and stands above it now', () => {
    const upgrade = graphEngine.upgrade(graphEngine.install(chain('a', 'b', 'c')), chain('a', 'c', 'b'), behaviour())
    expect(told(upgrade.obstacles)).toEqual(['reruns misplaced b'])
  })

  it('take what ran as applied where a head that the target does not have is ignored', () => {
    const answers = behaviour({ unknownApplied: 'ignores' })
    const upgrade = graphEngine.upgrade(graphEngine.install(chain('a', 'b', 'x')), chain('a', 'b', 'c'), answers)
    expect(told(upgrade.obstacles)).toEqual(['loses unknown-applied x'])
    expect(ids(upgrade.ran)).toEqual(['c'])
  })

  it('refuse heads of which one descends from the other here', () => {
    const apart = [migration('a'), migration('b')]
    const upgrade = graphEngine.upgrade(graphEngine.install(apart), chain('a', 'b', 'c'), behaviour())
    expect(told(upgrade.obstacles)).toEqual(['refuses misplaced a'])
    expect(ids(upgrade.ran)).toEqual([])
  })

  it('walk down from the heads by file, a branch at a time', () => {
    const target = [
      migration('a'),
      migration('b', { parents: ['a'] }),
      migration('c', { parents: ['b'] }),
      migration('m', { parents: ['a'] }),
      migration('x', { parents: ['m', 'c'] }),
      migration('d', { parents: ['b'] }),
    ]
    const upgrade = graphEngine.upgrade({ migrations: new Map() }, target, behaviour())
    expect(ids(upgrade.ran)).toEqual(['a', 'b', 'c', 'm', 'x', 'd'])
  })

  it('keep the order of a list that has parents first', () => {
    const target = [migration('z'), migration('b', { parents: ['z'] }), migration('a', { parents: ['z'] })]
    expect(ids(graphEngine.upgrade({ migrations: new Map() }, target, behaviour()).ran)).toEqual(['z', 'b', 'a'])
  })

  it('end on a cycle', () => {
    const target = [migration('a', { parents: ['b'] }), migration('b', { parents: ['a'] })]
    expect([...ids(graphEngine.upgrade({ migrations: new Map() }, target, behaviour()).ran)].sort()).toEqual(['a', 'b'])
  })
})
