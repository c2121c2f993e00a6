import { dbMigrate } from '../../../src/migrations/db-migrate/index.ts'
import { cured, idsOf, readList, readLists } from '../../support/readings.ts'

const PACKAGE = { 'package.json': '{"dependencies":{"db-migrate":"0.11.13"}}' }
const script = (body: string): string =>
  `let dbm;\nexports.setup = function (options) { dbm = options.dbmigrate; };\nexports.up = function (db, callback) {\n  ${body}\n};\nexports.down = function (db, cb) { cb(); };\n`
const TREE = {
  ...PACKAGE,
  'src/migrations/20200102000000-add-users.js': script('db.runSql(`CREATE TABLE users (id int)`, callback);'),
  'src/migrations/20191231235959-start.js': script('callback();'),
}

describe('db-migrate', () => {
  it('goes by names up to the first dot', () => {
    const list = readList(dbMigrate, { ...TREE, 'src/migrations/20200102000000-add-a.b.js': script('return null;') })
    expect(idsOf(list)).toEqual(['20191231235959-start', '20200102000000-add-a', '20200102000000-add-users'])
    expect(list.migrations.map(({ effect }) => effect)).toEqual(['noop', 'noop', 'changes'])
    expect(list.behaviour).toMatchObject({ unknownApplied: 'ignores', outOfOrder: 'runs', edited: 'ignores' })
    expect(list.behaviour.source).toContain('package.json')
  })

  it('reads nothing where package.json does not name it', () => {
    expect(readLists(dbMigrate, { ...TREE, 'package.json': '{}' }).lists).toEqual([])
  })

  it('writes a no-op that it reads as one', () => {
    expect(cured(dbMigrate, TREE)).toMatchObject({
      migration: { id: '20270115080000-keep-order', effect: 'noop' },
      path: 'src/migrations/20270115080000-keep-order.js',
    })
  })
})
