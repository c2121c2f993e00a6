import { breakNotAnnounced } from '../../src/rules/break-not-announced.ts'
import { settingRemoved } from '../../src/rules/setting-removed.ts'
import { versionUnderstatesBreak } from '../../src/rules/version-understates-break.ts'
import type { View } from '../../src/view.ts'
import { settingsView } from '../support/settings-view.ts'

const none = { type: 'object', additionalProperties: false }
const port = { ...none, properties: { port: { type: 'integer' } } }

/** 1.1 without `port`, which 1.0 had, or what else is given. */
function removed(config = '', change: Partial<View> = {}): View {
  return { ...settingsView(port, none, config), ...change }
}

function numbered(versionSource: View['candidate']['versionSource']): Partial<View> {
  const { candidate } = removed()
  const { commit, tree, date, version, line } = candidate
  return { candidate: { ref: 'main', commit, tree, date, version, line, versionSource }, isTag: false }
}

describe('a break', () => {
  const two = { text: '2.0', parts: [2], prerelease: [] }

  it.each([
    ['in a minor', {}, 'error'],
    ['in a number that nobody has chosen', numbered('next'), 'error'],
    ['on the default branch, on the same line', numbered('default-branch'), 'error'],
  ])('%s is told as it is', (_, change, severity) => {
    expect(settingRemoved.find(removed('', change)).map((finding) => finding.severity)).toEqual([severity])
  })

  it('is a note on a default branch that opens the next major, by whichever number', () => {
    const opens = (versionSource: View['candidate']['versionSource'], line: string) => {
      const view = removed('', numbered(versionSource))
      const found = settingRemoved.find({ ...view, candidate: { ...view.candidate, version: two, line } })
      return found.map((finding) => finding.severity)
    }
    expect([opens('default-branch', '2'), opens('manifest', '2')]).toEqual([['note'], ['note']])
    expect([opens('default-branch', '1'), opens('next', '2')]).toEqual([['error'], ['error']])
  })
})

describe('version-understates-break', () => {
  function found(view: View): readonly unknown[] {
    return versionUnderstatesBreak.find(view).map(({ severity, subject, ids, releases, facts }) => ({
      severity,
      subject,
      ids,
      releases,
      admits: facts.admits,
    }))
  }
  const finding = { severity: 'error', subject: '1.1', ids: ['port'], releases: ['1.0'], admits: '2.0' }

  it.each([
    ['independent', '', {}, [finding]],
    ['synchronised, x.y.0', 'policy: { versions: synchronised }', {}, []],
    ['the rule of the break is off', 'rules: { setting-removed: off }', {}, []],
    ['the rule of the break is a warning', 'rules: { setting-removed: warning }', {}, []],
    ['accepted', 'accept: [{ rule: setting-removed, subject: port, reason: nobody used it }]', {}, []],
    ['accepted until before', 'accept: [{ rule: setting-removed, subject: port, reason: x, until: 1960-01-01 }]', {}, [finding]], // prettier-ignore
    ['a pull request that sets the number', '', numbered('manifest'), [finding]],
    ['a number given', '', numbered('flag'), [finding]],
    ['a number that nobody has chosen', '', numbered('next'), []],
    ['the default branch', '', numbered('default-branch'), []],
    ['no lower release', '', { predecessor: undefined as never, earlier: [] }, []],
  ])('%s', (_, config, change, expected) => {
    expect(found(removed(config, change))).toEqual(expected)
  })

  it('is about hotfixes of x.y.0 products too', () => {
    const view = removed('policy: { versions: synchronised }')
    const version = { text: '1.0.1', parts: [1, 0, 1], prerelease: [] }
    expect(found({ ...view, candidate: { ...view.candidate, version } })).toEqual([{ ...finding, admits: '1.1' }])
  })

  it('has no number to offer where a newer line has it', () => {
    const view = removed()
    const newer = { ...view.predecessor!, tag: '2.0', version: { text: '2.0', parts: [2], prerelease: [] } }
    expect(found({ ...view, earlier: [...view.earlier, newer] })).toEqual([{ ...finding, admits: undefined }])
  })

  it('is quiet where nothing breaks', () => {
    expect(found(settingsView(none, port))).toEqual([])
    expect(found(settingsView(port, port))).toEqual([])
  })
})

describe('break-not-announced', () => {
  function found(view: View): readonly unknown[] {
    return breakNotAnnounced
      .find(view)
      .map(({ severity, subject, ids, location }) => ({ severity, subject, ids, path: location?.path }))
  }
  function noted(text: string): Partial<View> {
    return { notes: [{ path: 'CHANGELOG.md', text }] }
  }
  const finding = { severity: 'warning', subject: '1.1', ids: ['port'], path: 'CHANGELOG.md' }

  it.each([
    ['named', noted('## 1.1\n### Breaking changes\n- port'), []],
    ['in another part', noted('## 1.1\n### Removed\n- port'), [finding]],
    ['not written yet', noted(''), [finding]],
    ['notes elsewhere', {}, [{ ...finding, severity: 'note', path: undefined }]],
    ['no release', { ...noted(''), ...numbered('manifest') }, []],
  ])('%s', (_, change, expected) => {
    expect(found(removed('', change))).toEqual(expected)
  })

  it('carries what to paste, which then suffices', () => {
    const view = removed('', noted('## 1.1\n'))
    const [first] = breakNotAnnounced.find(view)
    const { fix } = breakNotAnnounced.tell(first!, view)
    const paragraph = fix.slice(fix.indexOf('\n') + 1)
    expect(paragraph).toContain('1.0')
    expect(found(removed('', noted(`## 1.1\n\n${paragraph}\n`)))).toEqual([])
  })

  it('says what a deprecation said to use instead', () => {
    const old = { ...none, properties: { port: { deprecated: true, description: 'Use host instead.' } } }
    const view: View = { ...settingsView(old, none), ...noted('') }
    const { fix } = breakNotAnnounced.tell(breakNotAnnounced.find(view)[0]!, view)
    expect(fix).toContain('Use host instead.')
  })
})
