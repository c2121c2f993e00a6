import { prisma } from '../../../src/migrations/prisma/index.ts'
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

  it('orders by code unit', () => {
    expect(idsOf(readList(prisma, { ...LOCK, [at('9_b')]: 'b', [at('10_a')]: 'a' }))).toEqual(['10_a', '9_b'])
  })

  it('writes a no-op that it reads as one', () => {
    expect(cured(prisma, TREE)).toMatchObject({ migration: { id: '20270115080000_keep_order', effect: 'noop' } })
    expect(cured(prisma, { ...LOCK, [at('01_a')]: 'a' })?.path).toBe(at('02_keep_order'))
  })
})
