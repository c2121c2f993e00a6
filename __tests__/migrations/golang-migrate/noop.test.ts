import { golangMigrate } from '../../../src/migrations/golang-migrate/index.ts'
import type { Migration } from '../../../src/model.ts'
import { filesOf } from '../../support/files.ts'
import { listOf } from '../../support/lists.ts'

const TREE = { 'db/0001_a.up.sql': 'SELECT a()', 'db/0005_e.up.sql': 'SELECT e()', 'db/0005_e.down.sql': '' }
const OTHER = { 'db/0001_a.up.sql': 'SELECT a()', 'db/0003_2.1_schema.up.sql': 'SELECT c()' }

function migrationsOf(tree: Readonly<Record<string, string>>): readonly Migration[] {
  return golangMigrate.read(filesOf(golangMigrate.wants, tree))[0]?.migrations ?? []
}

function noop(of: Migration | undefined, after: readonly Migration[] = []) {
  const [reading] = golangMigrate.read(filesOf(golangMigrate.wants, TREE))
  const list = { ...listOf([]), ...reading }
  return golangMigrate.noop({ list, after, slug: 'keep_fix', date: 0, ...(of ? { of } : {}) })
}

describe("golang-migrate's no-op", () => {
  it('has the name and version of the one it stands in for', () => {
    const [, original] = migrationsOf(OTHER)
    expect(noop(original)).toMatchObject({ id: '3', path: 'db/0003_2.1_schema.up.sql', mode: 'create' })
  })

  it('comes after everything where it stands in for none, or its version is taken', () => {
    const after = migrationsOf({ 'db/0041_x.up.sql': '' })
    expect(noop(undefined)).toMatchObject({ id: '6', path: 'db/0006_keep_fix.up.sql' })
    expect(noop(undefined, after)).toMatchObject({ id: '42', path: 'db/0042_keep_fix.up.sql' })
    expect(noop(migrationsOf(TREE)[0], after)).toMatchObject({ id: '42' })
  })

  it('is read as a no-op of that version, and completes the list', () => {
    const file = noop(migrationsOf(OTHER)[1])
    const before = golangMigrate.engine.install(migrationsOf(OTHER))
    const target = migrationsOf({ ...TREE, [file?.path ?? '']: file?.text ?? '' })
    expect(target.find(({ id }) => id === file?.id)?.effect).toBe('noop')
    expect(golangMigrate.engine.upgrade(before, migrationsOf(TREE), golangMigrate.behaviour).ran).toEqual([])
    const { obstacles, ran } = golangMigrate.engine.upgrade(before, target, golangMigrate.behaviour)
    expect(obstacles).toEqual([])
    expect(ran.map(({ id }) => id)).toEqual(['5'])
  })
})
