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
})
