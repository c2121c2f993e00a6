import { comparable } from '../../../src/settings/comparable.ts'
import { changes } from '../../../src/settings/compare/index.ts'
import { spring } from '../../../src/settings/spring/index.ts'
import { filesOf } from '../../support/files.ts'

const folder = 'src/main/resources/META-INF/'
const text = { type: ['string', 'number', 'boolean'] }

function read(metadata: object | string, name = 'spring-configuration-metadata.json', path = folder) {
  const files = filesOf(spring.wants, {
    [path + name]: typeof metadata === 'string' ? metadata : JSON.stringify(metadata, null, 1),
  })
  return { surfaces: spring.read(files), unreadable: files.unreadable }
}

function property(more: object, rest: object = {}): unknown {
  const [surface] = read({ properties: [{ name: 'a.b', ...more }], ...rest }).surfaces
  return (surface?.schema as { properties: Record<string, unknown> } | undefined)?.properties['a.b']
}

describe('one property', () => {
  it.each([
    ['java.lang.String', text],
    ['java.lang.Integer', { type: 'integer' }],
    ['java.lang.Double', { type: 'number' }],
    ['java.lang.Boolean', { type: 'boolean' }],
    ['java.time.Duration', text],
    ['com.example.Mode', text],
    ['java.util.List<java.lang.String>', { type: expect.arrayContaining(['array', 'string']) as string[] }],
    [
      'java.util.Map<java.lang.String,java.lang.String>',
      { type: expect.arrayContaining(['object', 'string']) as string[] },
    ],
  ])('%s', (type, schema) => {
    expect(property({ type })).toEqual(schema)
  })
  it('keeps words and default', () => {
    expect(property({ type: 'java.lang.Integer', description: 'Why.', defaultValue: 5 })).toEqual({
      type: 'integer',
      description: 'Why.',
      default: 5,
    })
    expect(property({ defaultValue: ['a', 'b'] })).toMatchObject({ default: 'a,b' })
  })
  it('is deprecated with what to use instead', () => {
    expect(property({ deprecation: { level: 'warning', reason: 'Too slow.', replacement: 'a.c' } })).toEqual({
      ...text,
      deprecated: true,
      deprecationMessage: 'Too slow. Use a.c.',
    })
    expect(property({ deprecated: true })).toEqual({ ...text, deprecated: true })
  })
  it('takes the values of a hint that allows no others', () => {
    const hint = { name: 'a.b', values: [{ value: 'x' }, { value: 'y', description: 'why' }] }
    expect(property({}, { hints: [hint] })).toEqual({ ...text, enum: ['x', 'y'] })
    expect(property({}, { hints: [{ ...hint, providers: [{ name: 'any' }] }] })).toEqual(text)
  })
})

describe('the file', () => {
  it('is found in what is shipped, in both kinds', () => {
    for (const name of ['spring-configuration-metadata.json', 'additional-spring-configuration-metadata.json'])
      expect(read({}, name).surfaces.map(({ path }) => path)).toEqual([folder + name])
    expect(read({}, 'metadata.json').surfaces).toEqual([])
    expect(read({}, 'spring-configuration-metadata.json', 'src/test/resources/META-INF/').surfaces).toEqual([])
  })
  it('tells lines, and names a property as Spring binds it', () => {
    const [surface] = read({ properties: [{ name: 'a.maxSize' }, { type: 'x' }, 5] }).surfaces
    expect([...(surface?.lines ?? [])]).toEqual([['/properties/a.max-size', 3]])
  })
  it.each(['[]', '{', '5'])('is noted where it is %s', (metadata) => {
    expect(read(metadata).unreadable).toHaveLength(1)
  })
})

describe('a property that goes', () => {
  const before = { properties: [{ name: 'a' }, { name: 'b' }] }
  const gone = (after: object, name?: string) => {
    const [old, now] = [read(before, name).surfaces[0]?.schema, read(after, name).surfaces[0]?.schema]
    return changes(...comparable(old, now)).map(({ rule, path }) => `${rule} ${path}`)
  }
  const additional = 'additional-spring-configuration-metadata.json'
  it('is gone when the metadata does not list it, or says so', () => {
    expect(gone({ properties: [{ name: 'a' }] })).toEqual(['setting-removed b'])
    expect(gone({ properties: [{ name: 'a' }, { name: 'b', deprecation: { level: 'error' } }] })).toEqual([
      'setting-removed b',
    ])
  })
  it('may have gone to a class where the metadata is only what was added by hand', () => {
    expect(gone({ properties: [{ name: 'a' }] }, additional)).toEqual([])
    expect(gone({ properties: [{ name: 'a' }, { name: 'b', deprecation: { level: 'error' } }] }, additional)).toEqual([
      'setting-removed b',
    ])
  })
})
