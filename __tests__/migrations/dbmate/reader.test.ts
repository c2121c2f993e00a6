import { dbmate } from '../../../src/migrations/dbmate/index.ts'
import { cured, idsOf, readList, readLists } from '../../support/readings.ts'

const UP = '-- migrate:up transaction:false\ndrop table a;\n\n-- migrate:down\n'
const treeOf = (versions: string): Record<string, string> =>
  Object.fromEntries(versions.split(' ').map((version) => [`db/migrations/${version}_a.sql`, UP]))

function meet(from: string, to: string, more: Record<string, string> = {}): string {
  const { engine } = dbmate
  const { migrations, behaviour } = readList(dbmate, { ...treeOf(to), ...more })
  const { obstacles, ran } = engine.upgrade(
    engine.install(readList(dbmate, treeOf(from)).migrations),
    migrations,
    behaviour,
  )
  return [
    ...obstacles.map(({ migration, effect }) => `${effect} ${migration.id}`),
    ...ran.map(({ id }) => `runs ${id}`),
  ].join(', ')
}

const STRICT = { '.env': 'DATABASE_URL=x\nDBMATE_STRICT=true\n' }

describe('dbmate', () => {
  it('goes by the digits as they are written, in order of names', () => {
    const list = readList(dbmate, {
      ...treeOf('20200102000000 9 10'),
      'db/migrations/001_b.sql': '-- migrate:up\n-- migrate:down\ndrop table b;',
    })
    expect(idsOf(list)).toEqual(['001', '10', '20200102000000', '9'])
    expect(list.migrations.map(({ effect }) => effect)).toEqual(['noop', 'changes', 'changes', 'changes'])
  })

  it.each<[string, string, string, Record<string, string>]>([
    ['1 3', '1 2 3', 'runs 2', {}],
    ['1 3', '1 2 3', 'refuses 2', STRICT],
    ['1 3', '1 2 3', 'refuses 2', { Makefile: 'up:\n\tdbmate --url x up --strict' }],
    ['1 3', '1 2', 'loses 3, runs 2', {}],
    ['1 3', '1 2', 'loses 3, runs 2', STRICT],
    ['1 2', '1 2 3', 'runs 3', STRICT],
    // The first to run by name decides, and versions are compared as texts.
    ['1', '1 10', 'runs 10', STRICT],
    ['2', '10 1 2', 'refuses 10, refuses 1', STRICT],
    ['5', '10 5 9', 'refuses 10', STRICT],
    ['1 11', '1 11 2', 'runs 2', STRICT],
    ['2 3', '2 20 3', 'refuses 20', STRICT],
    ['1', '0 1 10', 'refuses 0', STRICT],
  ])('%s -> %s: %s', (from, to, expected, more) => {
    expect(meet(from, to, more)).toBe(expected)
  })

  it('takes --strict from the config', () => {
    expect(readList(dbmate, treeOf('1'), { path: 'db', engine: { strict: true } }).behaviour.outOfOrder).toBe('refuses')
  })

  it('reports what the tool refuses', () => {
    const list = readList(dbmate, {
      ...treeOf('1'),
      'db/migrations/1_b.sql': UP,
      'db/migrations/2_c.sql': 'drop table a',
      'db/migrations/3_d.sql': '-- migrate:up\n',
    })
    expect(list.problems.map(({ cause, subject }) => `${cause} ${subject}`).sort()).toEqual([
      'duplicate-id 1',
      'no-statement 2_c',
      'no-statement 3_d',
    ])
  })

  it('is told by its own comments', () => {
    expect(readLists(dbmate, { 'db/migrations/1_a.sql': 'drop table a' }).lists).toEqual([])
  })

  it('writes a no-op that it reads as one', () => {
    expect(cured(dbmate, treeOf('20200102000000'))).toMatchObject({
      migration: { id: '20270115080000', effect: 'noop' },
      list: { problems: [] },
    })
  })
})
