import fc from 'fast-check'
import { compareOrder } from '../../../src/migrations/order.ts'
import { prisma } from '../../../src/migrations/prisma/index.ts'
import { collatedOrder } from '../../../src/migrations/prisma/order.ts'
import { cured, idsOf, readList, readLists } from '../../support/readings.ts'

const LOCK = { 'prisma/migrations/migration_lock.toml': 'provider = "postgresql"' }
const at = (name: string): string => `prisma/migrations/${name}/migration.sql`
const TREE = {
  ...LOCK,
  [at('20230102000000_b')]: '-- CreateTable\ncreate table b (c int);',
  [at('20230101000000_a')]: '-- empty',
}

describe('prisma', () => {
  it('has a folder for each migration', () => {
    const list = readList(prisma, TREE)
    expect(idsOf(list)).toEqual(['20230101000000_a', '20230102000000_b'])
    expect(list).toMatchObject({ path: 'prisma/migrations', evidence: true })
    expect(list.behaviour).toMatchObject({ unknownApplied: 'ignores', outOfOrder: 'runs', edited: 'ignores' })
    expect(list.migrations.map(({ effect, slug, objects }) => [effect, slug, objects])).toEqual([
      ['noop', 'a', []],
      ['changes', 'b', ['b']],
    ])
  })

  it('is told by its lock file', () => {
    const without = { [at('20230101000000_a')]: 'drop table a' }
    expect(readLists(prisma, without).lists).toEqual([])
    expect(idsOf(readList(prisma, without, { path: 'prisma/migrations' }))).toEqual(['20230101000000_a'])
  })

  it('orders as `migrate deploy` lists', () => {
    const names = ['9_b', '10_a', '1_a', 'B', 'a', 'b']
    const tree = { ...LOCK, ...Object.fromEntries(names.map((name) => [at(name), 'select 2'])) }
    expect(idsOf(readList(prisma, tree))).toEqual(['1_a', '10_a', '9_b', 'a', 'b', 'B'])
  })

  it('orders ASCII as `localeCompare` does', () => {
    const character = fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code))
    const name = fc.string({ unit: character, minLength: 1, maxLength: 6 })
    const property = fc.property(name, name, (a, b) => {
      expect(Math.sign(compareOrder(collatedOrder(a), collatedOrder(b)))).toBe(Math.sign(a.localeCompare(b, 'en')))
    })
    fc.assert(property, { numRuns: 2000 })
  })

  it('writes a no-op that it reads as one', () => {
    expect(cured(prisma, TREE)).toMatchObject({ migration: { id: '20270115080000_keep_order', effect: 'noop' } })
    expect(cured(prisma, { ...LOCK, [at('01_a')]: 'a' })?.path).toBe(at('02_keep_order'))
  })
})
