import fc from 'fast-check'
import { filesSystem } from '../../../src/migrations/files/index.ts'
import { parsePattern } from '../../../src/migrations/files/pattern.ts'
import { idsOf, readList, readLists } from '../../support/readings.ts'

const SOURCE = { path: 'db/*.sql', options: { pattern: String.raw`^(?<order>\d+)-(?<id>[a-z]+)\.sql$` } }
const TREE = { 'db/10-a.sql': 'drop table a', 'db/9-b.sql': '-- none', 'db/x.sql': 'x', 'db/sub/1-c.sql': 'c' }

describe('files', () => {
  it('reads what the pattern says', () => {
    const list = readList(filesSystem, TREE, SOURCE)
    expect(idsOf(list)).toEqual(['b', 'a'])
    expect(list).toMatchObject({ path: 'db', evidence: false })
    expect(list.migrations.map(({ effect }) => effect)).toEqual(['noop', 'changes'])
  })

  it('has the answers and the family of the config', () => {
    const engine = { family: 'high-water', unknownApplied: 'ignores', outOfOrder: 'skips', edited: 'reruns' }
    const { behaviour, migrations } = readList(filesSystem, TREE, { ...SOURCE, engine })
    expect(behaviour).toMatchObject({ ...engine, source: 'config' })
    const applied = filesSystem.engine.install(migrations.slice(1))
    expect(filesSystem.engine.upgrade(applied, migrations, behaviour).ran).toEqual([])
    const asSet = { ...behaviour, family: 'set' as const, outOfOrder: 'runs' as const }
    expect(filesSystem.engine.upgrade(applied, migrations, asSet).ran.map(({ id }) => id)).toEqual(['b'])
  })

  it('reads nothing without a config, and says what is wrong with one', () => {
    expect(readLists(filesSystem, TREE).lists).toEqual([])
    const { lists, files } = readLists(filesSystem, TREE, { path: 'db', options: { pattern: '(?<id>(a+)+)' } })
    expect([lists, files.unreadable.map(({ place }) => place.path)]).toEqual([[], ['db']])
  })
})

describe('patterns', () => {
  it.each<[string, string, Record<string, string> | undefined]>([
    [String.raw`V(?<id>\d+(?#no))`, 'V1', undefined],
    [String.raw`V(?<id>\d+)__(?<slug>.*)\.sql`, 'V12__a__b.sql', { id: '12', slug: 'a__b' }],
    [String.raw`(?<slug>.*?)_(?<id>[^_]{2,3})`, 'a_b_cd', { slug: 'a_b', id: 'cd' }],
    [String.raw`(?<slug>.+?)_?(?<id>.*)`, 'a_b', { slug: 'a', id: 'b' }],
    [String.raw`(?<id>a{2})b?`, 'aa', { id: 'aa' }],
    [String.raw`(?<id>a{2})b?`, 'aaa', undefined],
    [String.raw`(?<id>\w+)\.sql`, 'a-sql', undefined],
  ])('%s: %s', (source, name, expected) => {
    const pattern = parsePattern(source)
    const found = 'reason' in pattern ? undefined : pattern.match(name)
    expect(found && Object.fromEntries(found)).toEqual(expected)
  })

  it.each([
    '(?<id>a|b)',
    '(?<id>a)+',
    '((?<id>a))',
    '(?<id>a',
    '(?<slug>a)',
    '(?<id>a)(?<id>b)',
    '(?=a)(?<id>a)',
    String.raw`(?<id>a)\1`,
    'x'.repeat(201),
    '(?<id>[z-a])',
  ])('%s is none', (source) => {
    expect(parsePattern(source)).toHaveProperty('reason')
  })

  it('agree with regular expressions', () => {
    const piece = fc.constantFrom('a', '.', '[ab]', String.raw`\d`, 'a*', '.*', '[^a]+?', 'b?', '1{1,2}', '(?<slug>.*)')
    fc.assert(
      fc.property(
        fc.uniqueArray(piece),
        fc.array(fc.constantFrom('a', 'b', '1', '_'), { maxLength: 8 }),
        (pieces, letters) => {
          const source = `^${pieces.join('')}(?<id>.*)$`
          const pattern = parsePattern(source)
          if ('reason' in pattern) throw new Error(pattern.reason)
          const found = pattern.match(letters.join(''))
          const groups = new RegExp(source).exec(letters.join(''))?.groups
          expect(found && Object.fromEntries(found)).toEqual(groups && { ...groups })
        },
      ),
    )
  })

  it('end on hostile names', () => {
    const pattern = parsePattern(`${'.*'.repeat(90)}(?<id>x)`)
    if ('reason' in pattern) throw new Error(pattern.reason)
    const start = process.hrtime.bigint()
    expect(pattern.match('a'.repeat(255))).toBeUndefined()
    expect(Number(process.hrtime.bigint() - start) / 1e6).toBeLessThan(3000)
  })
})
