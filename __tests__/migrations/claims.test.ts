import { settleClaims } from '../../src/migrations/claims.ts'
import { readers } from '../../src/readers.ts'
import { filesOf } from '../support/files.ts'

/** `system folder` of every list that detection keeps. */
function claimsOf(tree: Readonly<Record<string, string>>): readonly string[] {
  const lists = readers.migrations.flatMap((reader) => reader.read(filesOf(reader.wants, tree)))
  return settleClaims(lists)
    .map(({ system, path }) => `${system} ${path}`)
    .sort()
}

const PACKAGE = {
  'package.json':
    '{"dependencies":{"knex":"3","db-migrate":"0.11","sequelize":"6","node-pg-migrate":"7","typeorm":"0.3"}}',
}
const CARGO = { 'Cargo.toml': '[dependencies]\nsqlx = "0.8"\n' }
const up = (body: string): string => `exports.up = ${body}`

describe('a folder belongs to one system', () => {
  it.each<[string, Record<string, string>]>([
    ['knex', { ...PACKAGE, 'm/1_a.js': up('(knex) => knex.raw("a")') }],
    ['sequelize', { ...PACKAGE, 'm/1_a.js': up('(queryInterface) => queryInterface.dropTable("a")') }],
    ['node-pg-migrate', { ...PACKAGE, 'm/1_a.js': up('(pgm) => pgm.dropTable("a")') }],
    ['db-migrate', { ...PACKAGE, 'm/20200101000000-a.js': up('(db, cb) => db.runSql("a", cb)') }],
    ['typeorm', { ...PACKAGE, 'm/1_a.ts': 'class A1600000000000 implements MigrationInterface { async up() {} }' }],
    ['goose', { ...CARGO, 'm/1_a.sql': '-- +goose Up\nselect 1;' }],
    ['dbmate', { ...CARGO, 'm/migrations/1_a.sql': '-- migrate:up\n-- migrate:down\n' }],
    ['sql-migrate', { 'm/1_a.sql': '-- +migrate Up\nselect 1;' }],
    ['sqlx', { ...CARGO, 'migrations/1_a.up.sql': 'drop table a', 'migrations/1_a.down.sql': 'drop table b' }],
    ['golang-migrate', { 'migrations/1_a.up.sql': 'drop table a', 'migrations/1_a.down.sql': 'drop table b' }],
    ['flyway', { 'db/migration/V1__a.sql': 'drop table a' }],
    ['prisma', { 'm/migration_lock.toml': '', 'm/1_a/migration.sql': 'drop table a' }],
    [
      'doctrine',
      { 'm/Version20200101000000.php': '<?php class A extends \\Doctrine\\Migrations\\AbstractMigration {}' },
    ],
    [
      'laravel',
      { 'm/2020_01_01_000000_a.php': '<?php class A extends \\Illuminate\\Database\\Migrations\\Migration {}' },
    ],
    ['nextcloud', { 'lib/Migration/Version1Date20200101000000.php': '<?php class A extends SimpleMigrationStep {}' }],
    ['ef-core', { 'Migrations/20200101000000_A.cs': 'using Microsoft.EntityFrameworkCore.Migrations;' }],
    ['sqlalchemy-migrate', { 'r/migrate.cfg': '', 'r/versions/001_a.py': 'def upgrade(e): pass' }],
  ])('%s', (system, tree) => {
    const claims = claimsOf(tree)
    expect(claims.map((claim) => claim.split(' ')[0])).toEqual([system])
  })

  it('and what lies in tests or vendored code to none', () => {
    const trees = {
      'vendor/x/migrations/1_a.sql': '-- +goose Up\n',
      'testdata/1_a.sql': '-- migrate:up\n',
      'a/fixtures/V1__a.sql': 'a',
    }
    expect(claimsOf(trees)).toEqual([])
  })
})
