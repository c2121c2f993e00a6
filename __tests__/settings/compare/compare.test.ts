import { compareSchemas, type CompareOptions } from '../../../src/settings/compare/index.ts'
import { draftOf } from '../../../src/settings/compare/draft.ts'
import { validatorOf } from '../../../src/settings/compare/validator.ts'

type Row = [what: string, original: unknown, updated: unknown, options?: CompareOptions]

const strings = (more: object): object => ({ type: 'string', ...more })
const lists = (more: object): object => ({ type: 'array', ...more })
const objects = (more: object): object => ({ type: 'object', ...more })

const names = (count: number): [string, unknown][] => Array.from({ length: count }, (_, i) => [`p${i}`, {}])

const additive: Row[] = [
  ['integers are numbers', { type: 'integer' }, { type: 'number' }],
  ['1.0 is an integer', { const: 1.0 }, { type: 'integer' }],
  ['three tenths are a multiple of one tenth', { const: 0.3 }, { multipleOf: 0.1 }],
  ['multiples of six', { type: 'number', multipleOf: 6 }, { multipleOf: 2 }],
  ['no integer lies strictly between', { type: 'integer', exclusiveMinimum: 1, exclusiveMaximum: 2 }, false],
  ['a pattern implies a wider one', strings({ pattern: '^[a-f]{2,4}$' }), { pattern: '^\\w+$', maxLength: 4 }],
  ['look-ahead', strings({ pattern: '^(?=.*\\d)[a-z\\d]+$' }), { pattern: '\\d' }],
  ['tempered dot', strings({ pattern: '^(?:(?!end).)*$' }), { not: { pattern: 'end' } }],
  ['word boundary', strings({ pattern: '^\\bport\\b$' }), { const: 'port' }],
  ['an enum inside a pattern', { enum: ['a1', 'b2'] }, { pattern: '^[a-z]\\d$' }],
  ['tuples', lists({ prefixItems: [{ const: 1 }], items: { const: 2 }, minItems: 2 }), { contains: { const: 2 } }],
  ['pigeons', lists({ items: { type: 'boolean' }, uniqueItems: true, minItems: 3 }), false],
  ['counted', lists({ contains: { const: 1 }, minContains: 3 }), { minItems: 3 }],
  [
    'three of two kinds',
    lists({ items: { enum: [1, 2] }, minItems: 3 }),
    {
      anyOf: [
        { contains: { const: 1 }, minContains: 2 },
        { contains: { const: 2 }, minContains: 2 },
      ],
    },
  ],
  [
    'closed objects',
    objects({ properties: { a: {} }, additionalProperties: false, minProperties: 1 }),
    { required: ['a'] },
  ],
  ['names by pattern', objects({ propertyNames: { pattern: '^x' } }), { patternProperties: { '^[^x]': false } }],
  ['dependencies', objects({ dependentRequired: { a: ['b'] }, required: ['a'] }), { required: ['b'] }],
  [
    'conditions',
    { if: { type: 'string' }, then: { minLength: 2 }, else: { type: 'number' } },
    { type: ['string', 'number'] },
  ],
  ['exactly one', { oneOf: [{ type: 'integer' }, { type: 'number' }] }, { not: { type: 'integer' } }],
  [
    'unevaluated',
    objects({ allOf: [{ properties: { a: {} } }], unevaluatedProperties: false }),
    { propertyNames: { const: 'a' } },
  ],
  [
    'unevaluated by choice',
    objects({
      anyOf: [{ properties: { a: { const: 1 } }, required: ['a'] }, { properties: { b: {} } }],
      unevaluatedProperties: false,
    }),
    { propertyNames: { enum: ['a', 'b'] } },
  ],
  [
    'no finite document',
    { $defs: { n: objects({ required: ['n'], properties: { n: { $ref: '#/$defs/n' } } }) }, $ref: '#/$defs/n' },
    false,
  ],
  [
    'recursion unrolled once',
    { type: ['array', 'null'], items: { $ref: '#' } },
    { type: ['array', 'null'], items: { type: ['array', 'null'], items: { $ref: '#' } } },
  ],
  ['anchors', { $ref: '#p', $defs: { p: { $anchor: 'p', type: 'integer' } } }, { type: 'number' }],
  ['format annotates', {}, { format: 'date' }],
  ['a format is a text that fits', { const: '2024-01-31' }, { format: 'date' }, { formats: true }],
  ['draft 4 limits', { minimum: 1, exclusiveMinimum: true, type: 'number' }, { not: { enum: [1] } }, { draft: '4' }],
  ['draft 7 tuples', lists({ items: [{ type: 'null' }], additionalItems: false }), { maxItems: 1 }, { draft: '7' }],
  [
    'two drafts',
    { $schema: 'http://json-schema.org/draft-07/schema#', items: [{}], additionalItems: false },
    { $schema: 'https://json-schema.org/draft/2020-12/schema', prefixItems: [{}], items: false },
  ],
  [
    'a dynamic reference takes the outermost anchor, also for what counts as evaluated',
    {
      type: 'object',
      propertyNames: { enum: ['base', 'more'] },
    },
    {
      $id: 'http://example.com/whole',
      $ref: 'base',
      $defs: {
        more: { $dynamicAnchor: 'more', properties: { more: true } },
        base: {
          $id: 'base',
          type: 'object',
          properties: { base: true },
          $dynamicRef: '#more',
          unevaluatedProperties: false,
          $defs: { none: { $dynamicAnchor: 'more' } },
        },
      },
    },
  ],
  [
    'an identifier under an unknown keyword shadows none',
    { type: 'integer' },
    {
      'x-old': { $id: 'http://example.com/n', type: 'null' },
      $defs: { n: { $id: 'http://example.com/n', type: 'number' } },
      $ref: 'http://example.com/n',
    },
  ],
  [
    'a name from a long list',
    objects({ properties: Object.fromEntries(names(900)), additionalProperties: false }),
    objects({ properties: Object.fromEntries(names(901)), additionalProperties: false }),
  ],
  [
    'an unreadable part that both share',
    { anyOf: ['oops', { type: 'string' }], minLength: 3 },
    { anyOf: ['oops', { type: 'string' }] },
  ],
]

