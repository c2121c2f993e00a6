import { outlineOf } from '../../src/settings/compare/index.ts'

function deprecated(schema: object): string | undefined {
  return outlineOf({ type: 'object', properties: { port: schema } }).get('port')?.deprecated
}

describe('a deprecation', () => {
  it.each([
    [{ deprecated: true }, ''],
    [{ deprecated: true, description: 'Use host.' }, 'Use host.'],
    [{ deprecationMessage: 'Use host.', description: 'The port.' }, 'Use host.'],
    [{ markdownDeprecationMessage: 'Use `host`.' }, 'Use `host`.'],
    [{ 'x-deprecated': true, title: 'Port' }, 'Port'],
    [{ 'x-deprecated': 'Use host.' }, 'Use host.'],
    [{ description: 'Deprecated. Use host.' }, 'Deprecated. Use host.'],
    [{ description: '[DEPRECATED] Use host.' }, '[DEPRECATED] Use host.'],
    [{ description: '**Deprecated**: use host' }, '**Deprecated**: use host'],
    [{ description: 'This option is deprecated.' }, 'This option is deprecated.'],
    [{ title: 'DEPRECATED port' }, 'DEPRECATED port'],
    [{ allOf: [{ deprecated: true }] }, ''],
  ])('is in %j', (schema, words) => {
    expect(deprecated(schema)).toBe(words)
  })

  it.each([
    [{}],
    [{ deprecated: false }],
    [{ deprecationMessage: '' }],
    [{ description: 'Whether deprecated interfaces are offered.' }],
    [{ description: 'Not deprecated.' }],
  ])('is not in %j', (schema) => {
    expect(deprecated(schema)).toBeUndefined()
  })
})

describe('outlineOf', () => {
  it('has defaults by dotted path, through references', () => {
    const schema = {
      properties: { server: { $ref: '#/definitions/server' } },
      definitions: { server: { properties: { port: { default: 80 }, hosts: { items: { default: 'a' } } } } },
    }
    const outline = outlineOf(schema)
    expect(outline.get('server.port')).toEqual({ pointer: '#/definitions/server/properties/port', default: 80 })
    expect(outline.get('server.hosts[]')?.default).toBe('a')
  })

  it.each([[true], [null], ['text'], [{ $ref: '#/nowhere' }]])('survives %j', (schema) => {
    expect([...outlineOf(schema).values()].filter((setting) => setting.deprecated !== undefined)).toEqual([])
  })
})
