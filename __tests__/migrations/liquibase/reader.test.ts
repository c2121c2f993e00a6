import { liquibase } from '../../../src/migrations/liquibase/index.ts'
import type { ListReading } from '../../../src/migrations/reader.ts'
import type { Migration } from '../../../src/model.ts'
import { bomb } from '../../support/hostile-contents.ts'
import { cured, idsOf, readList, readLists } from '../../support/lists.ts'

type Tree = Record<string, string>

const xml = (...inner: string[]): string =>
  `<?xml version="1.0"?>\n<databaseChangeLog>\n${inner.join('\n')}\n</databaseChangeLog>\n`
const set = (id: string, body = '<dropTable tableName="T"/>', more = ''): string =>
  `<changeSet id="${id}" author="al" ${more}>${body}</changeSet>`
const sql = (...lines: string[]): string => `--liquibase formatted sql\n${lines.join('\n')}\n`
const only = (tree: Tree): Migration => {
  const [migration] = readList(liquibase, tree).migrations
  if (!migration) throw new Error('no change set')
  return migration
}
const one = (body: string, more = ''): Migration => only({ 'changelog.xml': xml(set('1', body, more)) })
const problems = (list: ListReading): string[] =>
  list.problems.map(({ cause, subject, place }) => `${cause} ${subject} ${place.line}`)
const places = (tree: Tree): string[] => readLists(liquibase, tree).files.unreadable.map(({ place: { path, line } }) => `${path}:${line}`) // prettier-ignore

