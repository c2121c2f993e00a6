import { golangMigrate } from '../../../src/migrations/golang-migrate/index.ts'
import type { MigrationSource } from '../../../src/migrations/reader.ts'
import { filesOf } from '../../support/files.ts'

const GO_MOD = 'module a\n\nrequire (\n\tgithub.com/golang-migrate/migrate/v4 v4.15.1\n)\n'

function read(tree: Readonly<Record<string, string>>, source?: MigrationSource) {
  return golangMigrate.read(filesOf(golangMigrate.wants, tree), source)
}

describe('golang-migrate: what is a list', () => {
  it('is every folder with a way up', () => {
    const lists = read({
      'make/migrations/postgresql/0001_a.up.sql': 'CREATE TABLE a (id int);',
      'make/migrations/mysql/0001_a.up.sql': 'CREATE TABLE `a` (id int);',
      'other/1_a.down.sql': 'DROP TABLE a;',
      'other/1_a.sql': '',
      'src/go.mod': GO_MOD,
    })
    expect(lists.map(({ path }) => path)).toEqual(['make/migrations/mysql', 'make/migrations/postgresql'])
  })

  it('is nothing in folders of others', () => {
    expect(
      read({
        'src/vendor/github.com/golang-migrate/migrate/v4/source/iofs/testdata/migrations/1_a.up.sql': '',
        'pkg/testdata/1_a.up.sql': '',
        'examples/1_a.up.sql': '',
        'go.mod': GO_MOD,
      }),
    ).toEqual([])
  })

  it('is what the config names, wherever it lies, with the answers of the tool', () => {
    const tree = { 'a/testdata/1_a.up.sql': '', 'b/1_a.up.sql': '' }
    for (const path of ['a/testdata', 'a', 'a/**/*.up.sql', './a/']) {
      const [list, ...more] = read(tree, { system: 'golang-migrate', path })
      expect(list).toMatchObject({ path: 'a/testdata', evidence: true, behaviour: { unknownApplied: 'refuses' } })
      expect(more).toEqual([])
    }
    expect(read(tree, { system: 'golang-migrate', path: '.' })).toHaveLength(2)
    expect(read(tree, { system: 'golang-migrate', path: 'c' })).toEqual([])
  })
})

describe('golang-migrate: what a migration is', () => {
  const [list] = read({
    'db/0002_2.0_schema.up.sql': 'ALTER TABLE b ADD c int; -- why',
    'db/10_nothing.up.sql': '-- nothing\nSELECT 1;',
    'db/010_nothing.down.sql': '',
    'db/0003_only_down.down.sql': 'DROP TABLE a;',
    'db/0004_go.up.json': '[{"a": 1}]',
    'db/0005_broken.up.sql': "SELECT\n'a",
    'go.mod': GO_MOD,
  })

  it('has the number as its id, in numeric order', () => {
    expect(list?.migrations.map(({ id }) => id)).toEqual(['2', '3', '4', '5', '10'])
    expect(list?.migrations[0]).toMatchObject({
      spellings: ['2', '0002', '0002_2.0_schema'],
      slug: '2.0_schema',
      place: { path: 'db/0002_2.0_schema.up.sql', line: 1 },
      objects: ['b'],
    })
  })

  it('changes something where it has a way up with a statement', () => {
    expect(list?.migrations.map(({ effect }) => effect)).toEqual(['changes', 'noop', 'unknown', 'unknown', 'noop'])
    expect(list?.problems).toEqual([])
  })

  it('says what could not be read, and keeps the migration', () => {
    const files = filesOf(golangMigrate.wants, { 'db/1_a.up.sql': "\n\nSELECT 'a" })
    expect(golangMigrate.read(files)[0]?.migrations[0]).toMatchObject({ id: '1', effect: 'unknown' })
    expect(files.unreadable.map(({ place }) => place)).toEqual([{ path: 'db/1_a.up.sql', line: 3 }])
  })

  it('is the same whatever its comments', () => {
    const digest = (text: string) => read({ 'db/1_a.up.sql': text })[0]?.migrations[0]?.digest
    expect(digest('drop table a -- x')).toBe(digest('DROP TABLE a;\n'))
    expect(digest('drop table a')).not.toBe(digest('drop table b'))
  })

  it('may be Go, for a migrator of the project itself', () => {
    const go = (text: string) => read({ 'db/1_a.up.go': text })[0]?.migrations[0]
    expect(go('package a // b')).toMatchObject({ id: '1', effect: 'unknown', slug: 'a' })
    expect(go('package a // b')?.digest).toBe(go('package a /* "c */\n')?.digest)
    expect(go('x("// a")')?.digest).not.toBe(go('x("// b")')?.digest)
    expect(go('x(`/* a`)')?.digest).not.toBe(go('x(`/* b`)')?.digest)
  })
})

