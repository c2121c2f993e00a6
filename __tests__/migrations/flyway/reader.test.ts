import fc from 'fast-check'
import { flyway } from '../../../src/migrations/flyway/index.ts'
import { cured, idsOf, readList, readLists } from '../../support/readings.ts'

const HOME = 'src/main/resources/db/migration'
const POM = { 'pom.xml': '<project><artifactId>flyway-core</artifactId></project>' }
const sql = (...names: string[]): Record<string, string> =>
  Object.fromEntries(names.map((name) => [`${HOME}/${name}.sql`, `create table t${name.length} (a int);`]))

describe('names', () => {
  it('give versions in numeric order, repeatable ones last, undo ones not at all', () => {
    const list = readList(flyway, {
      ...POM,
      ...sql(
        'V1_10__c',
        'V1.2__b',
        'V1__a',
        'R__view',
        'R__a_view',
        'U1__a',
        'V20200101120000__d',
        'V1_2_1__x',
        'Vx__no',
      ),
    })
    expect(idsOf(list)).toEqual(['1', '1.2', '1.2.1', '1.10', '20200101120000', 'R__a_view', 'R__view'])
    expect(list.migrations[0]).toMatchObject({ slug: 'a', spellings: ['1', 'V1__a'], mayChange: false })
    expect(list.migrations.at(-1)).toMatchObject({ mayChange: true })
  })

  it('of one version collide, however they are written', () => {
    const list = readList(flyway, { ...POM, ...sql('V1__a', 'V01_0__b') })
    expect(list.problems).toMatchObject([{ cause: 'duplicate-id', subject: '1' }])
  })

  it('survive zeros', () => {
    const part = fc.bigInt({ min: 1n, max: 10n ** 20n })
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 4 }),
        fc.nat(3),
        fc.constantFrom('.', '_'),
        (parts, pad, dot) => {
          const written = [...parts.map((number) => '0'.repeat(pad) + String(number)), '0'].join(dot)
          expect(idsOf(readList(flyway, { ...POM, ...sql(`V${written}__a`) }))).toEqual([parts.join('.')])
        },
      ),
      { numRuns: 40 },
    )
  })

  it('may have another prefix and separator where the project says so', () => {
    const tree = {
      'db/migration/M1-a.sql': 'drop table a',
      'flyway.conf': 'flyway.sqlMigrationPrefix=M\nflyway.sqlMigrationSeparator=-\n',
    }
    expect(idsOf(readList(flyway, tree))).toEqual(['1'])
    expect(readLists(flyway, { ...tree, 'flyway.conf': '' }).lists).toEqual([])
    expect(cured(flyway, tree)?.path).toBe('db/migration/M2-keep_order.sql')
  })

  it('of baselines replace what lies below', () => {
    const list = readList(flyway, { ...POM, ...sql('V1__a', 'V2__b', 'B2__base', 'V3__c') })
    expect(list.migrations.find(({ id }) => id === 'B2')?.replaces).toEqual(['1', '2'])
  })
})

