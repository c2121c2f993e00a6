import fc from 'fast-check'
import { setEngine } from '../../../src/migrations/engines/set.ts'
import type { Behaviour, Migration } from '../../../src/model.ts'
import { behaviour, behaviours, ids, kept, list, lives, migration, told } from './history.ts'

interface Row {
  readonly migration: Migration
  digest: string
}

/** A database with a table of applied migrations, and the loop that set engines document. */
class Database {
  readonly table: Row[] = []

  migrate(files: readonly Migration[], { unknownApplied, outOfOrder, edited }: Behaviour) {
    const log: string[] = []
    const todo: Migration[] = []
    const ran: string[] = []
    for (const row of this.table) {
      const { id } = row.migration
      const file = files.find((candidate) => candidate.id === id)
      if (file === undefined) {
        if (unknownApplied === 'refuses') log.push(`refuses unknown-applied ${id}`)
        if (unknownApplied === 'unknown') log.push(`refuses unknown-applied ${id}?`)
        if (unknownApplied === 'ignores') log.push(`loses unknown-applied ${id}`)
      } else if (file.digest !== row.digest && (file.mayChange || row.migration.mayChange)) {
        todo.push(file)
      } else if (file.digest !== row.digest) {
        if (edited === 'refuses') log.push(`refuses edited ${id}`)
        if (edited === 'unknown') log.push(`refuses edited ${id}?`)
        if (edited === 'reruns') log.push(`reruns edited ${id}`)
        if (edited === 'reruns') todo.push(file)
        if (edited === 'reruns') ran.push(id)
      }
    }
    const numbers = this.table.filter((row) => !row.migration.mayChange).map((row) => Number(row.migration.id))
    const last = Math.max(...numbers, 0)
    for (const file of files) {
      if (this.table.some((row) => row.migration.id === file.id)) continue
      const late = !file.mayChange && Number(file.id) < last
      if (late && outOfOrder === 'refuses') log.push(`refuses out-of-order ${file.id}`)
      if (late && outOfOrder === 'skips' && file.effect !== 'noop') log.push(`skips out-of-order ${file.id}`)
      if (late && outOfOrder === 'unknown' && file.effect !== 'noop') log.push(`skips out-of-order ${file.id}?`)
      if (late && outOfOrder !== 'runs') continue
      todo.push(file)
      ran.push(file.id)
    }
    const refused = log.some((line) => line.startsWith('refuses') && !line.endsWith('?'))
    if (!refused) for (const file of todo) this.record(file)
    return { log: log.sort(), ran: refused ? [] : ran.sort() }
  }

  record(file: Migration) {
    const row = this.table.find((candidate) => candidate.migration.id === file.id)
    if (row !== undefined) this.table.splice(this.table.indexOf(row), 1)
    this.table.push({ migration: file, digest: file.digest })
  }

  rows() {
    return this.table.map((row) => `${row.migration.id}=${row.digest}`).sort()
  }
}

describe('set engines', () => {
  it('do what a database with a table of applied migrations does', () => {
    fc.assert(
      fc.property(lives, behaviours, (life, answers) => {
        const database = new Database()
        database.migrate(life[0] ?? [], answers)
        let applied = setEngine.install(life[0] ?? [])
        expect(kept(applied)).toEqual(database.rows())
        for (const release of life.slice(1)) {
          const upgrade = setEngine.upgrade(applied, release, answers)
          const real = database.migrate(release, answers)
          expect(told(upgrade.obstacles)).toEqual(real.log)
          expect([...ids(upgrade.ran)].sort()).toEqual(real.ran)
          expect(kept(upgrade.after)).toEqual(database.rows())
          applied = upgrade.after
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('run in the order of the list', () => {
    const { ran } = setEngine.upgrade(setEngine.install(list('2')), list('1', '2', '10'), behaviour())
    expect(ids(ran)).toEqual(['1', '10'])
  })

  it('change nothing when refused', () => {
    const applied = setEngine.install(list('1', '2'))
    const upgrade = setEngine.upgrade(applied, list('1', '3'), behaviour())
    expect(told(upgrade.obstacles)).toEqual(['refuses unknown-applied 2'])
    expect(upgrade.ran).toEqual([])
    expect(upgrade.after).toBe(applied)
  })

  it('go on where a refusal is only possible', () => {
    const answers = behaviour({ unknownApplied: 'unknown' })
    const upgrade = setEngine.upgrade(setEngine.install(list('1', '2')), list('1', '3'), answers)
    expect(told(upgrade.obstacles)).toEqual(['refuses unknown-applied 2?'])
    expect(ids(upgrade.ran)).toEqual(['3'])
  })

  it('do not count what may run again as the last applied', () => {
    const repeatable = migration('9', { mayChange: true })
    const applied = setEngine.install([migration('1'), repeatable])
    const target = [...list('1', '2'), repeatable]
    const upgrade = setEngine.upgrade(applied, target, behaviour({ outOfOrder: 'refuses' }))
    expect(upgrade.obstacles).toEqual([])
    expect(ids(upgrade.ran)).toEqual(['2'])
  })

  it('go by what the engine compares, not by the meaning', () => {
    const edited = behaviour({ edited: 'refuses' })
    const meet = (before: Partial<Migration>, now: Partial<Migration>): readonly string[] =>
      told(setEngine.upgrade(setEngine.install([migration('1', before)]), [migration('1', now)], edited).obstacles)
    expect(meet({ checksum: 'a' }, { checksum: 'b' })).toEqual(['refuses edited 1'])
    expect(meet({ digest: 'a', checksum: 'same' }, { digest: 'b', checksum: 'same' })).toEqual([])
  })

  it('judge many pairs in little time', () => {
    const releases = Array.from({ length: 60 }, (_, release) =>
      Array.from({ length: 300 }, (_, n) => migration(String(n < 299 ? n : n + release))),
    )
    const states = releases.map((release) => setEngine.install(release))
    const start = process.cpuUsage()
    let obstacles = 0
    for (const state of states) {
      for (const release of releases) obstacles += setEngine.upgrade(state, release, behaviour()).obstacles.length
    }
    const each = process.cpuUsage(start).user / 3600
    expect(obstacles).toBe(60 * 59)
    expect(each).toBeLessThan(200)
  })
})
