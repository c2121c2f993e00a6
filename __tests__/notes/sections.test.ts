import { fromReno, renoFolder } from '../../src/notes/reno.ts'
import { announces, breakingText, newSection } from '../../src/notes/sections.ts'
import { parseVersion } from '../../src/releases/version.ts'
import type { Version } from '../../src/model.ts'

function version(text: string): Version {
  const parsed = parseVersion(text)
  if (typeof parsed === 'string') throw new Error(parsed)
  return parsed
}
const span = (above: string, upTo: string) => ({ above: version(above), upTo: version(upTo) })

/** Whether notes of 1.4 to 2.0 announce something named `port`. */
function announced(path: string, ...lines: string[]): boolean {
  return announces({ path, text: lines.join('\n') }, span('1.4', '2.0.0'), ['server.port', 'port'])
}

describe('announces', () => {
  it.each([
    [
      'a heading',
      'CHANGELOG.md',
      ['# Changelog', '## [2.0.0] - 2026-07-06', '### Breaking changes', '- `port` is gone'],
    ],
    ['signs around it', 'CHANGELOG.md', ['## v2.0.0', '### ⚠ BREAKING CHANGES', '* drop port']],
    ['the path', 'CHANGELOG.md', ['## 2.0', '### Breaking', '- server.port: gone']],
    ['a deeper heading', 'CHANGELOG.md', ['## 2.0', '### Breaking', '#### Server', 'No port any more.']],
    ['bold words', 'CHANGELOG.md', ['## 2.0.0', '**Breaking changes**', '', '- port is gone']],
    ['words before a list', 'CHANGES', ['2.0.0 (2026-07-06)', 'Breaking changes:', '  * port is gone']],
    ['a mark on the entry', 'CHANGELOG.md', ['## 2.0.0', '- **breaking:** removes', '  the port']],
    ['a conventional commit', 'CHANGELOG.md', ['## 2.0.0', '- feat(server)!: port is gone']],
    ['upgrade notes', 'CHANGELOG.md', ['## 2.0.0', '### Upgrade notes', 'Remove port.']],
    ['a version on the way', 'CHANGELOG.md', ['## 2.0.0', '## 1.5.0', '### Breaking', 'port']],
    ['what is not released yet', 'CHANGELOG.md', ['## [Unreleased]', '### Breaking changes', '- port']],
    ['notes of one release', 'RELEASE_NOTES.md', ['# Breaking changes', 'port is gone']],
    ['an upgrade guide', 'UPGRADING.md', ['# Upgrading from 1.x to 2.0', 'Remove port.']],
    ['underlined titles', 'CHANGES.rst', ['Changes', '=======', '', '2.0.0', '-----', '', 'Incompatible', '~~~~~~~~~~~~', '* ``port``']], // prettier-ignore
    ['AsciiDoc', 'CHANGELOG.adoc', ['== 2.0.0', '=== Breaking changes', '* port']],
  ])('sees %s', (_, path, lines) => {
    expect(announced(path, ...lines)).toBe(true)
  })

  it.each([
    ['another heading', 'CHANGELOG.md', ['## 2.0.0', '### Fixed', '- port works']],
    ['a heading after it', 'CHANGELOG.md', ['## 2.0.0', '### Breaking', '- host', '### Fixed', '- port works']],
    ['an older version', 'CHANGELOG.md', ['## 2.0.0', '## 1.4.0', '### Breaking', '- port']],
    ['a newer version', 'CHANGELOG.md', ['## 2.1.0', '### Breaking', '- port', '## 2.0.0', 'No news.']],
    ['a smaller heading for an older version', 'CHANGELOG.md', ['## 2.0.0', '### [1.3.9]', '### Breaking', '- port']],
    ['another word', 'CHANGELOG.md', ['## 2.0.0', '### Breaking', '- transport, export and port-name']],
    ['code', 'CHANGELOG.md', ['## 2.0.0', '```', '### Breaking', '```', '- port']],
    ['an older upgrade', 'UPGRADING.md', ['# Upgrading to 1.3', 'Remove port.', '# Upgrading to 2.0', 'No news.']],
    ['a date that looks like a number', 'CHANGELOG.md', ['## 1.2.0 - 2026-02-00', '### Breaking', '- port']],
    ['no notes', 'CHANGELOG.md', ['']],
  ])('does not see %s', (_, path, lines) => {
    expect(announced(path, ...lines)).toBe(false)
  })

  it('knows versions of one part', () => {
    const text = '# v5\n## Breaking\nport\n# 4\n## Breaking\nhost\n## 2 new settings\n'
    expect(breakingText({ path: 'NEWS.md', text }, span('4', '5'))).toContain('port')
    expect(breakingText({ path: 'NEWS.md', text }, span('4', '5'))).not.toContain('host')
    expect(breakingText({ path: 'NEWS.md', text }, span('3', '4'))).toContain('host')
  })

  it('takes time in proportion to the length of the notes', () => {
    const text = `${'## 1.0.0\n- (((!!!:::***___ breaking change '.repeat(20_000)}\n${'='.repeat(100_000)}`
    const start = performance.now()
    announces({ path: 'CHANGELOG.md', text }, span('0.9', '1.0'), ['port'])
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})

describe('newSection', () => {
  it.each(['CHANGELOG.md', 'CHANGES.rst', 'NEWS.adoc', 'notes.md'])('is seen where it is pasted: %s', (path) => {
    const title = path.endsWith('.rst') ? '2.0.0\n=====\n' : `${path.endsWith('.adoc') ? '==' : '##'} 2.0.0\n`
    const text = `${title}\n${newSection(path, ['`port` is gone.', '`host` is required.'])}\n`
    for (const name of ['port', 'host']) expect(announces({ path, text }, span('1.4', '2'), [name])).toBe(true)
  })
})

describe('fromReno', () => {
  it('takes what the new notes say about upgrades', () => {
    const notes = fromReno([
      {
        path: 'releasenotes/notes/a-1.yaml',
        text: 'upgrade:\n  - |\n    The option ``port`` is gone.\nfixes:\n  - host works\n',
      },
      { path: 'releasenotes/notes/b-2.yaml', text: 'upgrade: [' },
      { path: 'releasenotes/notes/c-3.yaml', text: '[]' },
    ])
    expect(notes).toHaveLength(1)
    expect(announces(notes[0]!, span('1', '2'), ['port'])).toBe(true)
    expect(announces(notes[0]!, span('1', '2'), ['host'])).toBe(false)
  })

  it('sees what it offers to paste', () => {
    const notes = fromReno([
      { path: 'x.yaml', text: newSection(renoFolder, ['`port` is gone.', '`host` is required.']) },
    ])
    for (const name of ['port', 'host']) expect(announces(notes[0]!, span('1', '2'), [name])).toBe(true)
  })

  it('is nothing where nothing is new', () => {
    expect(fromReno([])).toEqual([])
  })
})