describe('golang-migrate: which tool runs it', () => {
  const evidenceOf = (tree: Readonly<Record<string, string>>) => {
    const [list] = read({ 'make/db/1_a.up.sql': '', ...tree })
    return [list?.evidence, list?.behaviour.unknownApplied, list?.behaviour.outOfOrder, list?.behaviour.edited]
  }
  const proven = [true, 'refuses', 'skips', 'ignores']
  const unproven = [false, 'unknown', 'unknown', 'unknown']

  it.each([
    ['go.mod', GO_MOD],
    ['src/go.mod', 'require github.com/golang-migrate/migrate v3.3.0+incompatible\n'],
    ['src/Gopkg.toml', '[[constraint]]\n  name = "github.com/golang-migrate/migrate"\n'],
    ['Gopkg.lock', 'name = "github.com/mattes/migrate"\n'],
    ['glide.yaml', '- package: github.com/mattes/migrate\n'],
    ['vendor/vendor.json', '{"path": "github.com/mattes/migrate"}'],
    ['vendor/modules.txt', '# github.com/golang-migrate/migrate/v4 v4.15.1\n'],
  ])('golang-migrate by %s', (path, text) => {
    expect(evidenceOf({ [path]: text })).toEqual(proven)
    expect(read({ 'db/1_a.up.sql': '', [path]: text })[0]?.behaviour.source).toContain(path)
  })

  it.each([
    ['scripts/up.sh', 'set -e\nmigrate -source file://make/db -database "$DATABASE_URL" up\n'],
    ['make/up.sh', 'migrate -database "$URL" \\\n  -path "${HERE}/../db" up\n'],
    ['Makefile', 'up:\n\t@docker run migrate/migrate -path=./make/db -database $(URL) up\n'],
    ['package.json', '{"scripts": {"up": "migrate -path make/db -database $URL up"}}'],
  ])('golang-migrate by its call in %s', (path, text) => {
    expect(evidenceOf({ [path]: text })).toEqual(proven)
    expect(read({ 'make/db/1_a.up.sql': '', [path]: text })[0]?.behaviour.source).toContain(path)
  })

  it.each([
    ['nothing at all', {}],
    ['a call for another folder of that name', { 'up.sh': 'migrate -path db -database $URL up' }],
    ['a call for another folder', { 'up.sh': 'migrate -path make/other -database $URL up' }],
    ['a call in a comment', { 'up.sh': '# migrate -path make/db -database $URL up' }],
    ['a call without a database', { 'up.sh': 'php artisan migrate --path=make/db' }],
    ['a folder that is not written out', { 'up.sh': 'migrate -path $FOLDER -database $URL up' }],
    ['a script of a project elsewhere', { 'a/b/up.sh': 'migrate -path make/db -database $URL up' }],
    ['another dependency', { 'go.mod': 'require github.com/lib/pq v1.0.0\n' }],
    ['a dependency of a dependency', { 'go.mod': 'require github.com/golang-migrate/migrate/v4 v4.1.0 // indirect\n' }],
    ['a comment', { 'go.mod': '// github.com/golang-migrate/migrate\n' }],
    ['a longer name', { 'go.mod': 'require github.com/golang-migrate/migrator v1.0.0\n' }],
    [
      'what is vendored for another dependency',
      { 'go.mod': '', 'vendor/modules.txt': '# github.com/golang-migrate/migrate v1\n' },
    ],
    ['a vendored go.mod', { 'vendor/github.com/a/b/go.mod': GO_MOD }],
    ['a Go migration beside the dependency', { 'go.mod': GO_MOD, 'make/db/2_b.up.go': 'package db' }],
  ])('any tool with %s', (_, tree) => {
    expect(evidenceOf(tree)).toEqual(unproven)
  })

  it('is told by the nearest file', () => {
    const tree = { 'a/db/1_a.up.sql': '', 'a/go.mod': GO_MOD, 'go.mod': GO_MOD, '0/go.mod': GO_MOD }
    expect(read(tree)[0]?.behaviour.source).toContain(' a/go.mod')
  })
})

