import { settingNarrowed } from '../../src/rules/setting-narrowed.ts'
import { settingsView } from '../support/settings-view.ts'

const closed = (properties: object): object => ({ type: 'object', properties, additionalProperties: false })

function told(before: object, after: object): readonly object[] {
  const view = settingsView(closed(before), closed(after))
  return settingNarrowed.find(view).map((finding) => ({ ...finding, ...settingNarrowed.tell(finding, view) }))
}

it('is an error with the document that is refused', () => {
  const [finding] = told({ port: { type: 'integer' } }, { port: { type: 'integer', minimum: 1024 } })
  expect(finding).toMatchObject({ severity: 'error', evidence: [], witness: { acceptedBy: '1.0', refusedBy: '1.1' } })
  expect(finding).toMatchObject({ message: expect.stringMatching(/^port accepts less than in 1\.0/) as string })
})

it('is no more than a warning where no validator takes the schema, and says why', () => {
  const [finding] = told({ on: { type: 'bool' } }, { on: { type: 'boolean' } })
  expect(finding).toMatchObject({
    severity: 'warning',
    message: 'on may accept less than in 1.0: {"type":"bool"} became {"type":"boolean"}',
    evidence: [expect.stringMatching(/^whether it does is not known: .*"type" names no JSON type: "bool"$/)],
  })
  expect(finding).not.toHaveProperty('witness')
})
