import { Ajv2020 } from 'ajv/dist/2020.js'
import ajvFormats from 'ajv-formats'
import * as fc from 'fast-check'
import { ConfigError, parseConfig } from '../../src/config/load.ts'
import { configFile } from '../../src/config/options.ts'
import { configSchema } from '../../src/config/schema.ts'
import type { Shape } from '../../src/config/shapes.ts'
import { textProblem } from '../../src/config/values.ts'
import { anyText } from '../support/texts.ts'

// The package's types lack what Node makes of a CommonJS default export.
const addFormats = ajvFormats as unknown as (ajv: Ajv2020) => void
const ajv = new Ajv2020({ strict: true, allowUnionTypes: true })
addFormats(ajv)
const validate = ajv.compile(configSchema())

function parses(value: unknown): boolean {
  try {
    parseConfig(JSON.stringify(value), '')
    return true
  } catch (error) {
    if (error instanceof ConfigError) return false
    throw error
  }
}

/** Texts near the edge of what one shape or another accepts. */
const samples = [
  ...['v*', '>=1.1', '<2.0, >1', '1.x || 2', '*', '1', '> =1', '1..2', '2027-02-28', '2027-02-29', '2028-02-29', ''],
  ...['../a', 'a/..', 'a/..b', '/a', 'a\nb', 'a\u2028b', 'release/1.x', 'a..b', 'a b', 'a-b', 'A', '-a', 'a.b'],
  ...['^a(b)?', '(a)+', '\\(a\\)+', '(', 'a*b*c*d', 'a*b*c*d*', 'a\\Z', '\\Z', 'auto', 'semver', 'error', '\ud800'],
  ...['😀'.repeat(500), 'é'.repeat(501), 'a'.repeat(500), 'a'.repeat(501)],
]
const texts = fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...samples) }, anyText({ maxLength: 12 }))
const anything = fc.oneof(
  texts,
  fc.constantFrom(null, true, false, 0, -1, 1, 8, 9, 100, 120, 1.5, 1e21, Infinity),
  fc.array(texts, { maxLength: 3 }),
  fc.dictionary(texts, texts, { maxKeys: 2 }),
)

/** Values that fit a shape mostly, with something else now and then. */
function values(shape: Shape): fc.Arbitrary<unknown> {
  return fc.oneof({ weight: 50, arbitrary: fitting(shape) }, { weight: 1, arbitrary: anything })
}

function fitting(shape: Shape): fc.Arbitrary<unknown> {
  switch (shape.kind) {
    case 'text': {
      const good = samples.filter((sample) => textProblem(sample, shape) === undefined)
      return fc.oneof({ weight: 20, arbitrary: fc.constantFrom(...good) }, texts)
    }
    case 'choice':
      return fc.constantFrom(...shape.values)
    case 'count':
      return fc.integer({ min: shape.minimum, max: shape.maximum })
    case 'flag':
      return fc.boolean()
    case 'scalar':
      return fc.oneof(texts, fc.double(), fc.boolean())
    case 'list':
      return fc.array(values(shape.of), { maxLength: 2 })
    case 'map':
      return fc.dictionary(
        fc.oneof({ weight: 20, arbitrary: fitting(shape.keys) as fc.Arbitrary<string> }, texts),
        values(shape.of),
        {
          maxKeys: 2,
        },
      )
    case 'either':
      return fc.oneof(...shape.of.map(values))
    case 'section': {
      const { options } = shape
      const required = Object.keys(options).filter((name) => options[name]?.required)
      const fields = Object.fromEntries(Object.entries(options).map(([name, option]) => [name, values(option.shape)]))
      const known = fc.oneof(
        { weight: 30, arbitrary: fc.record(fields, { requiredKeys: required }) },
        { weight: 1, arbitrary: fc.record(fields, { requiredKeys: [] }) },
      )
      const more = fc.oneof(
        { weight: 30, arbitrary: fc.constant({}) },
        { weight: 1, arbitrary: fc.dictionary(texts, anything) },
      )
      return fc.tuple(known, more).map(([usual, other]) => ({ ...usual, ...other }))
    }
  }
}

describe('configSchema', () => {
  it('accepts exactly what parseConfig accepts', () => {
    const seen = { accepted: 0, refused: 0 }
    fc.assert(
      fc.property(values(configFile), (value) => {
        const written: unknown = JSON.parse(JSON.stringify(value))
        const accepted = validate(written)
        seen[accepted ? 'accepted' : 'refused']++
        return parses(written) === accepted
      }),
      { numRuns: 600 },
    )
    expect(seen.accepted).toBeGreaterThan(100)
    expect(seen.refused).toBeGreaterThan(100)
  })

  it.each(Object.entries(configFile.options))('%s: agrees with parseConfig', (name, option) => {
    fc.assert(
      fc.property(values(option.shape), (value) => {
        const written = JSON.parse(JSON.stringify({ [name]: value })) as unknown
        return parses(written) === validate(written)
      }),
      { numRuns: 300 },
    )
  })

  it('accepts every example of the table', () => {
    const refused = examples(configFile, []).filter((value) => !validate(value) || !parses(value))
    expect(refused).toEqual([])
  })
})

/** A config for every example, with the required keys of its section. */
function examples(shape: Shape, path: readonly string[]): unknown[] {
  if (shape.kind === 'list') return examples(shape.of, [...path, '[]'])
  if (shape.kind !== 'section') return []
  const needed = Object.entries(shape.options).filter(([, option]) => option.required)
  const base = Object.fromEntries(needed.map(([name, option]) => [name, option.example]))
  return Object.entries(shape.options).flatMap(([name, option]) => {
    const inner = examples(option.shape, [...path, name])
    return option.example === undefined ? inner : [...inner, wrapped({ ...base, [name]: option.example }, path)]
  })
}

function wrapped(value: unknown, path: readonly string[]): unknown {
  return path.reduceRight((inside, name) => (name === '[]' ? [inside] : { [name]: inside }), value)
}
