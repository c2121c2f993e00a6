import * as fc from 'fast-check'
import type { Migration } from '../../../src/model.ts'
import { delphix } from '../../../src/migrations/delphix/index.ts'
import type { ListReading } from '../../../src/migrations/reader.ts'
import { filesOf, type MemoryFiles } from '../../support/files.ts'

const CONFIG =
  'id: x\nname: Plugin\nbuildNumber: "1.0"\nsrcDir: src/\nentryPoint: main:plugin\nschemaFile: ./schema.json\n'
const HEAD = 'from dlpx.virtualization.platform import Plugin\n\nplugin = Plugin()\n\n\n'

function migration(id: string, type = 'linked_source', body = 'return old'): string {
  return `@plugin.upgrade.${type}("${id}")\ndef step(old):\n    ${body}\n\n\n`
}

function filesWith(tree: Record<string, string>): MemoryFiles {
  return filesOf(delphix.wants, { 'plugin_config.yml': CONFIG, ...tree })
}

/** The one list of a plugin whose main module ends with `text`. */
function readMain(text: string, tree: Record<string, string> = {}): { list: ListReading; files: MemoryFiles } {
  const files = filesWith({ 'src/main.py': HEAD + text, ...tree })
  const [list] = delphix.read(files)
  if (!list) throw new Error('no list')
  return { list, files }
}

const ids = (list: ListReading): string[] => list.migrations.map(({ id }) => id)
const problems = (list: ListReading): string[] => list.problems.map(({ cause, subject }) => `${cause} ${subject}`)
const places = (files: MemoryFiles): string[] => files.unreadable.map(({ place }) => `${place.path}:${place.line}`)

describe('ids', () => {
  it('are canonical, in numeric order, over all object types', () => {
    const text = ['10', '2021.09.20.009', '2', '1.02.000'].map((id) => migration(id)).join('')
    const { list, files } = readMain(text + migration('1.10', 'snapshot'))
    expect(ids(list)).toEqual(['1.2', '1.10', '2', '10', '2021.9.20.9'])
    expect(list.migrations[0]).toMatchObject({ order: ['1', '2'], spellings: ['1.2', '1.02.000', 'step'] })
    expect(list.problems).toEqual([])
    expect(files.unreadable).toEqual([])
  })

  it('are read without losing digits', () => {
    expect(ids(readMain(migration('20210920000000000000001')).list)).toEqual(['20210920000000000000001'])
  })

  it.each([
    ['"1..2"'],
    ['"1.a"'],
    ['"v1"'],
    ['""'],
    ['"0"'],
    ['"0.0.0"'],
    ['"1."'],
    ['" 1"'],
    ['1.0'],
    ['None'],
    ['b"1"'],
    ['["1"]'],
  ])('%s is none', (written) => {
    const { list, files } = readMain(`@plugin.upgrade.snapshot(${written})\ndef step(old):\n    return old\n`)
    expect(list.migrations).toEqual([])
    expect(list.problems).toMatchObject([{ cause: 'invalid-id', place: { path: 'src/main.py', line: 6 } }])
    expect(files.unreadable).toEqual([])
  })

  it('collide after canonicalisation, whatever the object type', () => {
    const { list } = readMain(migration('1.2') + migration('1.3') + migration('01.02.0', 'snapshot'))
    expect(ids(list)).toEqual(['1.2', '1.3'])
    expect(list.problems).toMatchObject([
      { cause: 'duplicate-id', subject: '1.2', ids: ['1.2', '01.02.0', 'step'], place: { line: 16 } },
    ])
  })

  it('survive any spelling', () => {
    const part = fc.bigInt({ min: 0n, max: 10n ** 20n })
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), fc.nat(3), fc.nat(3), (parts, zeros, pad) => {
        const padded = parts.map((number) => '0'.repeat(pad) + String(number))
        const plain = [...parts]
        while (plain.at(-1) === 0n) plain.pop()
        const { list } = readMain(migration([...padded, ...Array<string>(zeros).fill('0')].join('.')))
        expect(ids(list)).toEqual(plain.length > 0 ? [plain.join('.')] : [])
      }),
      { numRuns: 50 },
    )
  })
})

