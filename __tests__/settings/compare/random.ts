import fc from 'fast-check'
import type { Draft } from '../../../src/settings/compare/index.ts'

/** Random schemas and documents that are small enough to meet each other often. */

const names = ['a', 'b', 'ab', 'c']
const patterns = [
  '^a',
  'b$',
  'a|c',
  '^[ab]{1,2}$',
  '^(?!a)',
  '\\bb',
  '^a*$',
  '.',
  '(?=.*b)a',
  '^\\w\\B',
  '[^a]',
  'a{2}',
]
const scalars: unknown[] = [null, true, false, 0, 1, 2, -1, 0.5, 1.5, 3, 10, '', 'a', 'b', 'ab', 'aa', 'ba', 'abc', 'c']

const scalar = fc.constantFrom(...scalars)
const name = fc.constantFrom(...names)

export const document: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 2, withCrossShrink: true },
    { weight: 5, arbitrary: scalar },
    { weight: 2, arbitrary: fc.array(tie('value'), { maxLength: 3 }) },
    { weight: 3, arbitrary: fc.dictionary(name, tie('value'), { maxKeys: 3, noNullPrototype: true }) },
  ),
})).value

export function schemaOf(draft: Draft): fc.Arbitrary<unknown> {
  const modern = draft === '2019-09' || draft === '2020-12'
  const tuples = draft === '2020-12' ? 'prefixItems' : 'items'
  return fc
    .letrec<{ schema: unknown; part: Record<string, unknown> }>((tie) => {
      const schema = tie('schema')
      const list = fc.array(schema, { minLength: 1, maxLength: 3 })
      const map = fc.dictionary(name, schema, { minKeys: 1, maxKeys: 2, noNullPrototype: true })
      const count = fc.integer({ min: 0, max: 3 })
      const number = fc.constantFrom(-1, 0, 0.5, 1, 2, 3)
      const type = fc.constantFrom('null', 'boolean', 'integer', 'number', 'string', 'array', 'object')
      const one = (key: string, value: fc.Arbitrary<unknown>): fc.Arbitrary<Record<string, unknown>> =>
        value.map((v) => ({ [key]: v }))
      const flat = [
        one('type', type),
        one('type', fc.uniqueArray(type, { minLength: 1, maxLength: 3 })),
        one('enum', fc.uniqueArray(document, { minLength: 1, maxLength: 3, selector: (v) => JSON.stringify(v) })),
        one('minimum', number),
        one('maximum', number),
        one('multipleOf', fc.constantFrom(0.5, 1, 2, 3)),
        one('minLength', count),
        one('maxLength', count),
        one('pattern', fc.constantFrom(...patterns)),
        one('minItems', count),
        one('maxItems', count),
        one('uniqueItems', fc.boolean()),
        one('required', fc.uniqueArray(name, { minLength: 1, maxLength: 2 })),
        one('minProperties', count),
        one('maxProperties', count),
        draft === '4'
          ? fc.record({ minimum: number, exclusiveMinimum: fc.boolean() })
          : fc.oneof(one('exclusiveMinimum', number), one('const', document)),
      ]
      const nested = [
        one('properties', map),
        one('properties', map),
        one('additionalProperties', schema),
        one(
          'patternProperties',
          fc.dictionary(fc.constantFrom(...patterns), schema, { minKeys: 1, maxKeys: 2, noNullPrototype: true }),
        ),
        one('items', schema),
        one(tuples, list),
        ...(draft === '2020-12' ? [] : [fc.record({ items: list, additionalItems: schema })]),
        one('allOf', list),
        one('anyOf', list),
        one('oneOf', list),
        one('not', schema),
        one(
          'dependencies',
          fc.dictionary(name, fc.oneof(schema, fc.uniqueArray(name, { maxLength: 2 })), {
            maxKeys: 2,
            noNullPrototype: true,
          }),
        ),
        one('$ref', fc.constant('#/definitions/d')),
        fc.constantFrom<Record<string, unknown>>({ properties: { a: { $ref: '#' } } }, { items: { $ref: '#' } }),
        ...(draft === '4'
          ? []
          : [
              one('propertyNames', schema),
              one('contains', schema),
              fc.record({ if: schema, then: schema, else: schema }),
            ]),
        ...(modern
          ? [
              fc.record({ contains: schema, minContains: count, maxContains: count }),
              one('unevaluatedProperties', schema),
              one('unevaluatedItems', schema),
              one('dependentSchemas', map),
            ]
          : []),
      ]
      const merged = (parts: Record<string, unknown>[]): Record<string, unknown> => {
        const whole = Object.assign({}, ...parts) as Record<string, unknown>
        // Up to draft 7 keywords beside a reference are read differently by different validators.
        return !modern && '$ref' in whole ? { $ref: whole.$ref } : whole
      }
      return {
        part: fc.oneof({ maxDepth: 3 }, fc.oneof(...flat), fc.oneof(...nested)),
        schema: fc.oneof({ maxDepth: 3 }, draft === '4' ? fc.constant({}) : fc.boolean(), {
          weight: 6,
          arbitrary: fc.array(tie('part'), { minLength: 1, maxLength: 3 }).map(merged),
        }),
      }
    })
    .schema.chain((schema) =>
      schema !== null && typeof schema === 'object' && JSON.stringify(schema).includes('#/definitions/d')
        ? fc
            .constantFrom<unknown>(
              { type: 'object', properties: { a: { $ref: '#/definitions/d' } } },
              { type: ['string', 'array'], items: { $ref: '#/definitions/d' }, minItems: 1 },
            )
            .map((d) => ({ ...schema, definitions: { d } }))
        : fc.constant(schema),
    )
}