const breaking: [...Row, unknown?][] = [
  ['the witness null is there', {}, { type: 'string' }, {}, null],
  ['a tighter limit', { type: 'integer', maximum: 100 }, { maximum: 50 }, {}, 51],
  ['a default is the example', { type: 'integer', default: 8080 }, { maximum: 1024 }, {}, 8080],
  ['a removed value', { enum: ['low', 'high'] }, { enum: ['low'] }, {}, 'high'],
  ['a longer text', strings({ maxLength: 5 }), { maxLength: 4 }, {}, 'aaaaa'],
  ['code points', strings({ pattern: '^🐲*$', maxLength: 2 }), { maxLength: 1 }, {}, '🐲🐲'],
  [
    'required',
    objects({ required: ['a'], properties: { a: { type: 'string' } } }),
    { required: ['a', 'b'] },
    {},
    { a: '' },
  ],
  [
    'closed',
    objects({ properties: { a: {} } }),
    objects({ properties: {}, additionalProperties: false }),
    {},
    { a: null },
  ],
  ['duplicates', lists({ items: { type: 'integer' } }), { uniqueItems: true }, {}, [0, 0]],
  [
    'a deep one',
    { type: 'array', items: { $ref: '#' } },
    { items: { items: { maxItems: 0 } } },
    {},
    [[[[]]]].slice(0, 1),
  ],
  ['asserted formats', strings({}), { format: 'date' }, { formats: true }, ''],
  ['integers beyond doubles', { type: 'integer' }, { maximum: 2 ** 64 }, {}, 18446744073709556000],
  [
    'a property that validators leave aside is not the one to show',
    {},
    { properties: { ['__proto__']: { type: 'number' }, length: { type: 'string' } } },
    {},
    { length: null },
  ],
  [
    'the specification and Ajv both see this one',
    lists({}),
    { contains: { const: 1 }, minContains: 0, unevaluatedItems: false },
    {},
    [null],
  ],
]

test('demands for hundreds of thousands of items or characters are met without going through them one by one', () => {
  const rows = { type: 'array', items: lists({ items: { type: 'string' }, minItems: 5 }), minItems: 161_297 }
  const items = compareSchemas(rows, { items: { items: { type: 'number' } } })
  expect(items.witness).toHaveLength(161_297)
  expect(compareSchemas(rows, { minItems: 161_296 })).toEqual({ verdict: 'additive' })
  expect(compareSchemas({ type: 'string', minLength: 100_000 }, { maxLength: 99_999 }).witness).toHaveLength(100_000)
})

test('no witness is built that would not fit into memory', () => {
  for (const large of [lists({ maxItems: 1e9 }), lists({ items: lists({ minItems: 1e5 }), minItems: 1e5 })]) {
    const result = compareSchemas(large, { maxItems: 1e9 - 1, items: { maxItems: 9 } })
    expect(['breaking', 'undecided']).toContain(result.verdict)
    expect(JSON.stringify(result).length).toBeLessThan(1e7)
  }
})

