import { nodePgMigrate } from '../../../src/migrations/node-pg-migrate/index.ts'
import { cured, idsOf, readList, readLists } from '../../support/readings.ts'

const PACKAGE = { 'package.json': '{"dependencies":{"node-pg-migrate":"^7.0.0"}}' }
const UP = 'exports.up = (pgm) => { pgm.dropTable("a") }'
const treeOf = (numbers: string, scripts = '{}'): Record<string, string> => ({
  'package.json': `{"scripts":${scripts},"dependencies":{"node-pg-migrate":"^7.0.0"}}`,
  ...Object.fromEntries(numbers.split(' ').map((number) => [`migrations/${number}_a.js`, UP])),
})

function meet(from: string, to: string, scripts?: string): string {
  const { engine } = nodePgMigrate
  const { migrations, behaviour } = readList(nodePgMigrate, treeOf(to, scripts))
  const { obstacles, ran } = engine.upgrade(
    engine.install(readList(nodePgMigrate, treeOf(from)).migrations),
    migrations,
    behaviour,
  )
  return [
    ...obstacles.map(({ migration, effect }) => `${effect} ${migration.id}`),
    ...ran.map(({ id }) => `runs ${id}`),
  ].join(', ')
}

describe('node-pg-migrate', () => {
  it('goes by names without extensions', () => {
    const list = readList(nodePgMigrate, {
      ...PACKAGE,
      'migrations/2_b.ts': 'export const up = (pgm: MigrationBuilder): void => {}',
      'migrations/1_a.js': UP,
    })
    expect(idsOf(list)).toEqual(['1_a', '2_b'])
    expect(list.migrations.map(({ effect }) => effect)).toEqual(['changes', 'noop'])
  })

  it.each([
    ['1 2', '1 2 3', 'runs 3_a'],
    ['1 3', '1 2 3', 'refuses 2_a'],
    ['1 2 3', '1 3', 'refuses 2_a'],
    ['1 2 3', '1 2', 'loses 3_a'],
    ['1 2 5', '1 2 4', 'refuses 4_a, loses 5_a'],
  ])('%s -> %s: %s', (from, to, expected) => {
    expect(meet(from, to)).toBe(expected)
  })

  it('asks nothing with --no-check-order', () => {
    const scripts = '{"migrate":"node-pg-migrate up --no-check-order"}'
    expect(meet('1 3', '1 2 3', scripts)).toBe('runs 2_a')
    expect(meet('1 2 3', '1 3', scripts)).toBe('loses 2_a')
    const engine = { checkOrder: false }
    expect(readList(nodePgMigrate, treeOf('1'), { path: 'migrations', engine }).behaviour.outOfOrder).toBe('runs')
  })

  it('claims nothing without the package', () => {
    expect(readLists(nodePgMigrate, { 'migrations/1_a.js': UP }).lists).toEqual([])
  })

  it('writes a no-op that it reads as one', () => {
    const fresh = cured(nodePgMigrate, { ...PACKAGE, 'migrations/1600000000000_a.js': UP })
    expect(fresh).toMatchObject({ migration: { id: '1800000000000_keep_order', effect: 'noop' } })
  })
})
