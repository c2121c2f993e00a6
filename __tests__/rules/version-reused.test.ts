import { versionReused } from '../../src/rules/version-reused.ts'
import { settingsView } from '../support/settings-view.ts'

describe('version-reused', () => {
  it.each([
    ['v1.1', 'the same version as 1.1, on another commit', ['v1.1']],
    ['1.1+docs', 'another build of 1.1', []],
    ['v1.2', 'the same version as 1.2, on another commit', []],
    ['v1.1', 'pre-release', []],
  ])('of a tag %s that is skipped as %s', (tag, reason, expected) => {
    const view = { ...settingsView({}, {}), skipped: [{ tag, reason }] }
    expect(versionReused.find(view).flatMap(({ ids }) => ids)).toEqual(expected)
  })

  it('leaves a number that was taken after the candidate to the tag that took it', () => {
    const view = settingsView({}, {})
    const reason = 'the same version as 1.1, on another commit'
    const [before, after] = [-1, 1].map((days) => view.candidate.date + days * 86_400)
    const found = (date = 0) => versionReused.find({ ...view, skipped: [{ tag: 'v1.1', reason, date }] }).length
    expect([found(before), found(after)]).toEqual([1, 0])
  })
})
