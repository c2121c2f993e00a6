import { versionReused } from '../../src/rules/version-reused.ts'
import type { View } from '../../src/view.ts'
import { settingsView } from '../support/settings-view.ts'

describe('version-reused', () => {
  const plain = settingsView({}, {})
  const { candidate } = plain
  const double: View['doubles'][number] = {
    tag: 'v1.1',
    commit: 'other',
    date: candidate.date,
    version: candidate.version,
  }
  const other = { text: '1.2', parts: [1, 2], prerelease: [] }

  it.each([
    ['the same day', {}, ['v1.1']],
    ['before', { date: candidate.date - 86_400 }, ['v1.1']],
    ['later, which is for that tag to answer', { date: candidate.date + 86_400 }, []],
    ['for another number', { version: other }, []],
    ['at the same commit', { commit: candidate.commit }, []],
  ])('of a number that is tagged on another commit %s', (_, change, expected) => {
    const view = { ...plain, doubles: [{ ...double, ...change }] }
    expect(versionReused.find(view).flatMap(({ ids }) => ids)).toEqual(expected)
  })

  it('of a tag whose number a release has', () => {
    const release = { ...plain.earlier[0]!, tag: '1.1.0', version: candidate.version }
    expect(versionReused.find({ ...plain, earlier: [release] }).flatMap(({ ids }) => ids)).toEqual(['1.1.0'])
  })
})
