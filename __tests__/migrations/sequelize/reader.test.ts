import { sequelize } from '../../../src/migrations/sequelize/index.ts'
import { cured, idsOf, readList, readLists } from '../../support/readings.ts'

const PACKAGE = { 'package.json': '{"dependencies":{"sequelize":"^6.0.0"}}' }
const UP = "module.exports = { up: (queryInterface) => queryInterface.dropTable('a'), down: async () => {} }"
const TREE = {
  ...PACKAGE,
  'server/migrations/20200102-b.js': UP,
  'server/migrations/20200101-a.js': 'module.exports = { up: async (queryInterface) => {} }',
}

describe('sequelize', () => {
  it('reads scripts that have its query interface', () => {
    const list = readList(sequelize, TREE)
    expect(idsOf(list)).toEqual(['20200101-a.js', '20200102-b.js'])
    expect(list.migrations.map(({ effect }) => effect)).toEqual(['noop', 'changes'])
    expect(list.behaviour).toMatchObject({ unknownApplied: 'ignores', outOfOrder: 'runs', edited: 'ignores' })
  })

  it('claims nothing without the package, or of another tool', () => {
    expect(readLists(sequelize, { 'migrations/1-a.js': UP }).lists).toEqual([])
    expect(
      readLists(sequelize, { ...PACKAGE, 'migrations/1-a.js': 'exports.up = (knex) => knex.raw("a")' }).lists,
    ).toEqual([])
  })

  it('writes a no-op that it reads as one', () => {
    expect(cured(sequelize, TREE)).toMatchObject({
      migration: { effect: 'noop' },
      path: 'server/migrations/20270115-keep_order.js',
    })
  })
})