function confirmed(
  { witness }: { witness?: unknown },
  original: unknown,
  updated: unknown,
  options?: CompareOptions,
): boolean {
  const accepts = (schema: unknown): boolean =>
    validatorOf(schema, draftOf(schema, options?.draft), options?.formats ?? false)(witness)
  return accepts(original) && !accepts(updated)
}

describe.each(additive.map((row) => ({ what: row[0], row })))('$what', ({ row: [, original, updated, options] }) => {
  test('is additive', () => {
    expect(compareSchemas(original, updated, options)).toEqual({ verdict: 'additive' })
  })

  test('has a confirmed witness the other way round, if that is a break', () => {
    const result = compareSchemas(updated, original, options)
    if (result.verdict !== 'breaking') return
    expect('witness' in result).toBe(true)
    expect(confirmed(result, updated, original, options)).toBe(true)
  })
})

test.each(breaking.map((row) => ({ what: row[0], row })))('$what is breaking', ({ row }) => {
  const [, original, updated, options, witness] = row
  const result = compareSchemas(original, updated, options)
  expect(result).toEqual({ verdict: 'breaking', witness })
  expect(confirmed(result, original, updated, options)).toBe(true)
})

describe('undecided', () => {
  test.each<[string, unknown, unknown, RegExp]>([
    ['a remote reference', {}, { $ref: 'http://example.com/other.json' }, /nothing is fetched/],
    ['a part that is no schema', {}, { properties: { a: { anyOf: ['text'] } } }, /#\/properties\/a\/anyOf\/0/],
    ['a keyword of the wrong type', {}, { minLength: 'three' }, /"minLength" should be an integer/],
    ['a back-reference', { type: 'string', pattern: '^(a|b)\\1$' }, { maxLength: 2 }, /no automaton/],
    ['endless reference', {}, { $ref: '#' }, /leads back to itself/],
    ['no schema at all', 'text', { type: 'string' }, /a schema is an object/],
  ])('%s', (_, original, updated, reason) => {
    const result = compareSchemas(original, updated)
    expect(result.verdict).toBe('undecided')
    expect(result.reason).toMatch(reason)
  })

  test('circular input', () => {
    const circular: Record<string, unknown> = {}
    circular.self = circular
    expect(compareSchemas(circular, {}).verdict).toBe('undecided')
  })

  test('keywords beside a reference that only some validators read', () => {
    const schema = { definitions: { a: {} }, properties: { a: { $ref: '#/definitions/a', type: 'string' } } }
    expect(compareSchemas({}, schema, { draft: '7' }).verdict).toBe('undecided')
  })

  test('a budget that is too small, the same at every run', () => {
    const schema = {
      allOf: Array.from({ length: 12 }, (_, i) => ({ anyOf: [{ required: [`a${i}`] }, { minProperties: i + 2 }] })),
    }
    expect(compareSchemas(schema, { maxProperties: 1 }, { budget: 3 })).toEqual({
      verdict: 'undecided',
      reason: 'the comparison takes more steps than its budget allows',
    })
  })
})

test('a schema names what it cannot read and the rest is still compared', () => {
  const original = { properties: { a: { $ref: 'http://example.com/a.json' }, b: { type: 'string' } } }
  const updated = { properties: { a: { $ref: 'http://example.com/a.json' }, b: {} } }
  expect(compareSchemas(original, updated)).toEqual({ verdict: 'additive' })
})

test('the metaschemas are known without a network', () => {
  const meta = { $ref: 'http://json-schema.org/draft-07/schema#' }
  expect(compareSchemas({ const: { minLength: -1 } }, meta, { draft: '7' })).toMatchObject({ verdict: 'breaking' })
  expect(compareSchemas({ const: { minLength: 1 } }, meta, { draft: '7' })).toEqual({ verdict: 'additive' })
})

describe('found by random search, shrunk', () => {
  test.each<[string, unknown, unknown, unknown]>([
    ['equal items in an otherwise free list', { maxProperties: 0 }, { uniqueItems: true }, [null, null]],
    [
      'a choice between choices is decided once',
      { type: 'object', dependentRequired: { ab: ['b'] } },
      {
        if: { dependentRequired: { a: ['b'] } },
        then: { propertyNames: { maxLength: 1 }, maxProperties: 9 },
        else: false,
      },
      { a: null },
    ],
  ])('%s', (_, original, updated, witness) => {
    expect(compareSchemas(original, updated)).toEqual({ verdict: 'breaking', witness })
  })
})
