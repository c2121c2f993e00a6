import { doctrine } from '../../../src/migrations/doctrine/index.ts'
import { cured, idsOf, readList, readLists } from '../../support/readings.ts'

const step = (name: string, body: string): string =>
  `<?php\nnamespace App\\Migrations;\nuse Doctrine\\Migrations\\AbstractMigration;\n/** a */\nfinal class ${name} extends AbstractMigration {\n public function up(Schema $schema): void { ${body} }\n}\n`
const TREE = {
  'migrations/Version20200102000000.php': step('Version20200102000000', '$this->addSql("DROP TABLE a");'),
  'migrations/Version20200101000000.php': step('Version20200101000000', '// none'),
}

describe('doctrine', () => {
  it('goes by class names', () => {
    const list = readList(doctrine, TREE)
    expect(idsOf(list)).toEqual(['Version20200101000000', 'Version20200102000000'])
    expect(list.migrations.map(({ effect }) => effect)).toEqual(['noop', 'changes'])
    expect(list.migrations[0]?.spellings).toContain('20200101000000')
    expect(list.behaviour).toMatchObject({ unknownApplied: 'ignores', outOfOrder: 'runs', edited: 'ignores' })
  })

  it('does not count the class name', () => {
    const digests = ['Version20200101000000', 'Version20200102000000'].map(
      (name) => readList(doctrine, { [`m/${name}.php`]: step(name, 'go();') }).migrations[0]?.digest,
    )
    expect(digests[0]).toBe(digests[1])
  })

  it("claims no other tool's files", () => {
    expect(readLists(doctrine, { 'm/Version20200101000000.php': '<?php class A extends Base {}' }).lists).toEqual([])
  })

  it('writes a no-op that it reads as one', () => {
    expect(cured(doctrine, TREE)).toMatchObject({ migration: { id: 'Version20270115080000', effect: 'noop' } })
  })
})