describe('change sets', () => {
  const expected = [
    { id: '1::al', objects: ['t'], order: ['0'], parents: [], mayChange: false, effect: 'changes' },
    { id: 'a b::al', mayChange: true },
  ]

  it.each([
    ['XML', 'changelog.xml', xml(set('1'), set('a b', '<sql>x</sql>', 'runOnChange="true"'))],
    ['XML with a prefix', 'changelog.xml', '<l:databaseChangeLog xmlns:l="x"><l:changeSet id="1" author="al"><l:dropTable tableName="t"/></l:changeSet><l:changeSet id="a b" author="al" runOnChange="true"/></l:databaseChangeLog>'],
    ['YAML', 'changelog.yaml', 'databaseChangeLog:\n- changeSet:\n    id: 1\n    author: al\n    changes:\n    - dropTable:\n        tableName: t\n- changeSet:\n    id: a b\n    author: al\n    runOnChange: true\n    changes:\n    - sql:\n        sql: drop table x\n'],
    ['JSON', 'changelog.json', '{"databaseChangeLog": [{"changeSet": {"id": 1, "author": "al", "changes": [{"dropTable": {"tableName": "t"}}]}},\n{"changeSet": {"id": "a b", "author": "al", "validCheckSum": "ANY", "changes": []}}]}'],
    ['formatted SQL', 'changelog.sql', sql('--changeset al:1', 'drop table t;', '--changeset "al":"a b" runOnChange:true', 'drop table x;')],
  ])('are read from %s', (_, path, text) => {
    const { lists, files } = readLists(liquibase, { [path]: text })
    expect(files.unreadable).toEqual([])
    expect(lists).toMatchObject([{ system: 'liquibase', path, evidence: true, problems: [], migrations: expected }])
  }) // prettier-ignore

  it('have a line and searchable spellings', () => {
    const list = readList(liquibase, { 'db/changelog.xml': xml(set('1'), '<!-- <changeSet -->', set('2')) })
    expect(list.migrations[1]).toMatchObject({
      spellings: ['2::al', '2', 'db/changelog.xml::2::al'],
      place: { path: 'db/changelog.xml', line: 5 },
    })
  })

  it('are told apart where they are written in several ways', () => {
    const odd = ['<x><changeSet id="no" author="al"></changeSet></x>', '<l:changeSet id="2" author="al"/>', "<changeSet id='3>' author='al'\n/>", '<changeSet author="al"></changeSet>']
    const tree = { 'changelog.xml': xml(set('1'), ...odd, set('4')) }
    expect(readList(liquibase, tree).migrations.map(({ id, place }) => [id, place.line])).toEqual([['1::al', 3], ['2::al', 5], ['3>::al', 6], ['4::al', 9]])
    expect(places(tree)).toEqual(['changelog.xml:8'])
  }) // prettier-ignore

  it('keep large numbers as they are written', () => {
    const text = 'databaseChangeLog:\n- changeSet:\n    id: 20200101120000000123\n    author: al\n    changes: []\n'
    expect(only({ 'changelog.yml': text }).id).toBe('20200101120000000123::al')
  })

  it.each([
    ['white space', '<sql>drop  table\n x</sql>', '<sql>\n drop table x\n</sql>'],
    ['CDATA', '<sql>a &lt; b</sql>', '<sql><![CDATA[a < b]]></sql>'],
    ['attribute order', '<dropColumn tableName="t" columnName="c"/>', '<dropColumn columnName="c" tableName="t"/>'],
    ['a comment', '<sql>x</sql>', '<comment>why</comment><sql><comment>how</comment>x</sql>'],
    [
      'preconditions and rollback',
      '<sql>x</sql>',
      '<preConditions><dbms type="x"/></preConditions><sql>x</sql><rollback/>',
    ],
  ])('keep the digest for what the checksum leaves out: %s', (_, before, after) => {
    expect(one(before).digest).toBe(one(after).digest)
  })

  it.each([
    ['text', '<sql>x</sql>', '<sql>y</sql>'],
    ['an attribute', '<dropTable tableName="a"/>', '<dropTable tableName="b"/>'],
    ['modifySql', '<sql>x</sql>', '<sql>x</sql><modifySql><append value="y"/></modifySql>'],
  ])('have another digest for %s', (_, before, after) => {
    expect(one(before).digest).not.toBe(one(after).digest)
  })

  it('include the files they run', () => {
    const tree = (content: string): Tree => ({
      'db/changelog.xml': xml(set('1', '<sqlFile path="x.sql" relativeToChangelogFile="true"/>')),
      'db/x.sql': content,
    })
    expect(only(tree('drop  table x')).digest).toBe(only(tree('drop table x\n')).digest)
    expect(only(tree('drop table x')).digest).not.toBe(only(tree('drop table y')).digest)
  })

  it.each([
    ['nothing', '', 'noop'],
    ['<empty/>', '<empty/>', 'noop'],
    ['a tag', '<tagDatabase tag="1"/>', 'noop'],
    ['SQL that is a comment', '<sql>-- nothing</sql>', 'noop'],
    ['SELECT 1', '<sql>SELECT 1</sql>', 'noop'],
    ['a change', '<empty/><dropTable tableName="x"/>', 'changes'],
  ])('with %s have their effect', (_, body, effect) => {
    expect(one(body).effect).toBe(effect)
  })

  it('of formatted SQL leave directives and ignored lines out', () => {
    const body = (...lines: string[]): Migration => only({ 'changelog.sql': sql('--changeset al:1', ...lines) })
    const plain = body('drop table x;')
    const lines = ['--comment why', 'drop table x;', '--rollback create table x;', '/* liquibase rollback', 'create', '*/', '--ignoreLines:1', 'bad', '--ignoreLines:start', 'bad', '--ignoreLines:end'] // prettier-ignore
    expect(body(...lines).digest).toBe(plain.digest)
    expect(body('--validCheckSum: ANY', 'drop table x;').mayChange).toBe(true)
    expect(body('-- nothing').effect).toBe('noop')
  })
})

