import fc from 'fast-check'
import { highWaterEngine } from '../../../src/migrations/engines/high-water.ts'
import type { Migration } from '../../../src/model.ts'
import { behaviour, behaviours, ids, kept, list, lives, migration, told } from './history.ts'

/** A database with one number, the loop of golang-migrate's `Up`, and a journal that the tool does not have. */
class Database {
  version: number | undefined
  readonly journal = new Map<string, string>()

  up(files: readonly Migration[]) {
    const numbers = files.map((file) => Number(file.id)).sort((a, b) => a - b)
    const read = (number: number) => files.find((file) => Number(file.id) === number) ?? migration('0')
    const log: string[] = []
    const ran: string[] = []
    const before = this.version
    if (before !== undefined && !numbers.includes(before)) {
      log.push(`refuses unknown-applied ${String(before)}`)
    }
    for (const id of this.journal.keys()) {
      if (Number(id) !== before && !numbers.includes(Number(id))) log.push(`loses unknown-applied ${id}`)
    }
    for (const number of numbers.filter((candidate) => candidate <= (before ?? 0))) {
      const file = read(number)
      if (!this.journal.has(file.id) && file.effect !== 'noop') log.push(`skips out-of-order ${file.id}`)
    }
    if (log.some((line) => line.startsWith('refuses'))) return { log: log.sort(), ran }
    for (;;) {
      const next = numbers.find((candidate) => this.version === undefined || candidate > this.version)
      if (next === undefined) break
      const file = read(next)
      this.journal.set(file.id, file.digest)
      this.version = next
      ran.push(file.id)
    }
    return { log: log.sort(), ran }
  }
}

const golangMigrate = behaviour({ outOfOrder: 'skips' })

describe('high-water engines', () => {
  it('do what a database that remembers one number does', () => {
    fc.assert(
      fc.property(lives, (life) => {
        const plain = life.map((release) => release.map((entry) => ({ ...entry, mayChange: false })))
        const database = new Database()
        database.up(plain[0] ?? [])
        let applied = highWaterEngine.install(plain[0] ?? [])
        for (const release of plain.slice(1)) {
          const upgrade = highWaterEngine.upgrade(applied, release, golangMigrate)
          const real = database.up(release)
          expect(told(upgrade.obstacles)).toEqual(real.log)
          expect(ids(upgrade.ran)).toEqual(real.ran)
          expect(kept(upgrade.after)).toEqual([...database.journal].map(([id, text]) => `${id}=${text}`).sort())
          expect(upgrade.after.current?.id).toEqual(database.version?.toString())
          applied = upgrade.after
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('refuse, or run nothing below the number, whatever the answers', () => {
    fc.assert(
      fc.property(lives, behaviours, ([first = [], second = []], answers) => {
        fc.pre(answers.outOfOrder !== 'runs' && answers.edited !== 'reruns')
        const applied = highWaterEngine.install(first)
        const { ran, obstacles } = highWaterEngine.upgrade(applied, second, answers)
        for (const { id } of ran) expect(Number(id)).toBeGreaterThan(Number(applied.current?.id ?? 0))
        const refused = obstacles.some(({ effect, certain }) => effect === 'refuses' && certain)
        if (refused) expect(ran).toEqual([])
        if (answers.unknownApplied === 'unknown' && applied.current !== undefined) {
          const missing = !second.some(({ id }) => id === applied.current?.id)
          const doubt = obstacles.filter(({ cause, certain }) => cause === 'unknown-applied' && !certain)
          expect(doubt.map(({ migration: { id } }) => id)).toEqual(missing ? [applied.current.id] : [])
        }
      }),
    )
  })

  it('notice nothing of a fix that was numbered below the newer line', () => {
    const applied = highWaterEngine.install(list('1', '2', '4'))
    const upgrade = highWaterEngine.upgrade(applied, list('1', '2', '3', '4', '5'), golangMigrate)
    expect(told(upgrade.obstacles)).toEqual(['skips out-of-order 3'])
    expect(ids(upgrade.ran)).toEqual(['5'])
    expect([...upgrade.after.migrations.keys()]).toEqual(['1', '2', '4', '5'])
    const later = highWaterEngine.upgrade(upgrade.after, list('1', '2', '3', '4', '5', '6'), golangMigrate)
    expect(told(later.obstacles)).toEqual(['skips out-of-order 3'])
  })

  it('do not mind a no-op that is skipped', () => {
    const target = [migration('1'), migration('2', { effect: 'noop' }), migration('3')]
    expect(highWaterEngine.upgrade(highWaterEngine.install(list('1', '3')), target, golangMigrate).obstacles).toEqual(
      [],
    )
  })

  it('keep the higher number where an unknown one is ignored', () => {
    const answers = behaviour({ unknownApplied: 'ignores', outOfOrder: 'skips' })
    const upgrade = highWaterEngine.upgrade(highWaterEngine.install(list('1', '5')), list('1', '2'), answers)
    expect(told(upgrade.obstacles)).toEqual(['loses unknown-applied 5', 'skips out-of-order 2'])
    expect(upgrade.ran).toEqual([])
    expect(upgrade.after.current?.id).toBe('5')
  })
})
