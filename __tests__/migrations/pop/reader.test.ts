import { golangMigrate } from '../../../src/migrations/golang-migrate/index.ts'
import { pop } from '../../../src/migrations/pop/index.ts'
import { cured, idsOf, readList, readLists } from '../../support/readings.ts'

const GO = { 'go.mod': 'module a\nrequire github.com/gobuffalo/pop/v6 v6.1.1\n' }
const ORY = { 'go.mod': 'module a\nrequire (\n\tgithub.com/gobuffalo/pop/v6 v6.1.1\n\tgithub.com/ory/x v0.0.675\n)\n' }
const TREE = {
  ...GO,
  'migrations/2_b.up.fizz': 'drop_table("b")',
  'migrations/2_b.down.fizz': 'create_table("b") {}',
  'migrations/1_a.up.sql': '-- none',
  'migrations/README.md': 'read me',
}

describe('pop', () => {
  it('goes by versions, and does not know what fizz does', () => {
    const list = readList(pop, TREE)
    expect(list.migrations.map(({ id, effect, slug }) => [id, effect, slug])).toEqual([
      ['1', 'noop', 'a'],
      ['2', 'unknown', 'b'],
    ])
    expect(list.behaviour).toMatchObject({ unknownApplied: 'ignores', outOfOrder: 'runs', edited: 'ignores' })
    expect(list.evidence).toBe(true)
  })

  it('orders versions as texts', () => {
    const tree = { ...GO, 'm/10_a.up.sql': 'select 1', 'm/9_b.up.sql': 'select 1' }
    expect(idsOf(readList(pop, tree))).toEqual(['10', '9'])
  })

  it('takes scripts for single databases for one step, and tells of a second one for the same', () => {
    const tree = {
      ...GO,
      'm/1_a.up.sql': '-- none',
      'm/1_a.mysql.up.sql': 'drop table a',
      'm/1_a.cockroach.autocommit.up.sql': 'drop table a cascade',
      'm/2_b.autocommit.up.sql': 'drop table b',
      'm/2_c.postgres.up.sql': 'drop table c',
    }
    const list = readList(pop, tree)
    expect(list.migrations.map(({ id, effect }) => [id, effect])).toEqual([
      ['1', 'changes'],
      ['2', 'changes'],
    ])
    expect(list.problems).toEqual([])
    const twice = readList(pop, { ...tree, 'm/1_z.mysql.up.sql': 'drop table z' })
    expect(twice.problems).toMatchObject([{ cause: 'duplicate-id', subject: '1' }])
  })

  it('knows what the longer versions of popx were before', () => {
    const before = readList(pop, { ...ORY, 'm/20190100000001_a.up.sql': 'drop table a' })
    const tree = {
      'm/20190100000001000000_a.up.sql': 'drop table a',
      'm/20190100000002000000_b.up.sql': 'drop table b',
    }
    const ran = (go: Record<string, string>): readonly string[] => {
      const { migrations, behaviour } = readList(pop, { ...go, ...tree })
      return pop.engine
        .upgrade(pop.engine.install(before.migrations), migrations, behaviour)
        .ran.map(({ slug }) => slug)
    }
    expect(ran(ORY)).toEqual(['b'])
    expect(ran(GO)).toEqual(['a', 'b'])
  })

  it.each<[string, Record<string, string>]>([
    ['no module', { 'm/1_a.up.sql': 'select 1' }],
    [
      'an indirect one',
      { 'go.mod': 'require github.com/gobuffalo/pop/v6 v6.1.1 // indirect', 'm/1_a.up.sql': 'select 1' },
    ],
    ['no way up', { ...GO, 'm/1_a.down.sql': 'select 1' }],
    ['other names', { ...GO, 'm/1_a.sql': 'select 1', 'm/a.up.sql': 'select 1' }],
  ])('claims nothing with %s', (_, tree) => {
    expect(readLists(pop, tree).lists).toEqual([])
  })

  it('reads what the config names', () => {
    const list = readList(pop, { 'sql/1_a.up.sql': 'select 1' }, { path: 'sql' })
    expect([idsOf(list), list.behaviour.source]).toEqual([['1'], 'config'])
  })

  it('is no proof that golang-migrate runs the files', () => {
    expect(readList(golangMigrate, TREE).evidence).toBe(false)
  })

  it('writes a no-op in its own format', () => {
    const result = cured(pop, { ...GO, 'm/20260101000000_a.up.sql': 'drop table a' })
    expect(result?.migration?.effect).toBe('noop')
    expect(result?.path).toMatch(/^m\/\d{14}_keep_order\.up\.sql$/)
  })
})
