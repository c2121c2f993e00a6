import { deprecationTooShort } from '../../src/rules/deprecation-too-short.ts'
import type { View } from '../../src/view.ts'
import { settingsView } from '../support/settings-view.ts'

const none = { type: 'object', additionalProperties: false }
const plain = { type: 'integer' }
const old = { ...plain, deprecated: true }

/** `port` of 1.0 is gone in 2.0 (or 1.1), beside a `host` that stays. */
function removed(port: object, host: object, version: '1.1' | '2.0', config = ''): View {
  const view = settingsView({ ...none, properties: { port, host } }, { ...none, properties: { host } }, config)
  const parts = version.split('.').map(Number)
  return { ...view, candidate: { ...view.candidate, version: { text: version, parts, prerelease: [] } } }
}

describe('deprecation-too-short', () => {
  it.each([
    ['marked, in a major', removed(old, plain, '2.0'), ['warning port']],
    ['marked, in a minor', removed(old, plain, '1.1'), ['warning port']],
    ['never marked, where others are', removed(plain, old, '2.0'), ['warning port']],
    ['never marked, as nothing is', removed(plain, plain, '2.0'), ['note port']],
    ['never marked, where the removal is an error', removed(plain, plain, '1.1'), []],
    ['as long as a policy asks', removed(old, plain, '2.0', 'policy: { deprecation: { releases: 1, months: 0 } }'), []],
    ['releases without months', removed(old, plain, '2.0', 'policy: { deprecation: { releases: 1, months: 1 } }'), ['warning port']], // prettier-ignore
    ['months without releases', removed(old, plain, '2.0', 'policy: { deprecation: { releases: 2, months: 0 } }'), ['warning port']], // prettier-ignore
    ['no policy at all', removed(plain, old, '2.0', 'policy: { deprecation: { releases: 0, months: 0 } }'), []],
  ])('%s', (_, view, expected) => {
    expect(deprecationTooShort.find(view).map(({ severity, subject }) => `${severity} ${subject}`)).toEqual(expected)
  })

  it('counts the deprecation of what is around a setting', () => {
    const group = { type: 'object', deprecated: true, properties: { port: plain } }
    const view = settingsView(
      { ...none, properties: { group } },
      { ...none, properties: { group: { type: 'object' } } },
    )
    expect(deprecationTooShort.find(view).map(({ facts }) => [facts.path, facts.shown])).toEqual([['group.port', 1]])
  })
})
