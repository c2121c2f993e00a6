import { vscode } from '../../../src/settings/vscode/index.ts'
import { changes } from '../../../src/settings/compare/index.ts'
import { filesOf } from '../../support/files.ts'

function read(tree: Readonly<Record<string, string>>, path?: string) {
  const files = filesOf(vscode.wants, tree)
  const surfaces = vscode.read(files, path === undefined ? undefined : { format: 'vscode', path })
  return { surfaces, unreadable: files.unreadable }
}

function manifest(configuration: unknown): string {
  return JSON.stringify({ name: 'x', contributes: { configuration } }, undefined, 2)
}

function schemaOf(properties: Readonly<Record<string, unknown>>): { readonly properties: Record<string, unknown> } {
  const [surface] = read({ 'package.json': manifest({ properties }) }).surfaces
  return surface?.schema as { properties: Record<string, unknown> }
}

describe('finding extensions', () => {
  const text = manifest({ properties: { 'a.b': { type: 'boolean' } } })
  it.each(['package.json', 'ide/package.json', 'packages/ext/package.json'])('takes %s', (path) => {
    expect(read({ [path]: text }).surfaces.map((one) => one.name)).toEqual([path])
  })
  it.each(['test/package.json', 'a/b/c/package.json', 'node_modules/x/package.json', 'package-lock.json'])(
    'leaves %s alone',
    (path) => {
      expect(read({ [path]: text }).surfaces).toEqual([])
    },
  )
  it.each(['{ "name": "x" }', '{ broken', '{ "contributes": { "commands": [] } }', '{ "contributes": 3 }'])(
    'is silent about a manifest of something else: %s',
    (other) => {
      expect(read({ 'package.json': other })).toEqual({ surfaces: [], unreadable: [] })
    },
  )
  it('takes what the config names', () => {
    expect(read({ 'a/b/c/package.json': text }, 'a/b/c/package.json').surfaces).toHaveLength(1)
  })
  it('notes a broken manifest of an extension with its line', () => {
    const { surfaces, unreadable } = read({ 'package.json': '{\n "contributes": {\n  "configuration": [' })
    expect(surfaces).toEqual([])
    expect(unreadable.map(({ place }) => place)).toEqual([{ path: 'package.json', line: 3 }])
  })
})

describe('settings', () => {
  it('come from one configuration or from several, each with its line', () => {
    const several = manifest([
      { title: 'A', properties: { 'x.a': { type: 'string' } } },
      { title: 'B', properties: { 'x.b': { type: 'string' } } },
    ])
    const [surface] = read({ 'package.json': several }).surfaces
    expect(Object.keys((surface?.schema as { properties: object }).properties)).toEqual(['x.a', 'x.b'])
    const lineOf = (word: string): number => several.split('\n').findIndex((line) => line.includes(word)) + 1
    expect(surface?.lines.get('/properties/x.a')).toBe(lineOf('"x.a"'))
    expect(surface?.lines.get('/properties/x.b')).toBe(lineOf('"x.b"'))
  })
  it('have the default that the editor implies', () => {
    const { properties } = schemaOf({ flag: { type: 'boolean' }, text: { type: ['string', 'null'] }, free: {} })
    expect(properties.flag).toMatchObject({ default: false })
    expect(properties.text).toMatchObject({ default: '' })
    expect(properties.free).toEqual({})
    expect(
      changes(schemaOf({ flag: { type: 'boolean' } }), schemaOf({ flag: { type: 'boolean', default: false } })),
    ).toEqual([])
  })
  it.each(['deprecationMessage', 'markdownDeprecationMessage'])('are deprecated by %s', (key) => {
    const { properties } = schemaOf({ old: { type: 'string', [key]: 'Use new.' } })
    expect(properties.old).toMatchObject({ deprecated: true, deprecationMessage: 'Use new.' })
  })
  it('are described in Markdown as in plain text', () => {
    expect(schemaOf({ a: { markdownDescription: 'M' } }).properties.a).toMatchObject({ description: 'M' })
  })
  it('tolerate what the editor tolerates: a type name in place of a schema, a type that does not exist', () => {
    const { properties } = schemaOf({ a: { anyOf: [{ enum: ['on'] }, 'boolean'] }, b: { type: 'uri' } })
    expect(properties.a).toMatchObject({ anyOf: [{ enum: ['on'] }, { type: 'boolean' }] })
    expect(properties.b).toEqual({})
  })
  it('that accept less are a break with a witness, one that is new is none', () => {
    const before = schemaOf({ a: { type: 'string' } })
    const after = schemaOf({ a: { type: 'string', enum: ['x'] }, b: { type: 'boolean', default: true } })
    const breaking = changes(before, after).filter(({ rule }) => rule === 'setting-narrowed')
    expect(breaking.map(({ path, verdict }) => [path, verdict])).toEqual([['a', 'breaking']])
  })
})
