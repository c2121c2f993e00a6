import { rails } from '../../../src/migrations/rails/index.ts'
import type { MigrationSource } from '../../../src/migrations/reader.ts'
import { filesOf } from '../../support/files.ts'
import { listOf } from '../../support/lists.ts'

function migrationText(name: string, body = `add_column :users, :${name.toLowerCase()}, :string`, version = '[6.0]') {
  return `class ${name} < ActiveRecord::Migration${version}\n  def change\n    ${body}\n  end\nend\n`
}

function read(tree: Readonly<Record<string, string>>, source?: MigrationSource) {
  return rails.read(filesOf(rails.wants, tree), source)
}

describe('Rails: what is a list', () => {
  it('is every folder db/migrate with all below it', () => {
    const lists = read({
      'db/migrate/20200101000000_add_a.rb': migrationText('AddA'),
      'db/migrate/old/1_add_b.rb': migrationText('AddB'),
      'engines/shop/db/migrate/1_add_c.rb': migrationText('AddC'),
      'db/migrate/helper.rb': '',
      'db/seeds/1_add_d.rb': migrationText('AddD'),
      'test/dummy/db/migrate/1_add_e.rb': migrationText('AddE'),
    })
    expect(lists.map(({ path, migrations }) => [path, migrations.map(({ id }) => id)])).toEqual([
      ['db/migrate', ['1', '20200101000000']],
      ['engines/shop/db/migrate', ['1']],
    ])
  })

  it('is nothing of Sequel', () => {
    expect(read({ 'db/migrate/1_a.rb': 'Sequel.migration do\n  change { drop_table :a }\nend\n' })).toEqual([])
  })

  it('is what the config names', () => {
    const tree = { 'db/post_migrate/1_add_a.rb': migrationText('AddA'), 'db/migrate/2_add_b.rb': migrationText('AddB') }
    expect(read(tree, { system: 'rails', path: 'db/post_migrate' })).toMatchObject([
      { path: 'db/post_migrate', evidence: true, migrations: [{ id: '1' }] },
    ])
  })

  it('has known answers only where ActiveRecord runs it', () => {
    const own = 'class AddA < OurMigration\n  def up\n    x\n  end\nend\n'
    const answers = (tree: Readonly<Record<string, string>>) => read(tree)[0]?.behaviour.unknownApplied
    expect(answers({ 'db/migrate/1_add_a.rb': own })).toBe('unknown')
    expect(answers({ 'db/migrate/1_add_a.rb': own, 'db/migrate/2_add_b.rb': migrationText('AddB') })).toBe('ignores')
  })
})

describe('Rails: what a migration is', () => {
  it('has the number as its id and the tables it names as its objects', () => {
    const [list] = read({
      'db/migrate/007_add_a.shop.rb': migrationText('AddA', "add_index(:users, :a)\n    drop_table 'b'"),
      'db/migrate/008_nothing.rb': migrationText('Nothing', '# nothing'),
    })
    expect(list?.migrations).toMatchObject([
      {
        id: '7',
        spellings: ['7', '007', '007_add_a.shop'],
        slug: 'add_a',
        effect: 'changes',
        objects: ['b', 'users'],
        place: { path: 'db/migrate/007_add_a.shop.rb', line: 1 },
      },
      { id: '8', effect: 'noop' },
    ])
  })

  it('means the same with comments, and with the version that none stands for', () => {
    const digest = (text: string) => read({ 'db/migrate/1_a.rb': text })[0]?.migrations[0]?.digest
    expect(digest(migrationText('A', 'x # y', ''))).toBe(digest(migrationText('A', 'x', '[4.2]')))
    expect(digest(migrationText('A', 'x', ''))).not.toBe(digest(migrationText('A', 'x', '[5.0]')))
    expect(digest(migrationText('A', 'x'))).not.toBe(digest(migrationText('A', 'y')))
  })
})

describe('Rails: what is wrong with a list', () => {
  it.each([
    ['a version of two files', '1_add_a.rb', '001_add_b.rb', 'duplicate-id', '1'],
    ['a class of two files', '1_add_a.rb', '2_add__a.rb', 'duplicate-id', '2'],
    ['a name that Rails cannot load', '1_add_a.rb', '2_addB.rb', 'invalid-id', '2_addB'],
    ['a name without a version', '1_add_a.rb', '2b_add_b.rb', 'invalid-id', '2b_add_b'],
  ])('is %s', (_, one, other, cause, subject) => {
    const tree = { [`db/migrate/${one}`]: migrationText('AddA'), [`db/migrate/${other}`]: migrationText('AddB') }
    const [list] = read(tree)
    expect(list?.problems.map((problem) => [problem.cause, problem.subject])).toEqual([[cause, expect.any(String)]])
    if (cause === 'invalid-id') expect(list?.problems[0]?.subject).toBe(subject)
  })

  it('is nothing where the versions and names differ', () => {
    const tree = { 'db/migrate/1_add_a.rb': migrationText('AddA'), 'db/migrate/2_add_a2.rb': migrationText('AddA2') }
    expect(read(tree)[0]?.problems).toEqual([])
  })
})

describe("Rails' no-op", () => {
  const tree = { 'db/migrate/20200101000000_add_a.rb': migrationText('AddA', 'x', '[5.2]') }
  const other = { 'db/migrate/007_add_b.rb': migrationText('AddB') }
  const date = Date.UTC(2026, 0, 2) / 1000

  function noop(of: 'other' | 'same' | 'none') {
    const list = { ...listOf([]), ...read(tree)[0] }
    const original = of === 'none' ? undefined : read(of === 'other' ? other : tree)[0]?.migrations[0]
    return rails.noop({ list, after: [], slug: 'keep_fix', date, ...(original ? { of: original } : {}) })
  }

  it('has the name and version of the one it stands in for', () => {
    expect(noop('other')).toMatchObject({ id: '7', path: 'db/migrate/007_add_b.rb' })
  })

  it.each(['same', 'none'] as const)('is numbered by time where it stands in for %s', (of) => {
    expect(noop(of)?.id).toBe('20260102000000')
  })

  it('is read as a no-op of that version, without a problem', () => {
    for (const of of ['other', 'same', 'none'] as const) {
      const file = noop(of)
      const [list] = read({ ...tree, [file?.path ?? '']: file?.text ?? '' })
      expect(list?.problems).toEqual([])
      expect(list?.migrations.find(({ id }) => id === file?.id)?.effect).toBe('noop')
      expect(file?.text).toContain('ActiveRecord::Migration[5.2]')
    }
  })
})
