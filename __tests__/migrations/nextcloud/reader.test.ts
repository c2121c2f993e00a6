import { setEngine } from '../../../src/migrations/engines/set.ts'
import { nextcloud } from '../../../src/migrations/nextcloud/index.ts'
import { cured, idsOf, readList, readLists } from '../../support/readings.ts'

function step(name: string, body = ''): string {
  return `<?php\n// ${name}\nnamespace OCA\\Mail\\Migration;\nuse OCP\\Migration\\SimpleMigrationStep;\nclass ${name} extends SimpleMigrationStep {\n${body}\n}\n`
}

const CHANGES = 'public function changeSchema($o, $c, $p) { $c()->dropTable("a"); }'
const at = (name: string, folder = 'lib/Migration'): string => `${folder}/${name}.php`
const tree = Object.fromEntries(
  ['Version1130Date20220412111833', 'Version0110Date20180825195812', 'Version1124Date20220531094751'].map((name) => [
    at(name),
    step(name, CHANGES),
  ]),
)

describe('nextcloud', () => {
  it('orders by version, then by time', () => {
    const list = readList(nextcloud, tree)
    expect(list).toMatchObject({ path: 'lib/Migration', evidence: true, problems: [] })
    expect(idsOf(list)).toEqual([
      'Version0110Date20180825195812',
      'Version1124Date20220531094751',
      'Version1130Date20220412111833',
    ])
    expect(list.migrations[1]).toMatchObject({ spellings: ['Version1124Date20220531094751', '1124Date20220531094751'] })
  })

  it('runs a late one and lets an unknown one pass', () => {
    const older = readList(nextcloud, tree).migrations
    const newer = older.slice(0, 1).concat(older.slice(2))
    const { obstacles, ran } = setEngine.upgrade(setEngine.install(newer), older, nextcloud.behaviour)
    expect([obstacles, ran.map(({ id }) => id)]).toEqual([[], ['Version1124Date20220531094751']])
    expect(setEngine.upgrade(setEngine.install(older), newer, nextcloud.behaviour).obstacles).toMatchObject([
      { effect: 'loses', certain: true },
    ])
  })

  it('does not count the class name, which is the id', () => {
    const [one, other, another] = ['Version1Date1', 'Version2Date2']
      .map((name) => [at(name), step(name, CHANGES)] as const)
      .concat([[at('Version3Date3'), step('Version3Date3')]])
      .map(([path, text]) => readList(nextcloud, { [path]: text }).migrations[0])
    expect(one?.digest).toBe(other?.digest)
    expect(one?.digest).not.toBe(another?.digest)
  })

  it.each([
    ['', 'noop'],
    ['public function changeSchema($o, $c, $p): ?ISchemaWrapper { return null; }', 'noop'],
    ['public function postSchemaChange($o, $c, $p): void { $this->fix(); }', 'changes'],
    [CHANGES, 'changes'],
  ])('%j is %s', (body, effect) => {
    expect(readList(nextcloud, { [at('Version1Date1')]: step('Version1Date1', body) }).migrations[0]?.effect).toBe(
      effect,
    )
  })

  it('finds the apps of a server, each with its own list, and nothing of Doctrine', () => {
    const { lists } = readLists(nextcloud, {
      [at('Version1Date1', 'apps/dav/lib/Migration')]: step('Version1Date1'),
      [at('Version1Date1', 'core/Migrations')]: step('Version1Date1'),
      [at('Version1Date1', 'tests/lib/Migration')]: step('Version1Date1'),
      'lib/Migration/Version20200101000000.php': '<?php use Doctrine\\Migrations\\AbstractMigration;',
    })
    expect(lists.map(({ path }) => path)).toEqual(['apps/dav/lib/Migration', 'core/Migrations'])
  })

  it('writes a no-op that it reads as one', () => {
    const fresh = cured(nextcloud, tree)
    expect(fresh?.migration).toMatchObject({ id: 'Version1130Date20270115080000', effect: 'noop' })
    expect(fresh?.list.migrations.at(-1)?.id).toBe(fresh?.migration?.id)
    const of = readList(nextcloud, { [at('Version1140Date2')]: step('Version1140Date2', CHANGES) }).migrations[0]
    if (!of) throw new Error('no migration')
    expect(cured(nextcloud, tree, { of })?.path).toBe(at('Version1140Date2'))
  })
})
