import { delphix } from '../../../src/settings/delphix/index.ts'
import { filesOf } from '../../support/files.ts'

const CONFIG = 'buildNumber: "1.0"\nsrcDir: src\nschemaFile: ./schema.json\n'
const SCHEMA = `{
  "repositoryDefinition": {
    "type": "object",
    "properties": { "name": { "type": "string" } },
    "nameField": "name",
    "identityFields": ["name"]
  },
  "linkedSourceDefinition": {
    "type": "object",
    "additionalProperties": false,
    "required": ["path"],
    "properties": {
      "path": { "type": "string" },
      "stagingPort": { "$ref": "#/definitions/port" }
    },
    "definitions": { "port": { "type": "integer" } }
  }
}
`

function read(tree: Record<string, string>, path?: string, name?: string) {
  const files = filesOf(delphix.wants, tree)
  const source = path === undefined ? undefined : { format: 'delphix', path, ...(name === undefined ? {} : { name }) }
  const surfaces = delphix.read(files, source)
  return { surfaces, notes: files.unreadable.map(({ place }) => `${place.path}:${place.line}`) }
}

it('makes one document of the definitions, with lines by pointer', () => {
  const { surfaces, notes } = read({ 'plugin_config.yml': CONFIG, 'schema.json': SCHEMA })
  expect(notes).toEqual([])
  expect(surfaces).toMatchObject([{ name: 'schema.json', format: 'delphix', path: 'schema.json' }])
  const [surface] = surfaces
  expect(surface?.schema).toMatchObject({
    type: 'object',
    additionalProperties: false,
    properties: {
      repository: { nameField: 'name', identityFields: ['name'] },
      linkedSource: { properties: { stagingPort: { $ref: '#/properties/linkedSource/definitions/port' } } },
    },
  })
  expect(surface?.lines.get('/properties/linkedSource/properties/stagingPort')).toBe(14)
  expect(surface?.lines.get('/properties/linkedSource/required/0')).toBe(11)
})

it('has the same digest for the same meaning, and another for another identity', () => {
  const digestOf = (schema: string) => read({ 'plugin_config.yml': CONFIG, 'schema.json': schema }).surfaces[0]?.digest
  const { repositoryDefinition, linkedSourceDefinition } = JSON.parse(SCHEMA) as Record<string, unknown>
  expect(digestOf(JSON.stringify({ linkedSourceDefinition, repositoryDefinition }))).toBe(digestOf(SCHEMA))
  expect(digestOf(SCHEMA.replace('"identityFields": ["name"]', '"identityFields": ["path"]'))).not.toBe(
    digestOf(SCHEMA),
  )
})

it('knows the types of the platform, and references within the file', () => {
  const schema = JSON.stringify({
    linkedSourceDefinition: {
      properties: {
        a: { $ref: 'https://delphix.com/platform/api#/definitions/keyCredentialsSupplier', prettyName: 'A' },
        b: { $ref: '#' },
        c: { $ref: '#/repositoryDefinition/properties/name' },
        d: { $ref: 'https://example.com/x' },
      },
    },
  })
  const [surface] = read({ 'plugin_config.yml': CONFIG, 'schema.json': schema }).surfaces
  expect(surface?.schema).toMatchObject({
    properties: {
      linkedSource: {
        properties: {
          a: { type: 'object', required: ['type'], prettyName: 'A' },
          b: { $ref: '#/properties/linkedSource' },
          c: { $ref: '#/properties/repository/properties/name' },
          d: { $ref: 'https://example.com/x' },
        },
      },
    },
  })
  expect(JSON.stringify(surface?.schema)).not.toContain('delphix.com')
})

it('reads each schema file that a config names, once', () => {
  const { surfaces } = read({
    'a/plugin_config.yml': CONFIG.replace('./schema.json', '../schema.json'),
    'b/plugin_config.yml': CONFIG.replace('./schema.json', '../schema.json'),
    'c/plugin_config.yml': CONFIG,
    'schema.json': SCHEMA,
    'c/schema.json': SCHEMA,
    'other/schema.json': SCHEMA,
  })
  expect(surfaces.map(({ name }) => name)).toEqual(['schema.json', 'c/schema.json'])
})

it.each([
  ['d/schema.json', undefined, ['d/schema.json']],
  ['d/schema.json', 'plugin', ['plugin']],
  ['d/*.json', undefined, ['d/schema.json']],
  ['nowhere.json', undefined, []],
])('may be named: %s', (path, name, names) => {
  expect(
    read({ 'd/schema.json': SCHEMA, 'e/schema.json': SCHEMA }, path, name).surfaces.map((one) => one.name),
  ).toEqual(names)
})

it.each([
  ['is missing', {}, 'plugin_config.yml:3'],
  ['is no JSON', { 'schema.json': '{\n "a": }' }, 'schema.json:2'],
  ['has no definitions', { 'schema.json': '{}' }, 'schema.json:1'],
  ['is no object', { 'schema.json': '[]' }, 'schema.json:1'],
  [
    'is too deep',
    { 'schema.json': `{"linkedSourceDefinition": ${'{"not":'.repeat(5000)}1${'}'.repeat(5000)}}` },
    'schema.json:1',
  ],
])('notes a schema file that %s', (_, tree, note) => {
  expect(read({ 'plugin_config.yml': CONFIG, ...tree })).toEqual({ surfaces: [], notes: [note] })
})
