import { answerLine, compareLine } from '../../src/settings/diff.ts'

const line = (row: object): string => JSON.stringify({ id: 'one', ...row })

describe('a line of a batch', () => {
  // In drafts up to 2019-09 this list describes items by place; in 2020-12 it is no schema.
  const tuple = { original: { items: [{ type: 'string' }] }, updated: { maxItems: 0 } }

  test.each(['4', 4, 'draft4', 'draft-04', 'Draft6', 'draft-07', '2019', '2019-09', 'draft2019-09'])(
    'names an earlier draft %p',
    (draft) => {
      expect(compareLine(line({ ...tuple, draft }))).toMatchObject({ id: 'one', verdict: 'breaking' })
    },
  )

  test.each(['2020', '2020-12', 'draft2020-12', 'draft-2020-12', 'https://json-schema.org/draft/2020-12/schema'])(
    'names the latest draft %p',
    (draft) => {
      expect(compareLine(line({ ...tuple, draft }))).toMatchObject({ id: 'one', verdict: 'undecided' })
    },
  )

  test.each(['5', 'next', '2021-01', {}])('has an unknown draft %p', (draft) => {
    expect(compareLine(line({ ...tuple, draft }))).toMatchObject({ id: 'one', error: expect.stringContaining('draft') as unknown }) // prettier-ignore
  })

  test('may begin with a byte order mark', () => {
    expect(compareLine(`\uFEFF${line({ original: {}, updated: {} })}`)).toMatchObject({ verdict: 'additive' })
  })

  test('is answered whatever it holds', () => {
    const deep = `{"id":"deep","original":${'{"not":'.repeat(20_000)}{}${'}'.repeat(20_000)},"updated":{}}`
    for (const text of [deep, '"', 'null', line({ original: { type: 'foo' }, updated: { pattern: '(' } })]) {
      expect(Object.keys(JSON.parse(answerLine(text)) as object)).not.toHaveLength(0)
    }
  })

  test('tells what a renamed setting is called now', () => {
    const named = (name: string): object => ({ properties: { [name]: { type: 'integer' } } })
    expect(compareLine(line({ original: named('stagingPort'), updated: named('staging_port') }))).toMatchObject({
      changes: [{ rule: 'setting-renamed', path: 'stagingPort', to: 'staging_port' }],
    })
  })
})
