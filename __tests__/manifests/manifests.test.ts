import { delphix } from '../../src/manifests/delphix.ts'
import { helm } from '../../src/manifests/helm.ts'
import { maven } from '../../src/manifests/maven.ts'
import { npm } from '../../src/manifests/npm.ts'
import { pyproject } from '../../src/manifests/pyproject.ts'
import type { ManifestReader } from '../../src/manifests/reader.ts'
import { filesOf } from '../support/files.ts'

function read(reader: ManifestReader, tree: Record<string, string>): { found: string[]; notes: string[] } {
  const files = filesOf(reader.wants, tree)
  const manifests = reader.read(files)
  expect(manifests.every(({ format }) => format === reader.format)).toBe(true)
  return {
    found: manifests.map(
      ({ place, version, trap }) => `${place.path}:${place.line} ${version}${trap === undefined ? '' : ' trap'}`,
    ),
    notes: files.unreadable.map(({ place }) => `${place.path}:${place.line}`),
  }
}

describe('delphix', () => {
  it.each([
    ['srcDir: s\nbuildNumber: "1.10"\n', 'plugin_config.yml:2 1.10'],
    ['srcDir: s\nbuildNumber: 1.2.0\n', 'plugin_config.yml:2 1.2.0'],
    ['srcDir: s\nbuildNumber: 1.10\n', 'plugin_config.yml:2 1.1 trap'],
    ['srcDir: s\nbuildNumber: 7\n', 'plugin_config.yml:2 7 trap'],
    ['srcDir: s\nversion: 0.3.0\n', 'plugin_config.yml:2 0.3.0'],
    ['srcDir: s\nversion: 0.3.0\nbuildNumber: 0.4.0\nexternalVersion: "A"\n', 'plugin_config.yml:3 0.4.0'],
  ])('%j', (text, expected) => {
    expect(read(delphix, { 'plugin_config.yml': text })).toEqual({ found: [expected], notes: [] })
  })

  it('reads one per plugin, and nothing of other tools', () => {
    const config = 'srcDir: s\nbuildNumber: "1.0"\n'
    const tree = { 'a/plugin_config.yml': config, 'b/plugin_config.yaml': config, 'plugin_config.yml': 'version: 1\n' }
    expect(read(delphix, tree).found).toEqual(['a/plugin_config.yml:2 1.0', 'b/plugin_config.yaml:2 1.0'])
  })

  it('notes a number that is none', () => {
    expect(read(delphix, { 'plugin_config.yml': 'srcDir: s\nbuildNumber: {{ n }}\n' })).toEqual({
      found: [],
      notes: ['plugin_config.yml:2'],
    })
    expect(read(delphix, { 'plugin_config.yml': 'srcDir: s\n' })).toEqual({ found: [], notes: [] })
  })
})

describe('npm', () => {
  it.each([
    ['{\n"name": "x",\n"version": "1.2.3"}', ['package.json:3 1.2.3'], []],
    ['{"private": true}', [], []],
    ['[]', [], []],
    ['{\n"version": }', [], ['package.json:2']],
  ])('%j', (text, found, notes) => {
    expect(read(npm, { 'package.json': text, 'packages/a/package.json': '{"version": "9.9.9"}' })).toEqual({
      found,
      notes,
    })
  })
})

describe('helm', () => {
  it.each([
    ['apiVersion: v2\nversion: 1.2.3\nappVersion: "9"\n', ['Chart.yaml:2 1.2.3'], []],
    ['version: 1.10\n', ['Chart.yaml:1 1.1 trap'], []],
    ['name: x\n', [], []],
    ['name: x\nversion: [1]\n', [], ['Chart.yaml:2']],
    ['- a\n', [], ['Chart.yaml:1']],
  ])('%j', (text, found, notes) => {
    expect(read(helm, { 'Chart.yaml': text, 'charts/a/Chart.yaml': 'version: 9.9.9\n' })).toEqual({ found, notes })
  })
})

describe('maven', () => {
  const parent = '<parent>\n<artifactId>p</artifactId><version>9</version></parent>'
  const properties = '<properties><revision>1.${minor}</revision><minor>4</minor></properties>'

  it.each([
    [
      `<project>${parent}<version>1.2</version><dependencies><dependency><version>3</version></dependency></dependencies></project>`,
      ['pom.xml:2 1.2'],
      [],
    ],
    [
      `<?xml version="1.0"?>\n<!-- <version>0</version> -->\n<project xmlns="x">\n<version>\n 1.2\n</version></project>`,
      ['pom.xml:5 1.2'],
      [],
    ],
    [`<project>${parent}</project>`, ['pom.xml:2 9'], []],
    [`<project>\n<version>\${revision}</version>${properties}</project>`, ['pom.xml:2 1.4'], []],
    [`<project>${parent}\n<version>\${project.parent.version}.1</version></project>`, ['pom.xml:3 9.1'], []],
    ['<project>\n<version>${revision}</version></project>', [], ['pom.xml:2']],
    [
      '<project>\n<version>${a}${b}${c}</version><properties><a>1.4</a><b /><c></c></properties></project>',
      ['pom.xml:2 1.4'],
      [],
    ],
    [
      '<project>\n<version>${a}</version><properties><a>${b}</a><b>${a}${a}</b></properties></project>',
      [],
      ['pom.xml:2'],
    ],
    ['<project><modules/></project>', [], []],
    ['<project><version>1', ['pom.xml:1 1'], []],
    [`${'<a>'.repeat(100_000)}<!--${'<!--'.repeat(100_000)}`, [], []],
  ])('%#', (text, found, notes) => {
    expect(read(maven, { 'pom.xml': text, 'module/pom.xml': '<project><version>8</version></project>' })).toEqual({
      found,
      notes,
    })
  })
})

describe('pyproject', () => {
  it.each([
    ['[project]\nname = "x"\nversion = "1.2.3"\n', ['pyproject.toml:3 1.2.3']],
    ["[ tool.poetry ]  # x\nversion='1.2' # y\n", ['pyproject.toml:2 1.2']],
    ['[project]\ndynamic = ["version"]\n[tool.x]\nversion = "9"\n', []],
    ['[project]\ndescription = """\nversion = "9"\n"""\nversion = "1"\n', ['pyproject.toml:5 1']],
    ['version = "9"\n[project]\n[[project.x]]\nversion = "8"\n', []],
    [`[${' '.repeat(100_000)}\n[project]\r\nversion = "1"\r\n`, ['pyproject.toml:3 1']],
  ])('%#', (text, found) => {
    expect(read(pyproject, { 'pyproject.toml': text })).toEqual({ found, notes: [] })
  })
})