describe('decorators', () => {
  it('tell object type, effect, slug, line and digest', () => {
    const { list } = readMain(
      [
        migration('1', 'repository', 'return old'),
        migration('2', 'source_config', 'return dict(old)'),
        migration('3', 'linked_source', 'old["x"] = 1\n    return old'),
        migration('4', 'virtual_source', '"""doc"""\n    return old'),
        migration('5', 'snapshot'),
      ].join(''),
    )
    expect(list.migrations.map(({ objects, effect }) => [objects[0], effect])).toEqual([
      ['repository', 'noop'],
      ['sourceConfig', 'noop'],
      ['linkedSource', 'changes'],
      ['virtualSource', 'noop'],
      ['snapshot', 'noop'],
    ])
    expect(list.migrations[2]).toMatchObject({ slug: 'step', place: { path: 'src/main.py', line: 16 }, parents: [] })
    expect(list).toMatchObject({ path: 'src', system: 'delphix', evidence: true })
    expect(list.behaviour).toMatchObject({ unknownApplied: 'refuses', outOfOrder: 'runs', edited: 'ignores' })
  })

  it('keep the digest when only the id changes, and not when the object type or body does', () => {
    const [a, b, c, d] = readMain(
      migration('1') + migration('2') + migration('3', 'snapshot') + migration('4', 'linked_source', 'return {}'),
    ).list.migrations
    expect(a?.digest).toBe(b?.digest)
    expect(new Set([a, c, d].map((one) => one?.digest)).size).toBe(3)
  })

  it.each([
    ['another variable', 'mongo = Plugin()\n\n@mongo.upgrade.snapshot("1")\ndef f(old): return old\n'],
    ['an alias', 'up = plugin.upgrade\n\n@up.snapshot("1")\ndef f(old): return old\n'],
    ['an alias of the decorator', 'step = plugin.upgrade.snapshot\n\n@step("1")\ndef f(old): return old\n'],
    ['a keyword', '@plugin.upgrade.snapshot(migration_id="1")\ndef f(old): return old\n'],
    ['the platform named', '@plugin.upgrade.snapshot("1", MigrationType.PLATFORM)\ndef f(old): return old\n'],
    ['a constant', 'FIRST = "1"\n\n@plugin.upgrade.snapshot(FIRST)\ndef f(old): return old\n'],
    [
      'a class constant',
      'class Ids:\n    FIRST = "1"\n\n@plugin.upgrade.snapshot(Ids.FIRST)\ndef f(old): return old\n',
    ],
    ['texts joined', '@plugin.upgrade.snapshot("1" ".0")\ndef f(old): return old\n'],
    ['a format string with nothing to fill in', '@plugin.upgrade.snapshot(f"1")\ndef f(old): return old\n'],
    ['several lines', '@plugin.upgrade.snapshot(\n    "1",  # first\n)\n# why\ndef f(old): return old\n'],
    ['another decorator between', '@plugin.upgrade.snapshot("1")\n@logged\ndef f(old): return old\n'],
    ['a function around it', 'def register():\n    @plugin.upgrade.snapshot("1")\n    def f(old): return old\n'],
  ])('are found with %s', (_, text) => {
    const { list, files } = readMain(text)
    expect(ids(list)).toEqual(['1'])
    expect(files.unreadable).toEqual([])
  })

  it('are found in several modules, with constants and aliases imported', () => {
    const { list, files } = readMain('from steps import late\nup = plugin.upgrade\n', {
      'src/steps/__init__.py': '',
      'src/steps/ids.py': 'LATE = "3"\n\nclass Ids:\n    LATER = "4"\n',
      'src/steps/late.py':
        'import main\nfrom main import plugin as p\nfrom steps import ids\nfrom .ids import LATE as ID, Ids\n\n' +
        '@p.upgrade.snapshot(ID)\ndef a(old): return old\n@main.plugin.upgrade.snapshot(Ids.LATER)\ndef b(old): return old\n' +
        '@p.upgrade.snapshot(ids.LATE + ".1")\ndef c(old): return old\n',
      'src/early.py': 'from main import up\n\n@up.repository("1")\ndef f(old): return old\n',
      'tests/test_main.py': HEAD + migration('9'),
    })
    expect(ids(list)).toEqual(['1', '3', '4'])
    expect(places(files)).toEqual(['src/steps/late.py:10'])
  })

  it('may share a function', () => {
    const { list } = readMain(
      '@plugin.upgrade.snapshot("1")\n@plugin.upgrade.repository("2")\ndef f(old): return old\n',
    )
    expect(list.migrations.map(({ id, place }) => [id, place.line])).toEqual([
      ['1', 6],
      ['2', 7],
    ])
  })

  it.each([
    ['computed', '@plugin.upgrade.snapshot("1." + str(2))\ndef f(old): return old\n', 6],
    ['filled in', 'N = 1\n@plugin.upgrade.snapshot(f"1.{N}")\ndef f(old): return old\n', 7],
    ['unknown', '@plugin.upgrade.snapshot(ID)\ndef f(old): return old\n', 6],
    ['assigned twice', 'I = "1"\nI = "2"\n@plugin.upgrade.snapshot(I)\ndef f(old): return old\n', 8],
    ['missing', '@plugin.upgrade.snapshot()\ndef f(old): return old\n', 6],
    ['unpacked', '@plugin.upgrade.snapshot(*ids)\ndef f(old): return old\n', 6],
    ['of an unknown kind', '@plugin.upgrade.snapshot("1", kind)\ndef f(old): return old\n', 6],
    ['registered by a call', 'for i in ids:\n    plugin.upgrade.snapshot(i)(step)\n', 7],
  ])('whose id is %s are noted with their place', (_, text, line) => {
    const { list, files } = readMain(text)
    expect(list.migrations).toEqual([])
    expect(places(files)).toEqual([`src/main.py:${line}`])
  })

  it('of other things are none of our business', () => {
    const { list, files } = readMain(
      '@plugin.discovery.repository()\ndef f(c): return []\n\n@plugin.virtual.snapshot("1")\ndef g(c): pass\n"""\n@plugin.upgrade.snapshot("1")\n"""\n# @plugin.upgrade.snapshot("2")\n',
    )
    expect(list.migrations).toEqual([])
    expect(files.unreadable).toEqual([])
  })
})

