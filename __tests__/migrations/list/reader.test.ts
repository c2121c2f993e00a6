import { listSystem } from '../../../src/migrations/list/index.ts'
import { idsOf, readList, readLists } from '../../support/readings.ts'

describe('list', () => {
  it('reads ids in their order, with their lines', () => {
    const list = readList(
      listSystem,
      { 'a.yml': 'migrations:\n  - b\n  - id: a\n    noop: true\n  - 3\n' },
      { path: 'a.yml', options: { at: '/migrations' } },
    )
    expect(idsOf(list)).toEqual(['b', 'a', '3'])
    expect(list.migrations.map(({ place, effect }) => [place.line, effect])).toEqual([
      [2, 'unknown'],
      [3, 'noop'],
      [5, 'unknown'],
    ])
  })

  it('reads JSON, has the answers of the config, and finds an id twice', () => {
    const engine = { unknownApplied: 'refuses', outOfOrder: 'runs', edited: 'ignores' }
    const list = readList(listSystem, { 'x/a.json': '["a",\n"b", "a"]' }, { path: 'x/*.json', engine })
    expect(list).toMatchObject({ path: 'x/a.json', behaviour: engine, evidence: true })
    expect(list.problems).toMatchObject([{ cause: 'duplicate-id', subject: 'a', place: { line: 2 } }])
  })

  it('counts what a mapping says of a migration', () => {
    const digest = (more: string): string | undefined =>
      readList(listSystem, { 'a.json': `[{"id":"a"${more}}]` }, { path: 'a.json' }).migrations[0]?.digest
    expect(digest(', "sum": 1, "x": 2')).toBe(digest(',"x":2,"sum":1'))
    expect(digest(', "sum": 1')).not.toBe(digest(', "sum": 2'))
  })

  it.each([
    ['a: 1', '', 1],
    ['a:\n  b: 1\n', '/a', 1],
    ['- a\n- [b]\n', '', 2],
    ['- a\n- "\n', '', 3],
  ])('says where %j is no list of ids', (text, at, line) => {
    const { files } = readLists(listSystem, { 'a.yml': text }, { path: 'a.yml', options: { at } })
    expect(files.unreadable.map(({ place }) => place)).toEqual([{ path: 'a.yml', line }])
  })
})
