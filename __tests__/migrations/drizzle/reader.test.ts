import { drizzle } from '../../../src/migrations/drizzle/index.ts'
import { idsOf, readList, readLists } from '../../support/readings.ts'

type Entry = readonly [tag: string, when: number, text?: string]

function treeOf(...entries: readonly Entry[]): Record<string, string> {
  const journal = {
    version: '7',
    dialect: 'postgresql',
    entries: entries.map(([tag, when], idx) => ({ idx, version: '7', when, tag, breakpoints: true })),
  }
  const scripts = entries.map(([tag, , text = `drop table ${tag.replace(/\W/g, '')};`]): [string, string] => [
    `db/${tag}.sql`,
    text,
  ])
  return { ...Object.fromEntries(scripts), 'db/meta/_journal.json': JSON.stringify(journal, undefined, 2) }
}

function meet(from: readonly Entry[], to: readonly Entry[]): string {
  const { migrations, behaviour } = readList(drizzle, treeOf(...to))
  const installed = drizzle.engine.install(readList(drizzle, treeOf(...from)).migrations)
  const { obstacles, ran } = drizzle.engine.upgrade(installed, migrations, behaviour)
  return [
    ...obstacles.map(({ migration, effect }) => `${effect} ${migration.id}`),
    ...ran.map(({ id }) => `runs ${id}`),
  ].join(', ')
}

const A = ['0000_a', 100] as const
const B = ['0001_b', 200] as const
const C = ['0002_c', 300] as const
const LATE = ['0002_late', 150] as const

describe('drizzle', () => {
  it('goes by the journal, its order and its times', () => {
    const list = readList(drizzle, treeOf(B, [A[0], A[1], '-- Custom SQL migration file, put your code below! --']))
    expect(idsOf(list)).toEqual(['0001_b', '0000_a'])
    expect(list).toMatchObject({ path: 'db', evidence: true, problems: [] })
    expect(list.migrations.map(({ effect, order, slug, place }) => [effect, order, slug, place.path])).toEqual([
      ['changes', ['200'], 'b', 'db/0001_b.sql'],
      ['noop', ['100'], 'a', 'db/0000_a.sql'],
    ])
  })

  it.each<[string, readonly Entry[], readonly Entry[], string]>([
    ['what is dated later runs', [A], [A, B], 'runs 0001_b'],
    ['what is dated earlier is skipped', [A, B], [A, B, LATE, C], 'skips 0002_late, runs 0002_c'],
    ['what is dated the same is skipped', [A, B], [A, B, ['0002_same', 200]], 'skips 0002_same'],
    ['a no-op is not missed', [A, B], [A, B, ['0002_late', 150, '-- nothing']], ''],
    ['in the order of the journal', [A], [A, C, B], 'runs 0002_c, runs 0001_b'],
    ['unknown ones are ignored', [A, B], [A, C], 'loses 0001_b, runs 0002_c'],
    ['an edited one is ignored', [A, B], [A, ['0001_b', 200, 'drop table x']], ''],
    ['a new name makes no difference', [A, B], [A, ['0007_b', 200, 'drop table 0001_b']], ''],
  ])('%s', (_, from, to, expected) => {
    expect(meet(from, to)).toBe(expected)
  })

  it('says which script is missing, and which entry cannot be read', () => {
    const tree = treeOf(A, B)
    delete tree['db/0001_b.sql']
    const { lists, files } = readLists(drizzle, tree)
    expect(lists.map(idsOf)).toEqual([['0000_a', '0001_b']])
    expect(files.unreadable.map(({ place }) => place)).toEqual([{ path: 'db/meta/_journal.json', line: 12 }])
    const broken = readLists(drizzle, { 'db/meta/_journal.json': '{"entries": [\n{"tag": "a", "when": "now"}]}' })
    expect([broken.lists, broken.files.unreadable.map(({ place }) => place.line)]).toEqual([[], [2]])
  })

  it.each([
    ['nested without end', '['.repeat(20_000), 1],
    ['cut off', '{"entries": [\n{', 2],
    ['a time before all times', '{"entries": [{"tag": "a", "when": -1}]}', 1],
    ['a time that is none', '{"entries": [{"tag": "a", "when": 1e400}]}', 1],
    ['a million entries that are none', `{"entries": [\n\n${'1,'.repeat(100_000)}1]}`, 3],
  ])('says where a journal cannot be read: %s', (_, text, line) => {
    const { lists, files } = readLists(drizzle, { 'db/meta/_journal.json': text })
    expect([lists, files.unreadable.map(({ place }) => place.line)]).toEqual([[], [line]])
  })

  it('reads on where one script is broken', () => {
    const { lists, files } = readLists(drizzle, treeOf(A, ['0001_b', 200, "select 'never closed"], C))
    expect(lists.map(idsOf)).toEqual([['0000_a', '0001_b', '0002_c']])
    expect(files.unreadable.map(({ place }) => place.path)).toEqual(['db/0001_b.sql'])
  })

  it('leaves other journals alone, and reports a tag that is there twice', () => {
    expect(readLists(drizzle, { 'x/meta/_journal.json': '{"log": []}' })).toMatchObject({
      lists: [],
      files: { unreadable: [] },
    })
    expect(readList(drizzle, treeOf(A, A)).problems.map(({ cause, subject }) => [cause, subject])).toEqual([
      ['duplicate-id', '0000_a'],
    ])
  })

  it.each([
    ['dated after all others', {}, '0002_guard', '1800000000000'],
    ['in the place of another', { of: { ...readList(drizzle, treeOf(C)).migrations[0]! } }, '0002_c', '300'],
  ])('writes a no-op %s', (_, more, id, when) => {
    const list = readList(drizzle, treeOf(A, B))
    const file = drizzle.noop({ list, after: [], slug: 'guard', date: 1_800_000_000, ...more })!
    const entry = JSON.parse(/\{.*\}/.exec(file.text)![0]) as { tag: string; when: number }
    expect([file.id, file.path, entry.tag, String(entry.when)]).toEqual([id, `db/${id}.sql`, id, when])
    const after = readList(drizzle, treeOf(A, B, [entry.tag, entry.when, file.text]))
    expect(after.migrations.at(-1)).toMatchObject({ id, effect: 'noop', order: [when] })
  })
})