describe('problems', () => {
  it('are change sets without SQL', () => {
    expect(problems(readList(liquibase, { 'changelog.sql': sql('--changeset al:1', '', '--rollback x', '--changeset al:2', '-- y') }))).toEqual(['no-statement 1::al 2'])
    expect(problems(readList(liquibase, { 'changelog.xml': xml(set('1', '<sql> </sql>')) }))).toEqual(['no-statement 1::al 3'])
  }) // prettier-ignore

  it('are identities that stand twice', () => {
    expect(problems(readList(liquibase, { 'changelog.xml': xml(set('1'), set('1')) }))).toEqual([
      'duplicate-id 1::al 4',
    ])
  })

  it('are none where they are for different databases', () => {
    const list = readList(liquibase, { 'changelog.xml': xml(set('1', '', 'dbms="a"'), set('1', '<sql>x</sql>', 'dbms="b"')) })
    expect(list).toMatchObject({ problems: [], migrations: [{ id: '1::al', effect: 'changes' }] })
  }) // prettier-ignore

  it('are none where they are in different files', () => {
    const tree = { 'changelog.xml': xml('<include file="a.xml"/>', '<include file="b.xml"/>'), 'a.xml': xml(set('1')), 'b.xml': xml(set('1')) }
    expect(readList(liquibase, tree)).toMatchObject({ problems: [], migrations: [{ id: '1::al' }, { id: '1::al::b.xml' }] })
  }) // prettier-ignore

  it('are some where these files pretend to be one', () => {
    const log = xml(set('1')).replace('<databaseChangeLog', '<databaseChangeLog logicalFilePath="x"')
    const tree = { 'changelog.xml': xml('<include file="a.xml"/>', '<include file="b.xml"/>'), 'a.xml': log, 'b.xml': log }
    expect(problems(readList(liquibase, tree))).toEqual(['duplicate-id 1::al 3'])
  }) // prettier-ignore
})

describe('includes', () => {
  const root = 'app/src/main/resources/db/changelog.xml'

  it.each([
    ['relative', '<include file="x/a.xml" relativeToChangelogFile="true"/>', 'app/src/main/resources/db/x/a.xml'],
    ['from the class path', '<include file="classpath:/db/x/a.xml"/>', 'app/src/main/resources/db/x/a.xml'],
    ['from the root', '<include file="else/a.xml"/>', 'else/a.xml'],
  ])('are found: %s', (_, include, path) => {
    expect(idsOf(readList(liquibase, { [root]: xml(set('1'), include, set('3')), [path]: xml(set('2')) }))).toEqual(['1::al', '2::al', '3::al']) // prettier-ignore
  })

  it('of a folder come by path, raw SQL too, and stop at the depth', () => {
    const tree = {
      'db/changelog.yaml': 'databaseChangeLog:\n- includeAll: {path: parts, relativeToChangelogFile: true, maxDepth: 2}\n',
      'db/parts/b.sql': sql('--changeset al:b', 'select 2;'),
      'db/parts/B.xml': xml(set('B')),
      'db/parts/a/z.sql': 'drop table z;',
      'db/parts/a/a/deep.xml': xml(set('deep')),
      'db/parts/README.md': 'no changelog',
    }
    expect(idsOf(readList(liquibase, tree))).toEqual(['B::al', 'raw::includeAll::db/parts/a/z.sql', 'b::al'])
  }) // prettier-ignore

  it('reach into other modules', () => {
    const tree = {
      'app/src/main/resources/changelog.xml': xml('<include file="classpath:db/a.changelog.xml"/>', '<includeAll path="db/more"/>'),
      'core/src/main/resources/db/a.changelog.xml': xml(set('1')),
      'x/src/main/resources/db/more/2.changelog.xml': xml(set('3')),
      'y/src/main/resources/db/more/1.changelog.xml': xml(set('2')),
    }
    expect(idsOf(readList(liquibase, tree))).toEqual(['1::al', '2::al', '3::al'])
    const beside = {
      'app/src/main/resources/liquibase/1/changelog.xml': xml('<include file="../common.xml" relativeToChangelogFile="true"/>', set('1')),
      'core/src/main/resources/liquibase/common.xml': xml(set('0')),
      'core/src/main/resources/liquibase/1/common.xml': xml(set('other')),
    }
    const path = 'app/src/main/resources/liquibase/1/changelog.xml'
    expect(idsOf(readList(liquibase, beside, { path }))).toEqual(['0::al', '1::al'])
  }) // prettier-ignore

  it('run a file once', () => {
    const twice = xml('<include file="a.xml"/>', '<include file="a.xml"/>')
    expect(readList(liquibase, { 'changelog.xml': twice, 'a.xml': xml(set('1')) })).toMatchObject({ problems: [], migrations: [{ id: '1::al' }] }) // prettier-ignore
  })

  it('that go round are reported', () => {
    const tree = { 'changelog-a.xml': xml(set('1'), '<include file="changelog-b.xml"/>'), 'changelog-b.xml': xml('<include file="changelog-a.xml"/>', set('2')) } // prettier-ignore
    expect(places(tree)).toEqual(['changelog-b.xml:3'])
    expect(idsOf(readList(liquibase, tree))).toEqual(['1::al', '2::al'])
  })

  it('that lead nowhere are reported', () => {
    const lines = [
      '<include file="gone.xml"/>',
      '<include/>',
      '<includeAll path="../../.."/>',
      '<changeSet id="1"/>',
      set('2'),
    ]
    lines.push(
      '<include file="gone" errorIfMissing="false"/>',
      '<includeAll path="gone" errorIfMissingOrEmpty="false"/>',
    )
    expect(places({ 'db/changelog.xml': xml(...lines) }).toSorted()).toEqual([3, 4, 5, 6].map((line) => `db/changelog.xml:${line}`)) // prettier-ignore
  })
})