describe('Lua migrations', () => {
  it('are checked by their own rules and kept out of the list', () => {
    const { list } = readMain(
      [
        '@plugin.upgrade.snapshot("1.0", MigrationType.LUA)\ndef a(old): return old\n',
        '@plugin.upgrade.repository("1.0", migration_type=platform.MigrationType.LUA)\ndef b(old): return old\n',
        '@plugin.upgrade.snapshot("1.00", MigrationType.LUA)\ndef c(old): return old\n',
        '@plugin.upgrade.snapshot("1.2.3", MigrationType.LUA)\ndef d(old): return old\n',
        '@plugin.upgrade.snapshot("1")\ndef e(old): return old\n',
      ].join(''),
    )
    expect(ids(list)).toEqual(['1'])
    expect(problems(list)).toEqual(['duplicate-id 1.0', 'invalid-id 1.2.3'])
  })
})

describe('functions that return nothing', () => {
  it.each(['pass', 'return', 'old["x"] = 1', '"""Only a guard."""'])('%s', (body) => {
    const { list } = readMain(migration('2026.06.09', 'snapshot', body))
    expect(ids(list)).toEqual(['2026.6.9'])
    expect(list.problems).toMatchObject([{ cause: 'noop-returns-nothing', subject: '2026.6.9', place: { line: 6 } }])
  })
})

describe('plugins', () => {
  it('there may be several, in sub folders, one inside another', () => {
    const files = filesOf(delphix.wants, {
      'a/plugin_config.yml': CONFIG,
      'a/src/main.py': HEAD + migration('1'),
      'a/src/b/plugin_config.yaml': CONFIG.replace('src/', '.'),
      'a/src/b/main.py': HEAD + migration('2'),
      'c/plugin_config.yml': 'pipeline:\n  - steps\n',
      'd.py': HEAD + migration('3'),
    })
    const lists = delphix.read(files)
    expect(lists.map((list) => [list.path, ids(list)])).toEqual([
      ['a/src', ['1']],
      ['a/src/b', ['2']],
    ])
    expect(files.unreadable).toEqual([])
  })

  it('are none where no config is', () => {
    expect(delphix.read(filesOf(delphix.wants, { 'src/main.py': HEAD + migration('1') }))).toEqual([])
  })

  it.each([
    ['outside', CONFIG.replace('src/', '../src'), 4],
    ['absolute', CONFIG.replace('src/', '/src'), 4],
    ['missing', CONFIG.replace('srcDir: src/\n', ''), 1],
    ['no YAML', 'srcDir: src\n@bad: 1\n', 2],
    ['no mapping', '- a\n', 1],
    ['nested without end', `srcDir: ${'['.repeat(50_000)}`, 1],
  ])('whose config is wrong (%s) are noted', (_, config, line) => {
    const files = filesWith({ 'plugin_config.yml': config, 'src/main.py': HEAD + migration('1') })
    expect(delphix.read(files)).toEqual([])
    expect(places(files)).toEqual([`plugin_config.yml:${line}`])
  })

  it.each([
    ['plugin_config.yml', ['src'], ['1', '2']],
    ['.', ['src'], ['1', '2']],
    ['src/', ['src'], ['1', '2']],
    ['src/up.py', ['src/up.py'], ['2']],
    ['src/**/u*.py', ['src/**/u*.py'], ['2']],
    ['elsewhere', [], []],
  ])('may be named by the config as %s', (path, lists, expected) => {
    const files = filesWith({
      'src/main.py': HEAD + migration('1'),
      'src/up.py': 'from main import plugin\n' + migration('2'),
    })
    const found = delphix.read(files, { system: 'delphix', path })
    expect(found.map((list) => list.path)).toEqual(lists)
    expect(found.flatMap(ids)).toEqual(expected)
  })

  it('open no file outside srcDir, and parse none that cannot matter', () => {
    const files = filesWith({
      'src/main.py': HEAD + migration('1'),
      'src/other.py': 'x = (\n',
      'setup.py': '@upgrade(\n',
    })
    expect(delphix.read(files).flatMap(ids)).toEqual(['1'])
    expect(files.unreadable).toEqual([])
  })
})

