import { breakNotAnnounced } from '../../src/rules/break-not-announced.ts'
import { deprecationTooShort } from '../../src/rules/deprecation-too-short.ts'
import { settingRemoved } from '../../src/rules/setting-removed.ts'
import { settingRenamed } from '../../src/rules/setting-renamed.ts'
import { settingsView } from '../support/settings-view.ts'

const text = { type: 'string' }
const group = (...names: readonly string[]) => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, text])),
})
const before = { type: 'object', properties: { main: group('base_url', 'use_tls', 'old_path', 'x') } }
const after = { type: 'object', properties: { main: group('x'), backend: group('base_url', 'use_tls') } }

it('settings that move together are one finding, with all their names', () => {
  const view = settingsView(before, after)
  const [finding, ...others] = settingRenamed.find(view)
  expect(others).toEqual([])
  expect(finding).toMatchObject({ subject: 'main.* to backend.*', severity: 'error', breaks: true, releases: ['1.0'] })
  expect(finding!.ids).toEqual(expect.arrayContaining(['main.base_url', 'main.use_tls']))
  expect(settingRenamed.tell(finding!, view).evidence).toEqual([
    'main.base_url is now backend.base_url',
    'main.use_tls is now backend.use_tls',
  ])
  expect(settingRemoved.find(view).map(({ subject }) => subject)).toEqual(['main.old_path'])
})

it('one that moves alone is told by its own name', () => {
  const one = { type: 'object', properties: { main: group('x', 'use_tls'), backend: group('base_url') } }
  const kept = { type: 'object', properties: { main: group('x', 'use_tls', 'base_url') } }
  expect(settingRenamed.find(settingsView(kept, one)).map(({ subject }) => subject)).toEqual(['main.base_url'])
})

it('their deprecation and their announcement are one matter too', () => {
  const view = settingsView(before, after)
  const major = { ...view, candidate: { ...view.candidate, version: { text: '2.0', parts: [2], prerelease: [] } } }
  expect(deprecationTooShort.find(major).map(({ subject }) => subject)).toEqual([
    'main.old_path',
    'main.* to backend.*',
  ])
  const noted = { ...view, notes: [{ path: 'CHANGELOG.md', text: '## 1.1\n### Breaking changes\n- use_tls moved' }] }
  expect(breakNotAnnounced.find(noted).flatMap(({ ids }) => ids)).toEqual(['main.old_path'])
})
