import { sqlx } from '../../../src/migrations/sqlx/index.ts'
import { cured, idsOf, readList, readLists } from '../../support/readings.ts'

const CARGO = { 'Cargo.toml': '[dependencies]\nsqlx = { version = "0.8" }\n' }
const TREE = {
  ...CARGO,
  'migrations/2_b.up.sql': 'drop table b',
  'migrations/2_b.down.sql': 'create table b',
  'migrations/1_a.sql': '-- none',
}

describe('sqlx', () => {
  it('goes by numbers', () => {
    const list = readList(sqlx, TREE)
    expect(idsOf(list)).toEqual(['1', '2'])
    expect(list.migrations.map(({ effect, slug }) => [effect, slug])).toEqual([
      ['noop', 'a'],
      ['changes', 'b'],
    ])
    expect(list.behaviour).toMatchObject({ unknownApplied: 'refuses', outOfOrder: 'runs', edited: 'refuses' })
  })

  it('ignores missing ones where the config says so', () => {
    expect(readList(sqlx, TREE, { path: 'migrations', engine: { ignoreMissing: true } }).behaviour.unknownApplied).toBe(
      'ignores',
    )
  })

  it.each<[string, Record<string, string>]>([
    ['no crate', { 'migrations/1_a.sql': 'a' }],
    ['another crate', { 'Cargo.toml': '[dependencies]\ndiesel = "2"', 'migrations/1_a.sql': 'a' }],
    ["another tool's comments", { ...CARGO, 'migrations/1_a.sql': '-- migrate:up\na' }],
    ['another folder', { ...CARGO, 'seeds/1_a.sql': 'a' }],
  ])('claims nothing with %s', (_, tree) => {
    expect(readLists(sqlx, tree).lists).toEqual([])
  })

  it('reports a number that no table can keep', () => {
    const list = readList(sqlx, { ...TREE, 'migrations/99999999999999999999_c.sql': 'c' })
    expect(list.problems).toMatchObject([{ cause: 'invalid-id', subject: '99999999999999999999' }])
  })

  it('writes a no-op that it reads as one, but none in the place of another', () => {
    expect(cured(sqlx, TREE)).toMatchObject({
      migration: { id: '3', effect: 'noop' },
      path: 'migrations/3_keep_order.up.sql',
    })
    const of = readList(sqlx, { ...CARGO, 'migrations/9_a.sql': 'a' }).migrations[0]
    if (!of) throw new Error('no migration')
    expect(cured(sqlx, TREE, { of })).toBeUndefined()
  })
})
