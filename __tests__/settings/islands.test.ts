import fc from 'fast-check'
import { changes } from '../../src/settings/compare/index.ts'
import { islandsOf } from '../../src/settings/islands.ts'

const text = { type: 'string' }
const number = { type: 'integer' }

function object(properties: object, more: object = {}): object {
  return { type: 'object', properties, ...more }
}

/** An object with one setting. */
function one(properties: object): object {
  return object(properties, { required: [] })
}

function isClosedTo(name: string, schema: object): boolean {
  const { additionalProperties: rest, properties = {} } = schema as {
    additionalProperties?: unknown
    properties?: object
  }
  return rest === false && !Object.hasOwn(properties, name)
}

function told(before: unknown, now: unknown): readonly string[] {
  const all = islandsOf(before, now).flatMap(([old, current, kind]) =>
    changes(old, current, { proof: false, narrowing: kind === undefined }),
  )
  // Two islands may each narrow what holds them.
  return [...new Set(all.map(({ rule, path }) => `${rule} ${path}`))].sort()
}

function listed(before: unknown, now: unknown): readonly string[] {
  return changes(before, now, { proof: false })
    .map(({ rule, path }) => `${rule} ${path}`)
    .sort()
}

/** The whole blames what a list holds and not the list, where both accept less now. */
function innermost(all: readonly string[]): readonly string[] {
  const paths = all.map((one) => one.split(' ')[1]!)
  return all.filter((one, n) => {
    return !(
      one.startsWith('setting-narrowed') && paths.some((path) => path !== paths[n] && path.startsWith(paths[n]!))
    )
  })
}

describe('islands', () => {
  it('hold one changed setting each, in its place', () => {
    const found = islandsOf(
      object({ a: text, b: text, group: object({ c: number, d: text }) }),
      object({ a: text, b: number, group: object({ c: text, d: text }) }),
    )
    expect(found).toEqual([
      [one({ b: text }), one({ b: number })],
      [one({ group: one({ c: number }) }), one({ group: one({ c: text }) })],
    ])
  })

  it('tell a new name as one that went and one that came', () => {
    expect(told(object({ proxyHost: text, x: text }), object({ proxyHostName: text, x: text }))).toEqual([
      'setting-added proxyHostName',
      'setting-removed proxyHost',
    ])
  })

  it('go down into lists', () => {
    const list = (item: object): object => object({ list: { type: 'array', items: object({ a: text, b: item }) } })
    const found = islandsOf(list(text), list(number))
    expect(JSON.stringify(found)).not.toContain('"a"')
    expect(told(list(text), list(number))).toEqual(listed(list(text), list(number)))
  })

  it('hold together what an applicator names, and leave the rest alone', () => {
    const rule = { if: { properties: { mode: { const: 'x' } } }, then: { required: ['key'] } }
    const before = object({ mode: text, key: text, other: text }, rule)
    const found = islandsOf(before, object({ mode: text, key: number, other: number }, rule))
    expect(found).toHaveLength(2)
    expect(JSON.stringify(found[0])).not.toContain('mode')
    expect(JSON.stringify(found[1])).not.toContain('other')
  })

  it('carry the definitions that they refer to', () => {
    const definitions = { $defs: { port: { type: 'integer', maximum: 9 } } }
    const before = object({ a: { $ref: '#/$defs/port' }, b: text }, definitions)
    const now = object({ a: { $ref: '#/$defs/port' }, b: text }, { $defs: { port: { type: 'integer', maximum: 8 } } })
    expect(told(before, now)).toEqual(['setting-narrowed a'])
    expect(told(before, object({ a: text, b: text }, definitions))).toEqual(['setting-narrowed a'])
    expect(told(before, before)).toEqual([])
  })

  it.each([
    ['a reference to another setting', object({ a: text, b: { $ref: '#/properties/a' } })],
    ['a rule about unnamed settings', object({ a: text, b: text }, { not: { maxProperties: 0 } })],
    ['another keyword', object({ a: text, b: text }, { minProperties: 1 })],
    ['an anchor', object({ a: { ...text, $anchor: 'x' }, b: text })],
    ['no object', { type: 'string' }],
  ])('are one with %s', (_, schema) => {
    const found = islandsOf(schema, object({ a: number }))
    expect(found).toHaveLength(1)
    expect(told(schema, object({ a: number }))).toEqual(listed(schema, object({ a: number })))
  })

  it('tell the same changes as the whole', () => {
    const leaf = fc.constantFrom<object>(
      text,
      number,
      { type: 'integer', minimum: 1 },
      { type: 'boolean', default: true },
      { $ref: '#/$defs/d' },
      {},
    )
    const members = (of: fc.Arbitrary<object>) => fc.dictionary(fc.constantFrom('a', 'b', 'c'), of, { maxKeys: 3 })
    const schema = (of: fc.Arbitrary<object>) =>
      fc
        .record({
          properties: members(of),
          required: fc.subarray(['a', 'b']),
          more: fc.constantFrom<object>(
            {},
            {},
            { default: {} },
            { additionalProperties: false },
            { additionalProperties: number },
          ),
        })
        .map(({ properties, required, more }) =>
          // The whole blames a name that is required and not described only where nothing else is to blame.
          object(properties, { required: required.filter((name) => name in properties), ...more }),
        )
    const holder = (of: fc.Arbitrary<object>) =>
      fc
        .record({
          inner: of,
          type: fc.constantFrom<object>({}, {}, { type: 'string' }),
          limit: fc.constantFrom<object>(
            {},
            {},
            { maxItems: 2 },
            { minItems: 2 },
            { maxItems: 0 },
            { description: 'x' },
          ),
        })
        .chain(({ inner, type, limit }) => {
          const map = Object.fromEntries(Object.entries(limit).map(([name, n]) => [name.replace('Items', 'Properties'), n as unknown])) // prettier-ignore
          return fc.constantFrom<object>(
            { type: 'array', items: inner, ...limit, ...type },
            { type: 'object', additionalProperties: inner, ...map, ...type },
          )
        })
    const rules = fc.constantFrom<object>({}, {}, { if: { required: ['a'] }, then: { required: ['b'] } })
    const whole = fc
      .tuple(
        schema(fc.oneof(leaf, schema(leaf), holder(fc.oneof(leaf, schema(leaf))))),
        rules,
        fc.constantFrom(text, number),
      )
      // A closed object whose rule asks for what it does not take accepts nothing, and has nothing to lose.
      .map(([root, rule, d]) => ({ ...root, ...(isClosedTo('b', root) ? {} : rule), $defs: { d } }))
    fc.assert(
      fc.property(whole, whole, (before, now) => {
        expect(innermost(told(before, now))).toEqual(innermost(listed(before, now)))
      }),
      { numRuns: 600 },
    )
  })
})
