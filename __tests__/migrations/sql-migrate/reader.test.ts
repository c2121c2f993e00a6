import { sqlMigrate } from '../../../src/migrations/sql-migrate/index.ts'
import { cured, idsOf, readList, readLists } from '../../support/readings.ts'

const UP = '-- +migrate Up notransaction\ndrop table a;\n-- +migrate Down\ncreate table a (b int);\n'
const TREE = {
  'migrations/10-b.sql': UP,
  'migrations/2-a.sql': '-- +migrate Up\n-- +migrate Down\ndrop table b;',
  'migrations/init.sql': UP,
}

describe('sql-migrate', () => {
  it('goes by file names, those with numbers first', () => {
    const list = readList(sqlMigrate, TREE)
    expect(idsOf(list)).toEqual(['2-a.sql', '10-b.sql', 'init.sql'])
    expect(list.migrations.map(({ effect }) => effect)).toEqual(['noop', 'changes', 'changes'])
    expect(list.behaviour).toMatchObject({ unknownApplied: 'refuses', outOfOrder: 'runs', edited: 'ignores' })
  })

  it('ignores unknown ones where the config says so', () => {
    const list = readList(sqlMigrate, TREE, { path: 'migrations', engine: { ignoreUnknown: true } })
    expect(list.behaviour.unknownApplied).toBe('ignores')
  })

  it('is told by its own comments, and reports a script without', () => {
    expect(readLists(sqlMigrate, { 'migrations/1-a.sql': '-- +goose Up\n' }).lists).toEqual([])
    const list = readList(sqlMigrate, { ...TREE, 'migrations/3-c.sql': 'drop table c' })
    expect(list.problems).toMatchObject([{ cause: 'no-statement', subject: '3-c' }])
  })

  it('writes a no-op that it reads as one', () => {
    expect(cured(sqlMigrate, TREE)).toMatchObject({ migration: { id: '11-keep_order.sql', effect: 'noop' } })
  })
})
