import { laravel } from '../../../src/migrations/laravel/index.ts'
import { cured, idsOf, readList, readLists } from '../../support/readings.ts'

const uses = 'use Illuminate\\Database\\Migrations\\Migration;\nuse Illuminate\\Support\\Facades\\Schema;\n'
const named = (name: string, body: string): string =>
  `<?php\n${uses}class ${name} extends Migration\n{\n  public function up()\n  {\n    ${body}\n  }\n}\n`
const anonymous = (body: string): string =>
  `<?php\n\n${uses}return new class extends Migration {\n  /** Run it. */\n  public function up(): void { ${body} }\n};\n`
const TREE = {
  'database/migrations/2020_01_02_000000_add_users.php': named(
    'AddUsers',
    "Schema::create('users', fn ($t) => $t->id());",
  ),
  'database/migrations/2019_12_31_235959_start.php': named('Start', '// nothing yet'),
}

describe('laravel', () => {
  it('goes by file names', () => {
    const list = readList(laravel, TREE)
    expect(idsOf(list)).toEqual(['2019_12_31_235959_start', '2020_01_02_000000_add_users'])
    expect(list.migrations.map(({ effect, objects }) => [effect, objects])).toEqual([
      ['noop', []],
      ['changes', ['users']],
    ])
    expect(list.behaviour).toMatchObject({ unknownApplied: 'ignores', outOfOrder: 'runs', edited: 'ignores' })
  })

  it('takes a class for the same with and without a name', () => {
    const body = "Schema::connection('log')->table('users', function ($t) { $t->dropColumn('a'); });"
    const digests = [named('AddUsers', body), anonymous(body), anonymous(body.replace("'a'", "'b'"))].map(
      (text) => readList(laravel, { 'm/2020_01_02_000000_add_users.php': text }).migrations[0]?.digest,
    )
    expect(digests[0]).toBe(digests[1])
    expect(digests[1]).not.toBe(digests[2])
  })

  it('reads each folder as a list of its own, and none without its class or in tests', () => {
    const migration = { '2020_01_01_000000_a.php': anonymous('go();') }
    const trees = Object.entries({
      'database/migrations': migration,
      'modules/Shop/Migrations': migration,
      'tests/m': migration,
    })
    const tree = Object.fromEntries(
      trees.flatMap(([folder, files]) => Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text])),
    )
    const other = {
      'phinx/2020_01_01_000000_a.php':
        '<?php use Phinx\\Migration\\AbstractMigration; class A extends AbstractMigration {}',
    }
    expect(readLists(laravel, { ...tree, ...other }).lists.map(({ path }) => path)).toEqual([
      'database/migrations',
      'modules/Shop/Migrations',
    ])
  })

  it('writes a no-op that it reads as one, in the form of the last one', () => {
    expect(cured(laravel, TREE)).toMatchObject({
      migration: { id: '2027_01_15_080000_keep_order', effect: 'noop' },
      path: 'database/migrations/2027_01_15_080000_keep_order.php',
    })
    const list = readList(laravel, TREE)
    const request = { after: [], slug: 'keep_order', date: 1_800_000_000 }
    expect(laravel.noop({ list, ...request })?.text).toContain('class KeepOrder extends Migration')
    const newer = readList(laravel, { ...TREE, 'database/migrations/2021_01_01_000000_b.php': anonymous('go();') })
    expect(laravel.noop({ list: newer, ...request })?.text).toMatch(
      /return new class extends Migration\n\{\n +public function up\(\): void\n/,
    )
  })

  it('keeps the name of the migration that it stands in for', () => {
    const list = readList(laravel, TREE)
    const of = { ...list.migrations[1]!, id: '2020_05_05_000001_add_index-to_users' }
    const file = laravel.noop({ list, after: [], slug: 'x', date: 0, of })
    expect(file?.path).toBe('database/migrations/2020_05_05_000001_add_index-to_users.php')
    expect(file?.text).toContain('class AddIndexToUsers extends')
  })
})
