import fc from 'fast-check'
import { setEngine } from '../../../src/migrations/engines/set.ts'
import { highWaterEngine } from '../../../src/migrations/engines/high-water.ts'
import { graphEngine } from '../../../src/migrations/engines/graph.ts'
import type { Migration } from '../../../src/model.ts'
import { behaviour, ids, list, migration, told } from './history.ts'

const answers = behaviour({ unknownApplied: 'ignores' })
const squash = migration('4', { replaces: ['1', '2', '3'] })

/** What Django's loader and executor document: the table holds the replaced names too. */
function djangoMigrate(table: Set<string>, files: readonly Migration[]): readonly string[] | 'refused' {
  const plan = new Map(files.map((file) => [file.id, file]))
  for (const file of files.filter((candidate) => candidate.replaces.length > 0)) {
    const statuses = file.replaces.map((id) => table.has(id))
    if (statuses.every(Boolean)) table.add(file.id)
    if (statuses.every(Boolean) || !statuses.some(Boolean)) {
      for (const id of file.replaces) plan.delete(id)
    } else {
      if (file.replaces.some((id) => !table.has(id) && !plan.has(id))) return 'refused'
      plan.delete(file.id)
    }
  }
  const ran: string[] = []
  for (const file of plan.values()) {
    if (table.has(file.id)) continue
    ran.push(file.id)
    for (const id of [file.id, ...file.replaces]) table.add(id)
  }
  for (const file of files) {
    if (file.replaces.length > 0 && file.replaces.every((id) => table.has(id))) table.add(file.id)
  }
  return ran
}

describe('squashed migrations', () => {
  it('do what the loader of Django does', () => {
    const release = fc.subarray([...list('1', '2', '3'), squash, migration('5')])
    fc.assert(
      fc.property(fc.array(release, { minLength: 2, maxLength: 4 }), (life) => {
        const table = new Set<string>()
        let applied = setEngine.install([])
        for (const files of life) {
          const real = djangoMigrate(table, files)
          const upgrade = setEngine.upgrade(applied, files, answers)
          const refused = upgrade.obstacles.some(({ effect }) => effect === 'refuses')
          expect(refused ? 'refused' : ids(upgrade.ran)).toEqual(real)
          if (refused) return
          applied = upgrade.after
        }
      }),
      { numRuns: 1000 },
    )
  })

  it('take the place of what they replace', () => {
    const upgrade = setEngine.upgrade(setEngine.install(list('1', '2', '3')), [squash, migration('5')], behaviour())
    expect(upgrade.obstacles).toEqual([])
    expect(ids(upgrade.ran)).toEqual(['5'])
    expect([...upgrade.after.migrations.keys()]).toContain('4')
  })

  it('are known to a target that has all that they replace', () => {
    const upgrade = setEngine.upgrade(setEngine.install([squash]), list('1', '2', '3'), behaviour())
    expect(upgrade.obstacles).toEqual([])
    expect(upgrade.ran).toEqual([])
  })

  it('are refused where a part is applied and the rest is gone', () => {
    const upgrade = setEngine.upgrade(setEngine.install(list('1', '2')), [squash], behaviour())
    expect(told(upgrade.obstacles)).toEqual(['refuses misplaced 4'])
  })

  it('may be squashed again', () => {
    const again = migration('6', { replaces: ['4', '5'] })
    const full = [...list('1', '2', '3'), squash, migration('5'), again]
    expect(ids(setEngine.install(full).migrations.values())).toEqual(['6'])
    const upgrade = setEngine.upgrade(setEngine.install(list('1', '2')), full, behaviour())
    expect(ids(upgrade.ran)).toEqual(['3', '5'])
    expect([...upgrade.after.migrations.keys()].sort()).toEqual(['1', '2', '3', '4', '5', '6'])
  })

  it('that replace themselves or each other end', () => {
    const one = migration('1', { replaces: ['1', '2'] })
    const two = migration('2', { replaces: ['1', '2'] })
    expect(setEngine.upgrade(setEngine.install([one]), [one, two], behaviour()).ran).toEqual([])
  })

  it('count for engines that remember one number', () => {
    const applied = highWaterEngine.install(list('1', '2', '3'))
    const upgrade = highWaterEngine.upgrade(applied, [squash, migration('5')], behaviour({ outOfOrder: 'skips' }))
    expect(upgrade.obstacles).toEqual([])
    expect(ids(upgrade.ran)).toEqual(['5'])
  })

  it('count for engines that remember heads', () => {
    const chain = [migration('1'), migration('2', { parents: ['1'] }), migration('3', { parents: ['2'] })]
    const target = [squash, migration('5', { parents: ['3'] })]
    const upgrade = graphEngine.upgrade(graphEngine.install(chain), target, behaviour())
    expect(upgrade.obstacles).toEqual([])
    expect(ids(upgrade.ran)).toEqual(['5'])
    expect(upgrade.after.heads).toEqual(['5'])
  })
})