describe('golang-migrate: what is wrong with a list', () => {
  const twice = { 'db/1_a.up.sql': 'SELECT a()', 'db/01_b.up.sql': 'SELECT b()', 'db/1_a.down.sql': '' }

  it('is a version of two files', () => {
    const [list] = read({ ...twice, 'go.mod': GO_MOD })
    expect(list?.problems).toMatchObject([{ cause: 'duplicate-id', subject: '1', place: { path: 'db/1_a.up.sql' } }])
    expect(list?.migrations.map(({ id }) => id)).toEqual(['1'])
  })

  it('keeps both where the tool is not known, which may run both', () => {
    const [list] = read(twice)
    expect(list?.problems.map(({ cause }) => cause)).toEqual(['duplicate-id'])
    expect(list?.migrations.map(({ place }) => place.path)).toEqual(['db/01_b.up.sql', 'db/1_a.up.sql'])
  })

  it('is no file for each database: another tool runs those, which may store any number', () => {
    const tree = {
      'go.mod': GO_MOD,
      'db/20191100000001000001_users.mysql.up.sql': 'CREATE TABLE `users` (id int);',
      'db/20191100000001000001_users.mysql.down.sql': 'DROP TABLE `users`;',
      'db/20191100000001000001_users.postgres.up.sql': 'CREATE TABLE users (id int);',
      'db/20191100000001000001_users.up.sql': 'CREATE TABLE users (id integer);',
      'db/20191100000001000002_names.up.sql': 'ALTER TABLE users ADD COLUMN name text;',
    }
    const [list] = read(tree)
    expect(list?.problems).toEqual([])
    expect(list?.behaviour.unknownApplied).toBe('unknown')
    expect(list?.migrations.map(({ id, slug }) => [id, slug])).toEqual([
      ['20191100000001000001', 'users'],
      ['20191100000001000002', 'names'],
    ])
    const edited = read({ ...tree, 'db/20191100000001000001_users.postgres.up.sql': 'CREATE TABLE users (id bigint);' })
    expect(edited[0]?.migrations[0]?.digest).not.toBe(list?.migrations[0]?.digest)
  })

  it('is two changes under one number also where the files are for databases', () => {
    const [list] = read({ 'db/1_a.mysql.up.sql': 'SELECT 1', 'db/1_b.mysql.up.sql': 'SELECT 2' })
    expect(list?.problems.map(({ cause }) => cause)).toEqual(['duplicate-id'])
  })

  it('is a number that no database column holds', () => {
    const [list] = read({
      'db/9223372036854775807_a.up.sql': '',
      'db/9223372036854775808_b.up.sql': '',
      [`db/${'9'.repeat(200)}_c.up.sql`]: '',
      'go.mod': GO_MOD,
    })
    expect(list?.migrations.map(({ id }) => id)).toEqual(['9223372036854775807'])
    expect(list?.problems.map(({ cause }) => cause)).toEqual(['invalid-id', 'invalid-id'])
  })
})