describe('the answers', () => {
  const answers = (tree: Record<string, string>, engine?: Record<string, unknown>): unknown => {
    const source = engine && { path: HOME, engine }
    const { unknownApplied, aboveLast, outOfOrder, edited } = readList(
      flyway,
      { ...sql('V1__a'), ...tree },
      source,
    ).behaviour
    return [unknownApplied, aboveLast, outOfOrder, edited].join(' ')
  }
  const DEFAULT = 'refuses ignores refuses refuses'
  const BOOT = 'src/main/resources/application'

  it.each<[Record<string, string>, string]>([
    [POM, DEFAULT],
    [{ 'build.gradle': "implementation 'org.flywaydb:flyway-core:9'" }, DEFAULT],
    [
      { 'dependencies.gradle': "compile group: 'com.googlecode.flyway', name: 'flyway-core', version: '2.3.1'" },
      'ignores ignores skips ignores',
    ],
    [{ 'flyway.conf': 'flyway.outOfOrder=true' }, 'refuses ignores runs refuses'],
    [{ 'flyway.conf': '# flyway.outOfOrder=true\nflyway.url=jdbc:h2:mem' }, DEFAULT],
    [
      { 'flyway.toml': '[flyway]\nignoreMigrationPatterns = ["*:missing", "*:future"]' },
      'ignores ignores refuses refuses',
    ],
    [{ 'flyway.toml': '[flyway]\nignoreMigrationPatterns = ["*:ignored"]' }, 'refuses refuses skips refuses'],
    [{ [`${BOOT}.properties`]: 'spring.flyway.validate-on-migrate=false' }, 'ignores ignores skips ignores'],
    [
      { [`${BOOT}.yml`]: 'spring:\n  flyway:\n    out-of-order: true # late\n    locations:\n      - classpath:a\n' },
      'refuses ignores runs refuses',
    ],
    [
      { [`${BOOT}.yml`]: 'spring.flyway.ignore-missing-migrations: true\n---\nspring.flyway.out-of-order: true' },
      'ignores ignores refuses refuses',
    ],
    [
      {
        'pom.xml':
          '<plugin><artifactId>flyway-maven-plugin</artifactId><configuration><outOfOrder>true</outOfOrder><ignoreMigrationPatterns><p>*:missing</p></ignoreMigrationPatterns></configuration></plugin>',
      },
      'ignores refuses runs refuses',
    ],
    [
      { 'pom.xml': '<a><flyway.outOfOrder>true</flyway.outOfOrder><artifactId>flyway-core</artifactId></a>' },
      'refuses ignores runs refuses',
    ],
    [
      {
        'build.gradle.kts':
          'plugins { id("org.flywaydb.flyway") }\nflyway {\n  outOfOrder = true\n  locations = arrayOf("a")\n}\n',
      },
      'refuses ignores runs refuses',
    ],
    [
      {
        'src/main/java/a/FlywayConfig.java':
          'c.setOutOfOrder(config.isEnabled("x"));\nc.setIgnoreMigrationPatterns("*:missing"); // c.setOutOfOrder(true)',
      },
      'ignores refuses unknown refuses',
    ],
    [
      { 'A/MyFlyway.kt': 'Flyway.configure().outOfOrder(true).validateOnMigrate(flag).load()' },
      'unknown ignores runs unknown',
    ],
    [
      {
        'src/main/java/a/TenantDatabaseUpgradeService.java':
          'class T { void go() { Flyway f = c.outOfOrder(true).load(); if (on) { log(); } try { f.repair(); f.migrate(); } catch (E e) {} } void also() { c.outOfOrder(true); f.repair(); } }',
      },
      'refuses ignores runs ignores',
    ],
    [
      {
        'src/main/java/a/FlywayConfig.java':
          'class T { void go() { c.outOfOrder(true); if (enabled("repair")) { f.repair(); } f.migrate(); } }',
      },
      'refuses ignores runs refuses',
    ],
    [
      {
        'src/main/java/a/DatabaseUtils.java':
          'class T { void go(boolean late) { c.ignoreMigrationPatterns("*:ignored"); c.outOfOrder(late); switch (a) { case "x": f.repair(); } } void skip() { c.outOfOrder(true); } }',
      },
      'refuses refuses unknown refuses',
    ],
    [{}, 'unknown  unknown unknown'],
  ])('of %j', (tree, expected) => {
    expect(answers(tree)).toBe(expected)
  })

  it('are what the config says', () => {
    expect(answers(POM, { outOfOrder: true, validateOnMigrate: false })).toBe('ignores ignores runs ignores')
    expect(answers({ 'flyway.conf': 'flyway.outOfOrder=true' }, {})).toBe('refuses ignores runs refuses')
  })

  it('come from the nearest file', () => {
    const { lists } = readLists(flyway, {
      'a/pom.xml': '<artifactId>flyway-core</artifactId><flyway.outOfOrder>true</flyway.outOfOrder>',
      'b/pom.xml': '<artifactId>flyway-core</artifactId>',
      [`a/${HOME}/V1__a.sql`]: 'a',
      [`b/${HOME}/V1__a.sql`]: 'a',
    })
    expect(lists.map(({ behaviour }) => behaviour.outOfOrder)).toEqual(['runs', 'refuses'])
  })
})

describe('what a migration means', () => {
  const first = (name: string, text: string): unknown =>
    readList(flyway, { ...POM, [`${HOME}/${name}`]: text }).migrations[0]

  it('does not count comments, and counts the description, which is validated', () => {
    const [one, comment, renamed] = [
      first('V1__a.sql', 'drop table a'),
      first('V1__a.sql', '-- x\nDROP TABLE a;'),
      first('V1__b.sql', 'drop table a'),
    ] as { digest: string }[]
    expect(one?.digest).toBe(comment?.digest)
    expect(one?.digest).not.toBe(renamed?.digest)
  })

  it.each([
    ['V1__a.sql', '-- nothing', 'noop'],
    ['V1__a.sql', 'SELECT 1;', 'noop'],
    ['V1__a.sql', 'drop table a', 'changes'],
    ['V1__A.java', 'class V1__A extends BaseJavaMigration { public void migrate(Context c) {} }', 'noop'],
    ['V1__A.java', 'class V1__A extends BaseJavaMigration { public void migrate(Context c) { go(c); } }', 'changes'],
  ])('%s: %j: %s', (name, text, effect) => {
    expect(first(name, text)).toMatchObject({ effect })
  })

  it('is reported where it cannot be read, and the rest goes on', () => {
    const { lists, files } = readLists(flyway, { ...POM, ...sql('V2__b'), [`${HOME}/V1__a.sql`]: "\nselect 'a" })
    expect(lists[0]?.migrations.map(({ effect }) => effect)).toEqual(['unknown', 'changes'])
    expect(files.unreadable).toMatchObject([{ place: { path: `${HOME}/V1__a.sql`, line: 2 } }])
  })
})

describe('the cure', () => {
  it('has the next version in the manner of the last', () => {
    expect(cured(flyway, { ...POM, ...sql('V2_9__a') })).toMatchObject({
      migration: { id: '2.10', effect: 'noop' },
      path: `${HOME}/V2_10__keep_order.sql`,
    })
    expect(cured(flyway, { ...POM, ...sql('V20200101120000__a') })?.migration?.id).toBe('20270115080000')
    expect(cured(flyway, { ...POM, ...sql('V007__a') })?.path).toBe(`${HOME}/V008__keep_order.sql`)
  })

  it('is none in the place of another: the checksum would differ', () => {
    const of = readList(flyway, { ...POM, ...sql('V5__a') }).migrations[0]
    if (!of) throw new Error('no migration')
    expect(cured(flyway, { ...POM, ...sql('V1__a') }, { of })).toBeUndefined()
  })
})
