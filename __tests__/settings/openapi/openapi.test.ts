import { changes } from '../../../src/settings/compare/index.ts'
import { openapi } from '../../../src/settings/openapi/index.ts'
import { filesOf } from '../../support/files.ts'

const text = `openapi: 3.0.3
components:
  schemas:
    Config:
      type: object
      required: [port]
      properties:
        port: { type: integer, exclusiveMinimum: true, minimum: 0 }
        log:
          $ref: '#/components/schemas/Log'
    Log:
      type: object
      properties:
        level:
          type: string
          nullable: true
`

function read(tree: Readonly<Record<string, string>>, path?: string) {
  const files = filesOf(openapi.wants, tree)
  const surfaces = openapi.read(files, path === undefined ? undefined : { format: 'openapi', path })
  return { surfaces, unreadable: files.unreadable }
}

describe('component schemas', () => {
  it('are read where the config says so, and nowhere else', () => {
    expect(read({ 'openapi.yaml': text }).surfaces).toEqual([])
    expect(read({ 'api/v1.yaml': text }, 'api/*.yaml').surfaces.map((one) => one.name)).toEqual(['api/v1.yaml'])
  })
  it('are the properties of one document', () => {
    const [surface] = read({ 'openapi.yaml': text }, 'openapi.yaml').surfaces
    expect(surface?.schema).toMatchObject({
      properties: {
        Config: { properties: { log: { $ref: '#/properties/Log' } } },
        Log: { properties: { level: { type: ['string', 'null'] } } },
      },
    })
    expect(surface?.lines.get('/properties/Log/properties/level')).toBe(14)
  })
  it('stand alone by their pointer, with what they refer to', () => {
    const [surface] = read({ 'openapi.yaml': text }, 'openapi.yaml#/components/schemas/Config').surfaces
    expect(surface?.schema).toMatchObject({ required: ['port'], properties: { log: { $ref: '#/definitions/Log' } } })
    expect(surface?.lines.get('/properties/port')).toBe(8)
    expect(surface?.lines.get('/definitions/Log/properties/level')).toBe(14)
  })
  it.each([
    ['null is taken no longer', text.replace('          nullable: true\n', ''), 'setting-narrowed log.level'],
    ['a limit is raised', text.replace('minimum: 0', 'minimum: 9'), 'setting-narrowed port'],
    ['a referenced setting goes', text.replace(/ {8}level:[^]*/, '        other: {}\n'), 'setting-removed log.level'],
  ])('break where %s', (_, next, expected) => {
    const path = 'openapi.yaml#/components/schemas/Config'
    const [before] = read({ 'openapi.yaml': text }, path).surfaces
    const [after] = read({ 'openapi.yaml': next }, path).surfaces
    expect(changes(before?.schema, after?.schema).map((change) => `${change.rule} ${change.path}`)).toContain(expected)
  })
  it('are JSON Schema as they stand from 3.1 on, and definitions in 2.0', () => {
    const modern = JSON.stringify({ openapi: '3.1.0', components: { schemas: { A: { type: ['string', 'null'] } } } })
    const [surface] = read({ 'a.json': modern }, 'a.json').surfaces
    expect(surface?.schema).toMatchObject({
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      properties: { A: { type: ['string', 'null'] } },
    })
    const old = JSON.stringify({ swagger: '2.0', definitions: { A: { type: 'string' } } })
    expect(read({ 'a.json': old }, 'a.json#/definitions/A').surfaces[0]?.schema).toMatchObject({ type: 'string' })
  })
  it.each([
    ['no schemas', 'openapi.yaml', 'openapi: 3.0.0\n'],
    ['a pointer to nothing', 'openapi.yaml#/components/schemas/Nope', text],
    ['a list', 'openapi.yaml', '- a\n'],
  ])('are noted where there are none: %s', (_, path, content) => {
    const { surfaces, unreadable } = read({ 'openapi.yaml': content }, path)
    expect(surfaces).toEqual([])
    expect(unreadable.map(({ place }) => place)).toEqual([{ path: 'openapi.yaml', line: 1 }])
  })
})
