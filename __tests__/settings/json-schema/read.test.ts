import { jsonSchema } from '../../../src/settings/json-schema/index.ts'
import type { SettingsSource } from '../../../src/settings/reader.ts'
import { filesOf } from '../../support/files.ts'

function read(tree: Readonly<Record<string, string>>, path?: string) {
  const files = filesOf(jsonSchema.wants, tree)
  const source: SettingsSource | undefined = path === undefined ? undefined : { format: 'json-schema', path }
  return { surfaces: jsonSchema.read(files, source), unreadable: files.unreadable }
}

const port = '{\n  "properties": {\n    "port": { "type": "integer" }\n  }\n}\n'

describe('finding schemas', () => {
  it.each([
    'values.schema.json',
    'chart/values.schema.json',
    'app.config.schema.yaml',
    'my-settings.schema.yml',
    'options-schema.json',
  ])('takes %s', (path) => {
    expect(read({ [path]: path.endsWith('json') ? port : 'type: object\n' }).surfaces.map((one) => one.path)).toEqual([
      path,
    ])
  })
  it.each(['schema.json', 'user.schema.json', 'values.json', 'tests/values.schema.json', 'values.schema.json.bak'])(
    'leaves %s alone',
    (path) => {
      expect(read({ [path]: port }).surfaces).toEqual([])
    },
  )
  it('leaves out the copy in a hidden folder, as long as it is one', () => {
    const hidden = '.schemastore/config.schema.json'
    const paths = (text: string) =>
      read({ [hidden]: text, 'src/config.schema.json': port }).surfaces.map(({ path }) => path)
    expect(paths(port)).toEqual(['src/config.schema.json'])
    expect(paths('{}')).toEqual([hidden, 'src/config.schema.json'])
    expect(read({ [hidden]: port }).surfaces.map(({ path }) => path)).toEqual([hidden])
  })
  it('takes what the config names, by path and by glob', () => {
    const tree = { 'a/one.json': port, 'a/b/two.json': port, 'c/three.json': port }
    expect(read(tree, 'a/one.json').surfaces.map((one) => one.path)).toEqual(['a/one.json'])
    expect(read(tree, 'a/**/*.json').surfaces.map((one) => one.path)).toEqual(['a/b/two.json', 'a/one.json'])
  })
})

describe('reading a schema', () => {
  it('tells the line of each setting, in JSON and in YAML', () => {
    const [json] = read({ 'values.schema.json': port }).surfaces
    expect(json?.lines.get('/properties/port')).toBe(3)
    const [yaml] = read({ 'values.schema.yaml': 'type: object\nproperties:\n  port:\n    type: integer\n' }).surfaces
    expect(yaml?.lines.get('/properties/port')).toBe(3)
    expect(yaml?.schema).toEqual({ type: 'object', properties: { port: { type: 'integer' } } })
  })
  it('gives equal digests to equal schemas whatever their layout', () => {
    const [spaced] = read({ 'values.schema.json': port }).surfaces
    const [dense] = read({ 'values.schema.json': JSON.stringify(JSON.parse(port)) }).surfaces
    expect(dense?.digest).toBe(spaced?.digest)
  })
  it.each([
    ['an unclosed object', 'values.schema.json', '{ "a": 1', 1],
    ['a list', 'values.schema.json', '[1]', 1],
    ['broken YAML', 'values.schema.yaml', 'a: 1\nb: [', 2],
    ['an alias bomb', 'values.schema.yaml', bomb(), 1],
    ['deep nesting', 'values.schema.yaml', '['.repeat(5000), 1],
  ])('notes %s with its place', (_, path, text, line) => {
    const { surfaces, unreadable } = read({ [path]: text })
    expect(surfaces).toEqual([])
    expect(unreadable).toHaveLength(1)
    expect(unreadable[0]?.place).toEqual({ path, line })
  })
})

/** Nine levels of ten aliases each: a billion values. */
function bomb(): string {
  const level = (n: number): string => `a${n}: &a${n} [${Array.from({ length: 10 }, () => `*a${n - 1}`).join(', ')}]`
  return ['a0: &a0 x', ...Array.from({ length: 9 }, (_, n) => level(n + 1))].join('\n')
}
