import fc from 'fast-check'
import { compareSchemas, type Draft } from '../../../src/settings/compare/index.ts'
import { validatorOf } from '../../../src/settings/compare/validator.ts'
import { document, schemaOf } from './random.ts'

/** More runs: `RUNS=20000 npm test -- __tests__/settings/compare/random`. fast-check prints the seed of a failure. */
const numRuns = Number(process.env.RUNS ?? 120)
const drafts: Draft[] = ['4', '6', '7', '2019-09', '2020-12']
const documents = fc.sample(document, { seed: 7, numRuns: 400 })

function accepts(schema: unknown, draft: Draft): ((value: unknown) => boolean) | undefined {
  try {
    const validate = validatorOf(schema, draft, false)
    // A reference that leads back to itself without end overflows Ajv's stack; such a row proves nothing.
    documents.forEach(validate)
    return validate
  } catch {
    return undefined
  }
}

describe.each(drafts)('random schemas of draft %s', (draft) => {
  const schema = schemaOf(draft)

  test('no break that a search finds is called additive', () => {
    fc.assert(
      fc.property(schema, schema, (original, updated) => {
        const { verdict } = compareSchemas(original, updated, { draft, budget: 20_000 })
        if (verdict !== 'additive') return
        const [before, after] = [accepts(original, draft), accepts(updated, draft)]
        if (!before || !after) return
        expect(documents.find((value) => before(value) && !after(value))).toBeUndefined()
      }),
      { numRuns },
    )
  })

  test('every schema contains itself, also behind a detour', () => {
    fc.assert(
      fc.property(schema, (one) => {
        expect(compareSchemas(one, one, { draft }).verdict).toBe('additive')
      }),
      { numRuns },
    )
  })
})
