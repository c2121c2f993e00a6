import { postgresExtension } from '../../../src/migrations/postgres-extension/index.ts'
import { idsOf, readList, readLists } from '../../support/readings.ts'

const STATEMENT = 'create table t (a int);'

/** `1 2 1--2` are the scripts `ext--1.sql`, `ext--2.sql` and `ext--1--2.sql`. */
function treeOf(version: string, scripts: string, text = STATEMENT): Record<string, string> {
  const files = scripts.split(' ').map((name): [string, string] => [`sql/ext--${name}.sql`, `-- ${name}\n${text}\n`])
  return { ...Object.fromEntries(files), 'ext.control': `# ext\ncomment = 'x'\ndefault_version = '${version}'\n` }
}

function meet(from: Record<string, string>, to: Record<string, string>): string {
  const { engine } = postgresExtension
  const { migrations, behaviour } = readList(postgresExtension, to)
  const { obstacles, ran } = engine.upgrade(
    engine.install(readList(postgresExtension, from).migrations),
    migrations,
    behaviour,
  )
  return [
    ...obstacles.map(({ migration, effect, cause }) => `${effect} ${migration.id} ${cause}`),
    ...ran.map(({ id }) => `runs ${id}`),
  ].join(', ')
}

describe('postgres-extension', () => {
  it('has a version for each that the scripts name, the default version last', () => {
    const list = readList(postgresExtension, treeOf('1.10', '1.2 1.2--1.9 1.9--1.10 1.10--1.11 1.10--1.9'))
    expect(idsOf(list)).toEqual(['1.2', '1.9', '1.11', '1.10'])
    expect(list.migrations.map(({ parents, place }) => [parents, place.path])).toEqual([
      [[], 'sql/ext--1.2.sql'],
      [['1.10', '1.2'], 'sql/ext--1.2--1.9.sql'],
      [['1.10'], 'sql/ext--1.10--1.11.sql'],
      [['1.9'], 'sql/ext--1.9--1.10.sql'],
    ])
    expect(list).toMatchObject({ path: 'ext.control', evidence: true, problems: [] })
  })

  it.each<[string, string, string, string]>([
    ['1', '2', '1 1--2', 'runs 2'],
    ['1', '3', '1--2 2--3', 'runs 2, runs 3'],
    ['1', '3', '1--2 2--3 1--3', 'runs 3'],
    ['1', '4', '1--3 1--2 2--4 3--4', 'runs 2, runs 4'],
    ['1', '4', '1--10 1--9 9--4 10--4', 'runs 10, runs 4'],
    ['3', '2', '1--2 2--3 3--2', 'runs 2'],
    ['2', '2', '1--2', ''],
  ])('%s -> %s by %s: %s', (from, to, scripts, expected) => {
    expect(meet(treeOf(from, `${from} x--${from}`), treeOf(to, scripts))).toBe(expected)
  })

  it('refuses a version that it does not know, or that leads nowhere', () => {
    const hotfix = treeOf('1.1', '1.0 1.0--1.1')
    expect(meet(hotfix, treeOf('2.0', '1.0--2.0'))).toBe('refuses 1.1 unknown-applied')
    expect(meet(hotfix, treeOf('2.0', '1.0--1.1 1.0--2.0'))).toBe('refuses 1.1 dead-end')
    // Where the scripts lead to before they end: one is missing from there, whatever version users have.
    const gap = treeOf('3.0', '1.0 1.0--1.1 1.1--2.0 3.0')
    expect(meet(hotfix, gap)).toBe('refuses 2.0 dead-end')
    expect(meet(treeOf('1.0', '1.0 0.9--1.0'), gap)).toBe('refuses 2.0 dead-end')
    expect(meet(hotfix, treeOf('2.0', '1.0--1.1 1.0--2.0 1.1--2.0'))).toBe('runs 2.0')
  })

  it('finds a no-op among the lines that only warn and the comments', () => {
    const script = '/* ext--1--2.sql */\n\\echo Use "ALTER EXTENSION ext UPDATE" to load this file. \\quit\n'
    const tree = { ...treeOf('2', '1'), 'sql/ext--1--2.sql': script }
    expect(readList(postgresExtension, tree).migrations.at(-1)).toMatchObject({ id: '2', effect: 'noop' })
    const included = { ...tree, 'sql/ext--1--2.sql': '#include "udfs/f/2.sql"\n' }
    expect(readList(postgresExtension, included).migrations.at(-1)).toMatchObject({ effect: 'changes' })
  })

  it('collects scripts of any folder and what a build fills in', () => {
    const list = readList(postgresExtension, {
      'src/ext.control.in': "default_version = '@VERSION@'\n",
      'src/updates/ext--1--2.sql.in': STATEMENT,
      'src/old/ext--unpackaged--1.sql': STATEMENT,
      'src/ext--2.control': "requires = 'x'\n",
      'src/other--1--2.sql': STATEMENT,
      'src/ext--1--2--3.sql': STATEMENT,
      'test/ext--2--9.sql': STATEMENT,
    })
    expect([list.path, idsOf(list)]).toEqual(['src/ext.control.in', ['1', '2']])
  })

  it('keeps extensions of one name apart by their folders', () => {
    const one = Object.entries(treeOf('2', '1--2')).map(([path, text]) => [`a/${path}`, text] as const)
    const other = Object.entries(treeOf('3', '1--3')).map(([path, text]) => [`b/${path}`, text] as const)
    const { lists } = readLists(postgresExtension, Object.fromEntries([...one, ...other]))
    expect(lists.map((list) => [list.path, idsOf(list)])).toEqual([
      ['a/ext.control', ['1', '2']],
      ['b/ext.control', ['1', '3']],
    ])
  })

  it('is no history without a script that leads from one version to another', () => {
    expect(readLists(postgresExtension, treeOf('1', '1')).lists).toEqual([])
    expect(readLists(postgresExtension, { 'debian/x.control': 'Source: x\n' }).lists).toEqual([])
  })

  it('minds neither what installs a version nor what comes to stand before it', () => {
    const list = readList(postgresExtension, treeOf('3', '1--2 2--3'))
    const again = readList(postgresExtension, treeOf('3', '3 1--2 2--3', `\n${STATEMENT}`))
    expect(again.migrations.map(({ digest }) => digest)).toEqual(list.migrations.map(({ digest }) => digest))
    expect(list.migrations.map(({ mayChange }) => mayChange)).toEqual([true, true, true])
  })

  it.each([
    ['no version', 'relocatable = true\n'],
    ['a version that is a path', "default_version = '../../etc'\n"],
    ['endless', `default_version = '${'1'.repeat(100_000)}\n`],
    ['blanks without end', `default_version${' '.repeat(100_000)}\n`],
  ])('takes the highest version where the control file has %s', (_, control) => {
    expect(idsOf(readList(postgresExtension, { ...treeOf('1', '1--2 2--3'), 'ext.control': control }))).toEqual([
      '1',
      '2',
      '3',
    ])
  })

  it('reads on where one script is broken', () => {
    const { lists, files } = readLists(postgresExtension, {
      ...treeOf('3', '1--2 2--3'),
      'sql/ext--1--2.sql': "select 'x",
    })
    expect([lists.map(idsOf), files.unreadable.map(({ place }) => place.path)]).toEqual([
      [['1', '2', '3']],
      ['sql/ext--1--2.sql'],
    ])
  })

  it('reads 2,000 scripts of one chain', () => {
    const names = Array.from({ length: 2000 }, (_, n) => `${n}--${n + 1}`)
    const list = readList(postgresExtension, treeOf('2000', names.join(' '), ''))
    const { engine, behaviour } = postgresExtension
    const installed = engine.install(readList(postgresExtension, treeOf('1', '0--1')).migrations)
    expect(engine.upgrade(installed, list.migrations, behaviour).ran).toHaveLength(1999)
  })

  it('writes no-ops: on from the default version, and back from one that is not there', () => {
    const tree = treeOf('1.9', '1.8--1.9')
    const list = readList(postgresExtension, tree)
    const request = { list, after: [], slug: 'guard', date: 0 }
    expect(postgresExtension.noop(request)).toMatchObject({
      id: '1.10',
      path: 'sql/ext--1.9--1.10.sql',
      mode: 'create',
    })
    const hotfix = treeOf('1.8.1', '1.8--1.8.1')
    const of = readList(postgresExtension, hotfix).migrations.at(-1)!
    const file = postgresExtension.noop({ ...request, of })!
    expect(file).toMatchObject({ id: '1.8.1', path: 'sql/ext--1.8.1--1.8.sql' })
    expect(meet(hotfix, tree)).toBe('refuses 1.8.1 unknown-applied')
    expect(meet(hotfix, { ...tree, [file.path]: file.text })).toBe('runs 1.8, runs 1.9')
  })

  it('leads on from where the scripts end', () => {
    const users = treeOf('1.0', '0.9--1.0')
    const gap = treeOf('1.2', '0.9--1.0 1.1--1.2')
    const list = readList(postgresExtension, gap)
    const of = list.migrations.find(({ id }) => id === '1.0')!
    const file = postgresExtension.noop({ list, of, after: [], slug: '', date: 0 })!
    expect(file).toMatchObject({ id: '1.2', path: 'sql/ext--1.0--1.2.sql' })
    expect(meet(users, gap)).toBe('refuses 1.0 dead-end')
    expect(meet(users, { ...gap, [file.path]: file.text })).toBe('runs 1.2')
  })
})
