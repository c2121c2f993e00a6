import { sqlalchemyMigrate } from '../../../src/migrations/sqlalchemy-migrate/index.ts'
import { cured, idsOf, readList, readLists } from '../../support/readings.ts'

const CFG = { 'repo/migrate.cfg': '[db_settings]\nrepository_id=a\n' }
const UP = 'def upgrade(migrate_engine):\n    drop(migrate_engine)\n'
const treeOf = (numbers: string): Record<string, string> => ({
  ...CFG,
  ...Object.fromEntries(numbers.split(' ').map((number) => [`repo/versions/${number.padStart(3, '0')}_a.py`, UP])),
})

function meet(from: string, to: string): string {
  const { engine, behaviour } = sqlalchemyMigrate
  const applied = engine.install(from === '' ? [] : readList(sqlalchemyMigrate, treeOf(from)).migrations)
  const { obstacles, ran } = engine.upgrade(applied, readList(sqlalchemyMigrate, treeOf(to)).migrations, behaviour)
  return [
    ...obstacles.map(({ migration, effect }) => `${effect} ${migration.id}`),
    ...ran.map(({ id }) => `runs ${id}`),
  ].join(', ')
}

describe('sqlalchemy-migrate', () => {
  it('has one script for each number, and SQL beside it', () => {
    const list = readList(sqlalchemyMigrate, {
      ...CFG,
      'repo/versions/002_b.py': '# placeholder\ndef upgrade(migrate_engine):\n    """none"""\n    pass\n',
      'repo/versions/001_a.py': UP,
      'repo/versions/001_sqlite_upgrade.sql': 'drop table a',
      'repo/versions/001_sqlite_downgrade.sql': 'create table a',
      'repo/versions/003_default_upgrade.sql': 'select 1',
      'repo/versions/__init__.py': '',
    })
    expect(idsOf(list)).toEqual(['1', '2', '3'])
    expect(list.migrations.map(({ effect }) => effect)).toEqual(['changes', 'noop', 'noop'])
    expect(list.problems).toEqual([])
  })

  it.each([
    ['1 2', '1 2 3', 'runs 3'],
    ['1 2 3 4', '1 2 3', 'refuses 4'],
    ['1 3', '1 2 3', 'skips 2'],
    ['1 2', '1 2 4', 'refuses 4'],
    ['1 2 3', '1 2 4', 'loses 3, runs 4'],
    ['216 217', '216 217 218', 'runs 218'],
    ['1 2', '1 2', ''],
    ['', '216 217', 'runs 216, runs 217'],
    ['', '1 3', 'refuses 3'],
  ])('%s -> %s: %s', (from, to, expected) => {
    expect(meet(from, to)).toBe(expected)
  })

  it('reports two scripts with one number', () => {
    const list = readList(sqlalchemyMigrate, { ...treeOf('1'), 'repo/versions/001_b.py': UP })
    expect(list.problems).toMatchObject([{ cause: 'duplicate-id', subject: '1' }])
  })

  it('is told by its migrate.cfg', () => {
    expect(readLists(sqlalchemyMigrate, { 'repo/versions/001_a.py': UP }).lists).toEqual([])
  })

  it('is no more where Alembic has taken its folder over', () => {
    expect(
      readLists(sqlalchemyMigrate, { ...treeOf('1'), 'repo/env.py': 'from alembic import context\n' }).lists,
    ).toEqual([])
  })

  it('writes a no-op that it reads as one, unless that leaves a gap', () => {
    expect(cured(sqlalchemyMigrate, treeOf('1 2'))).toMatchObject({
      migration: { id: '3', effect: 'noop' },
      path: 'repo/versions/003_keep_order.py',
    })
    const [of, far] = readList(sqlalchemyMigrate, treeOf('3 9')).migrations
    if (!of || !far) throw new Error('no migration')
    expect(cured(sqlalchemyMigrate, treeOf('1 2'), { of })?.path).toBe('repo/versions/003_a.py')
    expect(cured(sqlalchemyMigrate, treeOf('1 2'), { of: far })).toBeUndefined()
  })
})
