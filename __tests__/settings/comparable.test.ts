import fc from 'fast-check'
import { comparable, GUESSED, INCOMPLETE } from '../../src/settings/comparable.ts'
import { changes } from '../../src/settings/compare/index.ts'

function object(properties: object, more: object = {}): object {
  return { type: 'object', properties, ...more }
}

const text = { type: 'string' }
const number = { type: 'integer' }

describe('settings described alike on both sides', () => {
  it('are left out of both, also further down', () => {
    const [before, now] = comparable(
      object({ same: text, group: object({ same: text, other: text }), gone: text }),
      object({ same: { ...text, description: 'Now with words.' }, group: object({ same: text, other: number }) }),
    )
    expect(before).toEqual(object({ group: object({ other: text }), gone: text }))
    expect(now).toEqual(object({ group: object({ other: number }) }))
  })
  it('stay where they are required, or where their end is announced', () => {
    const pair = [object({ a: text }, { required: ['a'] }), object({ a: text })] as const
    expect(comparable(...pair)).toEqual(pair)
    const announced = [object({ a: text }), object({ a: { ...text, description: 'Deprecated.' } })] as const
    expect(comparable(...announced)).toEqual(announced)
  })
  it.each([
    ['references', object({ a: text, b: { $ref: '#/properties/a' } }), object({ a: text })],
    ['other keywords', object({ a: text }, { minProperties: 1 }), object({ a: text })],
    ['other members', object({ a: text }, { additionalProperties: false }), object({ a: text })],
    ['no objects', true, { type: 'string' }],
  ])('stay beside %s', (_, before, now) => {
    expect(comparable(before, now)).toEqual([before, now])
  })
  it('change nothing that is told', () => {
    const leaf = fc.constantFrom<object>(
      text,
      number,
      { type: 'integer', minimum: 1 },
      { type: 'boolean', default: true },
      {},
    )
    const properties = (of: fc.Arbitrary<object>) => fc.dictionary(fc.constantFrom('a', 'b', 'c'), of, { maxKeys: 3 })
    const schema = (of: fc.Arbitrary<object>) =>
      fc
        .record({ properties: properties(of), required: fc.subarray(['a', 'b']), closed: fc.boolean() })
        .map(({ properties: members, required, closed }) =>
          // What nothing satisfies is nobody's setting.
          closed
            ? object(members, { required: required.filter((name) => name in members), additionalProperties: false })
            : object(members, { required }),
        )
    const nested = schema(fc.oneof(leaf, schema(leaf)))
    fc.assert(
      fc.property(nested, nested, (before, now) => {
        const [old, current] = comparable(before, now)
        const listed = (left: unknown, right: unknown) =>
          changes(left, right)
            .map(({ rule, path, verdict }) => `${rule} ${path} ${verdict ?? ''}`)
            .sort()
        expect(listed(old, current)).toEqual(listed(before, now))
      }),
      { numRuns: 100 },
    )
  })
})

describe('what readers cannot tell', () => {
  it('is not compared: a guessed type, but its default is', () => {
    const guess = { type: 'array', [GUESSED]: true, default: [] }
    const pair = comparable(object({ a: guess }), object({ a: { type: 'array', items: text, default: ['x'] } }))
    expect(changes(...pair).map(({ rule }) => rule)).toEqual(['setting-default-changed'])
  })
  it('is no end: what an incomplete object describes no longer, unless it says so', () => {
    const now = object({}, { [INCOMPLETE]: true, 'x-removed': ['b'] })
    expect(changes(...comparable(object({ a: text, b: text }), now)).map(({ path }) => path)).toEqual(['b'])
  })
  it('is no change: a default that is computed now', () => {
    const [before, now] = [object({ a: { default: 1 } }), object({ a: { 'x-computed-default': 'f()' } })]
    expect(changes(before, now)).toEqual([])
    expect(changes(before, object({ a: {} })).map(({ rule }) => rule)).toEqual(['setting-default-changed'])
  })
})
