import { createHash } from 'node:crypto'
import { atlas } from '../../../src/migrations/atlas/index.ts'
import { sumOf } from '../../../src/migrations/atlas/sum.ts'
import { cured, idsOf, readList, readLists } from '../../support/readings.ts'

/** As Atlas would write it: the scripts of a folder with their checksums. */
function treeOf(names: string, texts: Record<string, string> = {}): Record<string, string> {
  const files = names.split(' ').map((name) => ({ name: `${name}.sql`, text: texts[name] ?? 'drop table a;\n' }))
  files.sort((a, b) => (a.name < b.name ? -1 : 1))
  const lines = sumOf(files).map(({ name, hash }) => `${name} h1:${hash}\n`)
  return {
    ...Object.fromEntries(files.map(({ name, text }) => [`migrations/${name}`, text])),
    'migrations/atlas.sum': `h1:whole\n${lines.join('')}`,
  }
}

const HCL = (order: string): Record<string, string> => ({
  'atlas.hcl': `env "prod" {\n  migration {\n    dir = "file://migrations"\n    exec_order = ${order}\n  }\n}\n`,
})
const CHECKPOINT = '-- atlas:checkpoint\n\ncreate table a (b int);\n'

function meet(from: string, to: string, more: Record<string, string> = {}, texts: Record<string, string> = {}): string {
  const { migrations, behaviour } = readList(atlas, { ...treeOf(to, texts), ...more })
  const installed = atlas.engine.install(readList(atlas, treeOf(from, texts)).migrations)
  const { obstacles, ran } = atlas.engine.upgrade(installed, migrations, behaviour)
  return [
    ...obstacles.map(({ migration, effect }) => `${effect} ${migration.id}`),
    ...ran.map(({ id }) => `runs ${id}`),
  ].join(', ')
}

describe('atlas', () => {
  it('goes by the version in front of the name, in order of names', () => {
    const list = readList(
      atlas,
      treeOf('20240102000000_b 20240101000000_a 3', { '20240101000000_a': '-- atlas:txmode none\n\n-- nothing\n' }),
    )
    expect(idsOf(list)).toEqual(['20240101000000', '20240102000000', '3'])
    expect(list.migrations.map(({ slug, effect }) => [slug, effect])).toEqual([
      ['a', 'noop'],
      ['b', 'changes'],
      ['', 'changes'],
    ])
    expect(list).toMatchObject({ path: 'migrations', evidence: true, problems: [] })
  })

  it.each<[string, string, string, Record<string, string>]>([
    ['1 3', '1 3 4', 'runs 4', {}],
    ['1 3', '1 2 3 4', 'refuses 2', {}],
    ['1 3', '1 2 3 4', 'refuses 2', HCL('LINEAR')],
    ['1 3', '1 2 3 4', 'skips 2, runs 4', HCL('LINEAR_SKIP')],
    ['1 3', '1 2 3 4', 'runs 2, runs 4', HCL('NON_LINEAR')],
    ['1 3', '1 2 3 4', 'runs 2, runs 4', { Makefile: 'up:\n\tatlas migrate apply --exec-order non-linear\n' }],
    ['2 3', '1 2 3 4', 'skips 1, runs 4', {}],
    ['2 3', '1 2 3 4', 'skips 1, runs 4', HCL('NON_LINEAR')],
    ['1 3', '1 2', 'loses 3, refuses 2', {}],
    ['1 3', '1', 'loses 3', {}],
  ])('%s -> %s: %s', (from, to, expected, more) => {
    expect(meet(from, to, more)).toBe(expected)
  })

  it('runs a checkpoint on an empty database only', () => {
    const texts = { '3_c': CHECKPOINT }
    const list = readList(atlas, treeOf('1 2 3_c 4', texts))
    expect([...atlas.engine.install(list.migrations).migrations.keys()]).toEqual(['3', '4'])
    expect(meet('1 2', '1 2 3_c 4', {}, texts)).toBe('runs 4')
    expect(meet('1 2', '3_c 4', {}, texts)).toBe('runs 4')
    expect(meet('1 2 3_c 4', '1 2 3_c 4 5', {}, texts)).toBe('runs 5')
    expect(meet('1', '1 2 3_c 4', {}, texts)).toBe('runs 2, runs 4')
  })

  it('takes the order from the config', () => {
    const list = readList(atlas, treeOf('1'), { path: 'migrations', engine: { execOrder: 'linear-skip' } })
    expect(list.behaviour).toMatchObject({ outOfOrder: 'skips', source: 'config' })
  })

  it('says where the folder does not fit its checksums', () => {
    const { files } = readLists(atlas, { ...treeOf('1 2 3'), 'migrations/2.sql': 'drop table b;\n' })
    expect(files.unreadable.map(({ place }) => place)).toEqual([{ path: 'migrations/atlas.sum', line: 3 }])
    expect(readLists(atlas, treeOf('1 2 3')).files.unreadable).toEqual([])
  })

  it.each([
    ['nothing', '', 2],
    ['something else', 'x\n'.repeat(50_000), 2],
    ['lines without end', `h1:x\n${'a'.repeat(1_000_000)}`, 2],
  ])('says so where atlas.sum has %s', (_, sum, line) => {
    const { lists, files } = readLists(atlas, { ...treeOf('1'), 'migrations/atlas.sum': sum })
    expect([lists.length, files.unreadable.map(({ place }) => place)]).toEqual([
      1,
      [{ path: 'migrations/atlas.sum', line }],
    ])
  })

  it('computes checksums as Atlas does: each covers all names and texts so far', () => {
    const files = [
      { name: '1.sql', text: 'a' },
      { name: '2.sql', text: '-- atlas:sum ignore\nb' },
      { name: '3.sql', text: 'c' },
    ]
    const digest = (text: string): string => createHash('sha256').update(text).digest('base64')
    expect(sumOf(files)).toEqual([
      { name: '1.sql', hash: digest('1.sqla') },
      { name: '3.sql', hash: digest('1.sqla2.sql3.sqlc') },
    ])
  })

  it.each([
    ['golang-migrate', { 'migrations/1_a.up.sql': 'drop table a' }],
    ['goose', { 'migrations/1_a.sql': '-- +goose Up\ndrop table a;' }],
    ['Flyway', { 'migrations/V1__a.sql': 'drop table a' }],
  ])('leaves the files to %s', (_, tree) => {
    expect(readLists(atlas, { ...tree, 'migrations/atlas.sum': 'h1:x\n' }).lists).toEqual([])
  })

  it('reports a version that two files have', () => {
    expect(readList(atlas, treeOf('1_a 1_b')).problems.map(({ cause, subject }) => [cause, subject])).toEqual([
      ['duplicate-id', '1'],
    ])
  })

  it('writes a no-op that it reads as one', () => {
    expect(cured(atlas, treeOf('20200102000000'))).toMatchObject({
      migration: { id: '20270115080000', effect: 'noop' },
    })
    const [original] = readList(atlas, treeOf('2_fix')).migrations
    expect(cured(atlas, treeOf('1'), { of: original! })).toMatchObject({
      path: 'migrations/2_fix.sql',
      migration: { id: '2' },
    })
  })
})