describe('syntax errors', () => {
  it('do not matter where they touch no migration', () => {
    const { list, files } = readMain(`exec "x"\n\n${migration('1')}def f(:\n    pass\n\n\n${migration('2')}`)
    expect(ids(list)).toEqual(['1', '2'])
    expect(files.unreadable).toEqual([])
  })

  it('leave the effect unknown in a body, and are noted unless the plugin is Python 2', () => {
    const body = 'exec "x"\n    return old'
    const { list, files } = readMain(migration('1', 'snapshot', body))
    expect(list.migrations).toMatchObject([{ id: '1', effect: 'unknown' }])
    expect(places(files)).toEqual(['src/main.py:6'])
    const python2 = readMain(migration('1', 'snapshot', body), { 'plugin_config.yml': `${CONFIG}language: PYTHON27\n` })
    expect(python2.list.migrations).toMatchObject([{ id: '1', effect: 'unknown' }])
    expect(python2.files.unreadable).toEqual([])
  })

  it.each([
    ['a text never closed', `x = """abc\n${migration('1')}`, [7]],
    ['a parenthesis never closed', `x = (1,\n${migration('1')}`, [7]],
    ['a decorator cut short', '@plugin.upgrade.snapshot("1"\ndef f(old:\n    return old\n', [6]],
    ['an unfinished def', '@plugin.upgrade.snapshot("1")\ndef\n', [6]],
  ])('never hide a migration without a word: %s', (_, text, lines) => {
    const { files } = readMain(text)
    expect(places(files)).toEqual(lines.map((line) => `src/main.py:${line}`))
  })

  it('of a whole file are noted with the line', () => {
    const { list, files } = readMain('', { 'src/up.py': `# upgrade\n${'\u0000'.repeat(9)}` })
    expect(list.migrations).toEqual([])
    expect(places(files)).toEqual(['src/up.py:2'])
  })

  it('never make a migration vanish, wherever the text is cut', () => {
    const text =
      HEAD + migration('1') + migration('2', 'snapshot', 'pass') + migration('3', 'repository', 'return {"a": 1}')
    const starts = [...text.matchAll(/@plugin\.upgrade\.\w+\(/g)].map((match) => match.index + match[0].length)
    fc.assert(
      fc.property(fc.nat(text.length), fc.constantFrom('', '(', '"""', "'", '\n', ')', '['), (cut, inserted) => {
        const files = filesWith({ 'src/main.py': text.slice(0, cut) + inserted })
        const [list] = delphix.read(files)
        const visible = starts.filter((start) => start <= cut).length
        const told = (list?.migrations.length ?? 0) + (list?.problems.length ?? 0) + files.unreadable.length
        expect(told).toBeGreaterThanOrEqual(visible)
      }),
      { numRuns: 300 },
    )
  })

  it('tabs, CRLF and a byte order mark are no errors', () => {
    const text = `\uFEFF${HEAD}${migration('1')}`.replaceAll('    ', '\t').replaceAll('\n', '\r\n')
    const files = filesWith({ 'src/main.py': text })
    expect(delphix.read(files)).toMatchObject([{ migrations: [{ id: '1', effect: 'noop', place: { line: 6 } }] }])
    expect(files.unreadable).toEqual([])
  })
})

describe('the built artifact', () => {
  const computed = `${migration('1')}@plugin.upgrade.snapshot(next_id())\ndef f(old): return old\n`
  const artifact = (buildNumber: string): string =>
    JSON.stringify({ buildNumber, manifest: { migrationIdList: ['1', '2.5'] } }, null, 1)

  it('tells the ids that the source does not', () => {
    const { list, files } = readMain(computed, { 'artifact.json': artifact('1') })
    expect(list.migrations.map(({ id, effect, place }) => [id, effect, place])).toEqual([
      ['1', 'noop', { path: 'src/main.py', line: 6 }],
      ['2.5', 'unknown', { path: 'artifact.json', line: 4 }],
    ])
    expect(files.unreadable).toEqual([])
  })

  it.each([
    ['of another build', artifact('1.1')],
    ['without a number', '{"manifest": {"migrationIdList": []}}'],
  ])('does not count when it is %s', (_, text) => {
    const { list, files } = readMain(computed, { 'artifact.json': text })
    expect(ids(list)).toEqual(['1'])
    expect(places(files)).toEqual(['src/main.py:11'])
  })

  it('is not opened where the source tells all', () => {
    const { list, files } = readMain(migration('1'), { 'artifact.json': 'broken' })
    expect(ids(list)).toEqual(['1'])
    expect(files.unreadable).toEqual([])
  })
})

describe('noop', () => {
  const YEAR_2026 = Date.UTC(2026, 9, 5) / 1000

  function write(text: string, of?: Partial<Migration>, after: readonly Migration[] = []) {
    const files = filesWith({ 'src/main.py': text })
    const [list] = delphix.read(files)
    if (!list) throw new Error('no list')
    const [first] = list.migrations
    const request = { list: { ...list, name: 'src' }, after, slug: 'keep-the fix', date: YEAR_2026 }
    const made = delphix.noop(of && first ? { ...request, of: { ...first, ...of } } : request)
    if (!made) throw new Error('nothing written')
    const [appended] = delphix.read(filesWith({ 'src/main.py': text + made.text }))
    if (!appended) throw new Error('no list')
    return { made, appended }
  }

  it('takes the id, spelling and object type of what it stands in for, even out of order', () => {
    const text = `${HEAD.replace('plugin =', 'mongo =')}${migration('2026.01.01').replace('plugin', 'mongo')}`.trimEnd()
    const { made, appended } = write(text, {
      id: '2025.3.4',
      spellings: ['2025.3.4', '2025.03.04.0'],
      objects: ['snapshot'],
    })
    expect(made).toMatchObject({ id: '2025.3.4', path: 'src/main.py', mode: 'append' })
    expect(made.text).toContain('@mongo.upgrade.snapshot("2025.03.04.0")')
    expect(appended.migrations).toMatchObject([
      { id: '2025.3.4', effect: 'noop', objects: ['snapshot'] },
      { id: '2026.1.1' },
    ])
    expect(appended.problems).toEqual([])
  })

  it.each([
    ['the day where ids are days', [migration('2026.01.01')], '2026.10.5'],
    ['one more where the day is past', [migration('2026.12.01')], '2026.12.2'],
    ['one more where the day is taken', [migration('2026.10.05')], '2026.10.6'],
    ['one more where ids are numbers', [migration('1.9')], '1.10'],
    ['the day where there is none', [], '2026.10.5'],
  ])('takes %s', (_, migrations, id) => {
    const { made, appended } = write(HEAD + migrations.join(''))
    expect(made.id).toBe(id)
    expect(ids(appended).at(-1)).toBe(id)
    expect(appended.problems).toEqual([])
    expect(appended.migrations.at(-1)?.effect).toBe('noop')
  })

  it('is ordered after both lines', () => {
    const other = readMain(migration('2027.01.01')).list.migrations
    expect(write(HEAD + migration('2026.01.01'), undefined, other).made.id).toBe('2027.1.2')
  })

  it('keeps the line ends of the module', () => {
    const { made } = write((HEAD + migration('1')).replaceAll('\n', '\r\n'))
    expect(made.text.replaceAll('\r\n', '')).not.toContain('\n')
  })

  it('cannot be written where no module is known', () => {
    const list = { ...readMain('').list, name: 'x', style: {} }
    expect(delphix.noop({ list, after: [], slug: 'x', date: 0 })).toBeUndefined()
  })
})
