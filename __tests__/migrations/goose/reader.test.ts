import { goose } from '../../../src/migrations/goose/index.ts'
import { cured, idsOf, readList, readLists } from '../../support/readings.ts'

const UP = '-- +goose Up\ndrop table a;\n-- +goose Down\ncreate table a (b int);\n'
const GO =
  'package m\nimport "github.com/pressly/goose/v3"\nfunc init() { goose.AddMigrationContext(up3, down3) }\nfunc up3(c C, t *T) error { return nil }\nfunc down3(c C, t *T) error { return undo() }\n'
const TREE = {
  'm/00002_b.sql': UP,
  'm/00001_a.sql': '-- +goose Up\n-- +goose Down\ndrop table b;',
  'm/00003_c.go': GO,
  'm/00003_c_test.go': GO,
  'm/00004_d.go': 'package m',
}

describe('goose', () => {
  it('reads SQL and Go, and goes by numbers', () => {
    const list = readList(goose, TREE)
    expect(idsOf(list)).toEqual(['1', '2', '3'])
    expect(list.migrations.map(({ effect }) => effect)).toEqual(['noop', 'changes', 'noop'])
    expect(list.migrations[1]).toMatchObject({ slug: 'b', spellings: ['2', '00002', '00002_b'], objects: ['a'] })
  })

  it('does not count the way down', () => {
    const digest = (text: string): string | undefined => readList(goose, { 'm/1_a.sql': text }).migrations[0]?.digest
    expect(digest(UP)).toBe(digest('-- x\n-- +goose Up\nDROP TABLE a;\n'))
    expect(digest(UP)).not.toBe(digest(UP.replace('table a', 'table c')))
  })

  it.each<[Record<string, string>, string]>([
    [{}, 'refuses'],
    [{ 'go.mod': 'require github.com/pressly/goose/v3 v3.15.0' }, 'refuses'],
    [{ 'go.mod': 'require github.com/pressly/goose/v3 v3.1.0' }, 'skips'],
    [{ 'go.mod': 'require (\n\tgithub.com/pressly/goose v2.7.0+incompatible\n)' }, 'skips'],
    [{ Makefile: 'up:\n\tgoose -dir m postgres "$(DB)" up -allow-missing' }, 'runs'],
    [{ Makefile: '# goose up -allow-missing' }, 'refuses'],
  ])('with %j a late one: %s', (more, expected) => {
    expect(readList(goose, { ...TREE, ...more }).behaviour).toMatchObject({
      unknownApplied: 'ignores',
      outOfOrder: expected,
    })
  })

  it('takes -allow-missing from the config', () => {
    const engine = { 'allow-missing': true }
    expect(readList(goose, TREE, { path: 'm', engine }).behaviour).toMatchObject({
      outOfOrder: 'runs',
      source: 'config',
    })
  })

  it('reports what the tool refuses', () => {
    const list = readList(goose, { ...TREE, 'm/0_z.sql': UP, 'm/2_x.sql': UP, 'm/5_e.sql': 'drop table a' })
    expect(list.problems.map(({ cause, subject }) => `${cause} ${subject}`).sort()).toEqual([
      'duplicate-id 2',
      'invalid-id 0',
      'no-statement 5_e',
    ])
  })

  it("claims no other tool's scripts, and no vendored ones", () => {
    expect(readLists(goose, { 'm/1_a.sql': '-- migrate:up\n', 'testdata/1_a.sql': UP }).lists).toEqual([])
  })

  it('writes a no-op that it reads as one', () => {
    expect(cured(goose, TREE)).toMatchObject({ migration: { id: '4', effect: 'noop' }, path: 'm/00004_keep_order.sql' })
    const of = readList(goose, { 'x/00009_late.sql': UP }).migrations[0]
    if (!of) throw new Error('no migration')
    expect(cured(goose, TREE, { of })?.path).toBe('m/00009_late.sql')
  })
})
