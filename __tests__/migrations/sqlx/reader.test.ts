import type { ListReading } from '../../../src/migrations/reader.ts'
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

  it.each<[string, string]>([
    ['a comment', '-- all of it\ndrop table a;\n'],
    ['the end of a line', 'drop table a;\r\n'],
    ['a byte order mark', '\uFEFFdrop table a;\n'],
  ])('knows a script by every byte: %s', (_, text) => {
    const read = (script: string): ListReading => readList(sqlx, { ...CARGO, 'migrations/1_a.sql': script })
    const before = read('drop table a;\n')
    const now = read(text)
    expect(now.migrations[0]?.digest).toBe(before.migrations[0]?.digest)
    const { obstacles } = sqlx.engine.upgrade(sqlx.engine.install(before.migrations), now.migrations, now.behaviour)
    expect(obstacles).toMatchObject([{ cause: 'edited', effect: 'refuses', certain: true }])
  })

  it.each<[string, boolean]>([
    ['ignored-chars = ["\\r", "\\n", \'x\', "\\u0020"] # no matter', true],
    ['# ignored-chars = ["\\r", " "]', false],
    ['ignored-chars = ["\\r"]', false],
  ])('leaves out what sqlx.toml names: %s', (line, isSame) => {
    const read = (script: string): ListReading =>
      readList(sqlx, { ...CARGO, 'sqlx.toml': `[migrate]\n${line}\n`, 'migrations/1_a.sql': script })
    const checksums = ['drop table a;\n', 'drop  table a;\r\n'].map((text) => read(text).migrations[0]?.checksum)
    expect(checksums[0] === checksums[1]).toBe(isSame)
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
