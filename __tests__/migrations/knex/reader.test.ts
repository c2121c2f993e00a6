import { setEngine } from '../../../src/migrations/engines/set.ts'
import { knex } from '../../../src/migrations/knex/index.ts'
import { cured, idsOf, readList, readLists } from '../../support/readings.ts'

const PACKAGE = { 'package.json': '{"dependencies":{"knex":"^3.0.0"}}' }
const UP = 'exports.up = (knex) => knex.schema.dropTable("a")\nexports.down = () => {}'
const TREE = {
  ...PACKAGE,
  'migrations/20200102_b.js': UP,
  'migrations/20200101_a.ts': 'export async function up(knex: Knex) {}',
}

describe('knex', () => {
  it('goes by the name of the file that is run', () => {
    const list = readList(knex, TREE)
    expect(idsOf(list)).toEqual(['20200101_a.js', '20200102_b.js'])
    expect(list.migrations.map(({ effect, slug }) => [effect, slug])).toEqual([
      ['noop', 'a'],
      ['changes', 'b'],
    ])
    expect(list.behaviour).toMatchObject({ unknownApplied: 'refuses', outOfOrder: 'runs', edited: 'ignores' })
  })

  it('refuses what was renamed to .cjs, and not what became TypeScript', () => {
    const meet = (name: string): unknown => {
      const to = readList(knex, { ...PACKAGE, [`migrations/${name}`]: UP })
      const from = readList(knex, { ...PACKAGE, 'migrations/1_a.js': UP })
      return setEngine
        .upgrade(setEngine.install(from.migrations), to.migrations, to.behaviour)
        .obstacles.map(({ effect }) => effect)
    }
    expect([meet('1_a.cjs'), meet('1_a.ts')]).toEqual([['refuses'], []])
  })

  it('ignores unknown ones where the list is not validated', () => {
    const unvalidated = {
      ...TREE,
      'knexfile.js': 'module.exports = { migrations: { disableMigrationsListValidation: true } }',
    }
    expect(readList(knex, unvalidated).behaviour.unknownApplied).toBe('ignores')
    const engine = { disableMigrationsListValidation: true }
    expect(readList(knex, TREE, { path: 'migrations', engine }).behaviour.unknownApplied).toBe('ignores')
  })

  it.each<[string, Record<string, string>]>([
    ['no package', { 'migrations/1_a.js': UP }],
    ['another package', { 'package.json': '{"dependencies":{"sequelize":"6"}}', 'migrations/1_a.js': UP }],
    ['broken package', { 'package.json': '{', 'migrations/1_a.js': UP }],
    ['another tool', { ...PACKAGE, 'migrations/1_a.js': 'exports.up = (pgm) => pgm.dropTable("a")' }],
    ['fixtures', { ...PACKAGE, 'test/fixtures/1_a.js': UP }],
    ['declarations and tests', { ...PACKAGE, 'migrations/1_a.d.ts': UP, 'migrations/1_a.test.js': UP }],
  ])('claims nothing with %s', (_, tree) => {
    expect(readLists(knex, tree).lists).toEqual([])
  })

  it('writes a no-op that it reads as one', () => {
    expect(cured(knex, TREE)).toMatchObject({
      migration: { effect: 'noop' },
      path: 'migrations/20270115_keep_order.js',
    })
    const esm = { ...PACKAGE, 'migrations/20200101000000_a.mts': 'import { Knex } from "knex"' }
    expect(cured(knex, esm)).toMatchObject({
      migration: { effect: 'noop' },
      path: 'migrations/20270115080000_keep_order.mts',
    })
    const of = readList(knex, { ...PACKAGE, 'db/20200103_c.js': UP }).migrations[0]
    if (!of) throw new Error('no migration')
    expect(cured(knex, TREE, { of })?.migration).toMatchObject({ id: '20200103_c.js', effect: 'noop' })
  })
})
