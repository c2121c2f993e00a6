import { flyway } from '../../../src/migrations/flyway/index.ts'
import { idsOf, readList, readLists } from '../../support/readings.ts'

const HOME = 'src/main/resources/db/migration'
const POM = { 'pom.xml': '<project><artifactId>flyway-core</artifactId></project>' }

describe('homes', () => {
  it('join SQL, code and folders of one location', () => {
    const list = readList(flyway, {
      ...POM,
      [`${HOME}/1.0/V1__a.sql`]: 'drop table a',
      [`${HOME}/2.0/V2__b.sql`]: 'drop table b',
      'src/main/java/db/migration/V3__C.java':
        'class V3__C extends BaseJavaMigration { void migrate(Context c) { go(); } }',
      'src/test/resources/db/migration/V9__test.sql': 'drop table c',
    })
    expect([list.path, idsOf(list)]).toEqual([HOME, ['1', '2', '3']])
  })

  it('tell databases, modules and repeated versions apart', () => {
    const { lists } = readLists(flyway, {
      ...POM,
      [`${HOME}/common/V1__a.sql`]: 'a',
      [`${HOME}/h2/V2__b.sql`]: 'b',
      [`${HOME}/postgresql/V2__b.sql`]: 'b',
      [`orders/${HOME}/V1__o.sql`]: 'o',
      'sql/core/V1__a.sql': 'a',
      'sql/list/V1__a.sql': 'a',
    })
    expect(lists.map((list) => [list.path, ...idsOf(list)].join(' ')).sort()).toEqual([
      `orders/${HOME} 1`,
      'sql/core 1',
      'sql/list 1',
      `${HOME}/h2 1 2`,
      `${HOME}/postgresql 1 2`,
    ])
  })

  it('know a database by the versions it repeats, whatever its folder is called', () => {
    const { lists } = readLists(flyway, {
      ...POM,
      [`${HOME}/common/V1__a.sql`]: 'a',
      [`${HOME}/SQL_SERVER/V2__b.sql`]: 'b',
      [`${HOME}/h2/V2__b.sql`]: 'b',
      [`${HOME}/kingbase/V2__b.sql`]: 'b',
    })
    expect(lists.map((list) => [list.path, ...idsOf(list)].join(' ')).sort()).toEqual([
      `${HOME}/SQL_SERVER 1 2`,
      `${HOME}/h2 1 2`,
      `${HOME}/kingbase 1 2`,
    ])
  })

  it('take of nested folders those for the database, and of alternatives each for itself', () => {
    const folder = 'src/main/resources/org/db'
    const { lists } = readLists(flyway, {
      ...POM,
      [`${folder}/h2/V1__a.sql`]: 'a',
      [`${folder}/oracle/V1__a.sql`]: 'a',
      [`${folder}/other/h2/V3__c.sql`]: 'c',
      [`${folder}/flow/h2/basic/V2__b.sql`]: 'b',
      [`${folder}/flow/h2/xml/V2__x.sql`]: 'x',
    })
    expect(lists.map((list) => [list.path, ...idsOf(list), list.problems.length].join(' ')).sort()).toEqual([
      `${folder}/flow/h2/basic 2 0`,
      `${folder}/flow/h2/xml 2 0`,
      `${folder}/h2 1 3 0`,
      `${folder}/oracle 1 0`,
    ])
  })

  it('keep what is in a folder for none of the databases beside it', () => {
    const folder = 'src/main/resources/org/db'
    const { lists } = readLists(flyway, {
      ...POM,
      [`${folder}/h2/V1__a.sql`]: 'a',
      [`${folder}/postgresql/V1__a.sql`]: 'a',
      [`${folder}/other/postgres/V3__c.sql`]: 'c',
    })
    expect(lists.map((list) => idsOf(list).join(' '))).toEqual(['1 3', '1 3'])
  })

  it('leave out a class that the classes of the databases extend', () => {
    const code = 'src/main/java/org/db'
    const { lists } = readLists(flyway, {
      ...POM,
      'src/main/resources/org/db/h2/V1__a.sql': 'a',
      'src/main/resources/org/db/mysql/V1__a.sql': 'a',
      [`${code}/V2__Lower.java`]: 'class V2__Lower extends BaseJavaMigration { void migrate(Context c) { go(); } }',
      [`${code}/V3__Shared.java`]: 'class V3__Shared extends BaseJavaMigration { void migrate(Context c) { go(); } }',
      [`${code}/h2/V2__Lower__H2.java`]: 'class V2__Lower__H2 extends V2__Lower {}',
      [`${code}/mysql/V2__Lower__My.java`]: 'class V2__Lower__My extends V2__Lower {}',
    })
    expect(lists.map((list) => [idsOf(list).join(' '), list.problems])).toEqual([
      ['1 2 3', []],
      ['1 2 3', []],
    ])
  })
})