describe('masters', () => {
  const parts = { 'a/changelog-1.xml': xml(set('1')), 'a/changelog-2.xml': xml(set('2')) }
  const lists = (tree: Tree): string[] => readLists(liquibase, tree).lists.map(({ path }) => path)

  it('are changelogs that no other one includes', () => {
    expect(lists({ ...parts, 'a/changelog.xml': xml('<include file="changelog-1.xml" relativeToChangelogFile="true"/>') })).toEqual(['a/changelog-2.xml', 'a/changelog.xml']) // prettier-ignore
  })

  it.each([
    ['Spring Boot properties', 'a/application.properties', 'spring.liquibase.change-log=classpath:/changelog-1.xml\n'],
    ['Spring Boot YAML', 'a/application-dev.yml', 'spring:\n  liquibase:\n    change-log: classpath:changelog-1.xml\n'],
    ['Liquibase properties', 'a/liquibase.properties', 'changeLogFile: changelog-1.xml\n'],
  ])('may be named by %s', (_, path, text) => {
    expect(lists({ ...parts, [path]: text })).toEqual(['a/changelog-1.xml'])
  })

  it('named by a settings file may have any name', () => {
    expect(lists({ 'db/master.xml': xml(set('1')), 'application.properties': 'liquibase.change-log=db/master.xml' })).toEqual(['db/master.xml']) // prettier-ignore
    expect(readLists(liquibase, { 'db/master.xml': xml(set('1')) }, { path: 'db/master.xml' }).lists).toHaveLength(1)
  })

  it('of which one reaches all that another does count once', () => {
    const include = (n: number): string => `<include file="a/changelog-${String(n)}.xml"/>`
    expect(lists({ ...parts, 'changelog-all.xml': xml(include(1), include(2)), 'changelog-new.xml': xml(include(2)) })).toEqual(['changelog-all.xml']) // prettier-ignore
  })

  it('are no pictures of a database, where there is a history', () => {
    const picture = xml(set('1-1').replace('"al"', '"al (generated)"'))
    expect(lists({ 'changelog-full.xml': picture })).toEqual(['changelog-full.xml'])
    expect(lists({ 'changelog-full.xml': picture, 'changelog.xml': xml(set('1')) })).toEqual(['changelog.xml'])
  })

  it('are not tests, other XML or prose', () => {
    expect(lists({ 'src/test/resources/changelog.xml': xml(set('1')), 'changelog-x.xml': '<a/>', 'CHANGELOG.json': '[]', 'changelog.yml': 'a: 1\n' })).toEqual([]) // prettier-ignore
  })
})

describe('hostile files', () => {
  const laughs = `<!DOCTYPE a [<!ENTITY a "lol">${Array.from({ length: 9 }, (_, n) => `<!ENTITY a${String(n)} "&a;&a;">`).join('')}]>\n<databaseChangeLog>&a8;</databaseChangeLog>`

  it.each([
    ['an entity bomb', 'changelog.xml', laughs, 2],
    ['an open quote', 'changelog.xml', '<databaseChangeLog>\n<changeSet id="1/></databaseChangeLog>', 2],
    ['an open change set', 'changelog.xml', '<databaseChangeLog>\n<changeSet id="1" author="a">\n</databaseChangeLog>', 3],
    ['an error inside a change set', 'changelog.xml', xml(set('1'), set('2', '\n<sql>&x;</sql>')), 5],
    ['an open comment', 'changelog.xml', '<databaseChangeLog>\n<!-- <changeSet id="1" author="a"/>', 2],
    ['an alias bomb', 'changelog.yaml', `${bomb}\ndatabaseChangeLog: *j\n`, 1],
    ['bad YAML', 'changelog.yaml', 'databaseChangeLog:\n- "a\n', 3],
    ['deep YAML', 'changelog.yaml', `databaseChangeLog: ${'['.repeat(5000)}`, 1],
    ['bad JSON', 'changelog.json', '{"databaseChangeLog":\n[}', 2],
    ['no author', 'changelog.sql', sql('--changeset one'), 2],
    ['a long line', 'changelog.sql', sql(`--changeset ${' '.repeat(1 << 20)}`, `--changeset a${' '.repeat(1 << 20)}`), 2],
  ])('are reported with the place: %s', (_, path, text, line) => {
    const start = performance.now()
    expect(places({ [path]: text })[0]).toBe(`${path}:${line}`)
    expect(performance.now() - start).toBeLessThan(2000)
  }) // prettier-ignore

  it('with includes that double at every step end', () => {
    const tree: Tree = { 'changelog.xml': xml('<include file="p0.xml"/>') }
    for (let n = 0; n < 60; n += 1) tree[`p${String(n)}.xml`] = xml(...Array<string>(3).fill(`<include file="p${String(n + 1)}.xml"/>`))
    tree['p60.xml'] = xml(set('1'))
    expect(idsOf(readList(liquibase, tree))).toEqual(['1::al'])
  }) // prettier-ignore
})

it('what an entry says of itself may be a list', () => {
  const changes = 'changes: [{createTable: {tableName: a}}]'
  const tree = {
    'db/changelog.yaml': 'databaseChangeLog:\n- include:\n  - file: a.yaml\n  - relativeToChangelogFile: true\n',
    'db/a.yaml': `databaseChangeLog:\n- changeSet:\n  - id: 1\n  - author: al\n  - ${changes}\n`,
    'other/changelog.yaml': `databaseChangeLog:\n- changeSet:\n    id: 1\n    author: al\n    ${changes}\n`,
  }
  const [first, second] = readLists(liquibase, tree).lists
  expect(first?.migrations.map(({ id, effect }) => [id, effect])).toEqual([['1::al', 'changes']])
  expect(second?.migrations[0]?.digest).toBe(first?.migrations[0]?.digest)
})

describe('the cure', () => {
  it.each([
    ['changelog.xml', xml('<includeAll path="db/parts"/>'), 'db/parts/a.xml', xml(set('1'))],
    ['changelog.yaml', 'databaseChangeLog:\n- includeAll: {path: db/parts}\n', 'db/parts/a.yaml', 'databaseChangeLog:\n- changeSet: {id: 1, author: al, changes: []}\n'],
    ['changelog.json', '{"databaseChangeLog": [{"includeAll": {"path": "db/parts"}}]}', 'db/parts/a.json', '{"databaseChangeLog": [{"changeSet": {"id": 1, "author": "al", "changes": []}}]}'],
  ])('is a changelog with an empty change set: %s', (master, text, part, content) => {
    const of = { ...only({ 'changelog.xml': xml(set('fix 1')) }) }
    const { migration, list } = cured(liquibase, { [master]: text, [part]: content }, { of }) ?? {}
    expect(migration).toMatchObject({ id: 'fix 1::al', effect: 'noop' })
    expect(list?.problems).toEqual([])
  }) // prettier-ignore

  it('has an id of its own where it stands in for nothing', () => {
    const tree = { 'changelog.xml': xml('<includeAll path="db/parts"/>'), 'db/parts/a.xml': xml(set('1')) }
    expect(cured(liquibase, tree)?.migration).toMatchObject({ id: '20270115-keep_order::al', effect: 'noop' })
  })
})
