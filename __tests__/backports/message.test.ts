import { parseCommit } from '../../src/backports/message.ts'
import { isForOneLine, isRoutine, isUpkeep, parseSubject } from '../../src/backports/subject.ts'

const one = '1234567890abcdef1234567890abcdef12345678'
const two = 'abcdef1234567890abcdef1234567890abcdef12'

function facts(message: string) {
  const people = { authorName: 'Sam', authorEmail: 'sam@example.org', authorDate: 1, date: 2 }
  return parseCommit({ commit: two, ...people, message })
}

describe('parseSubject', () => {
  it.each([
    ['[stable/2.0] Fix the pump', 'fix the pump', 0],
    ['[backport 1.2] Fix the pump (#12) (#34)', 'fix the pump', 0],
    ['[1.2.x] Fix the pump.', 'fix the pump', 0],
    ['[PATCH 2/3] Fix the pump', 'fix the pump', 0],
    ['Backport: Fix the pump (backport #12)', 'fix the pump', 0],
    ['Back porting, Fix the pump - 1.8', 'fix the pump', 0],
    [`Fix the pump(cherry picked from commit ${one})`, 'fix the pump', 0],
    ['1.7.x: Fix the "pump"', 'fix the pump', 0],
    ['[redhat-3.9] PUMP-12: Fix the pump (#12)', 'fix the pump', 0],
    ['[PUMP-12] Fix the pump (PUMP-12) (#12)', 'fix the pump', 0],
    ['PUMP-12 - Fix the pump', 'fix the pump', 0],
    ['PUMP-12', 'pump-12', 0],
    ['UTF-8 names of pumps', 'utf-8 names of pumps', 0],
    ['CVE-2026-1234: Fix the pump', 'cve-2026-1234: fix the pump', 0],
    ['[OVN] Fix the pump', '[ovn] fix the pump', 0],
    ['2.4-stable: Fix the pump', 'fix the pump', 0],
    ['Revert "Fix the pump"', 'fix the pump', 1],
    ['[1.2] Revert "Fix the pump (#12)" (#34)', 'fix the pump', 1],
    ['Revert "Revert "Fix the pump""', 'fix the pump', 2],
    ['Revert^2 "Fix the pump"', 'fix the pump', 2],
    ['Reapply "Fix the pump"', 'fix the pump', 2],
    ['[1.2.x]', '[1.2.x]', 0],
    ['', '', 0],
  ])('%s', (subject, key, depth) => {
    expect(parseSubject(subject)).toEqual({ key, depth })
  })

  it('takes no more than a moment for hostile subjects', () => {
    for (const piece of ['[', '(', '[1.2', 'Revert "', ' ', '(#1', 'backport ', '1.']) {
      const start = performance.now()
      parseSubject(piece.repeat(100_000))
      expect(performance.now() - start).toBeLessThan(500)
    }
  })

  it.each([
    'Imported Translations from Zanata',
    'Updated .gitreview',
    'Bump version to 1.2.3',
    'Release 1.15.6',
    'Bump to 1.2',
    'Preparing next development version',
    '1.2.3-rc1',
    'i18n - extracting new',
    'Prepare for RC2',
    'NEWS: prepare 0.18.22 release',
    'chore: release v1.18.1-rc.1 (#16096)',
    'chore(main): release 4.2.0',
    'chore(release): 2.0.0',
  ])('%s is routine', (subject) => {
    expect(isRoutine(parseSubject(subject).key)).toBe(true)
  })

  it.each([
    'chore: the pump works again',
    'build(deps): bump guava from 1.0 to 2.0',
    'Fix release of the pump',
    'Add version check to the pump',
    'Release the lock on close',
    'Bump guava from 1.0 to 2.0',
    'Set version header in answers',
    'Prepare for gaps in the list',
    'Merge pull request #12 from a/b',
  ])('%s is not', (subject) => {
    expect(isRoutine(parseSubject(subject).key)).toBe(false)
  })
})

describe('isUpkeep', () => {
  it.each([
    'Change settings for stable/xena',
    'Use victoria branch for CI and image build',
    'ci: pin runc to v1.4.3',
    'docs(api): say more',
    'Pin conmon-rs to v0.8.0 in CI',
    'Bump Citus Version to 12.1.6 (#7744)',
    'Update 3.14 CI',
    'make mocks',
    'Regenerate mocks',
    'Resolve CI issues',
    'Updates GHA config to latest from the template',
    'CI Update',
    'Make black 22.1 happy',
    'Fix rubocop offenses',
    'Reformat with black',
    'fix php-cs',
    'Fix tests.',
    '[ThemeBundle] Fix risky tests',
    'Make tests passing again',
    'Apply coding standards fixes',
    'Eliminate some compile warnings (#600)',
    '[Travis] validate yaml files',
    'feat(ci): check every pull request',
    '[chore] Bump version to 1.7.0',
    'chore(release): bump version to 2.0.1',
  ])('%s is', (subject) => {
    expect(isUpkeep(parseSubject(subject).key)).toBe(true)
  })

  it.each([
    'Use the settings for the pump',
    'Change settings for stable pumps',
    'fix: close the queue',
    'Bump minimum PostgreSQL version to 14',
    'Bump schema version to 3',
    '[chore] Bump schema version to 3',
    '[pump] Bump version to 1.7.0',
    'Test the connection before use',
    'Set TLS version to 1.3',
    'Fix CI badge of the pump',
    'Update CI and close the queue',
    'Run linter plugins of users in a sandbox',
    'Fix black screen on start',
    'Fix test connection button',
    'Fix compile errors of user scripts',
    'Add scenarios for discounts',
  ])('%s is not', (subject) => {
    expect(isUpkeep(parseSubject(subject).key)).toBe(false)
  })
})

describe('isForOneLine', () => {
  it.each(['[stable-only] Pin x', '[stable/wallaby-only] Set y', 'Stable only: z', 'stable-only: z', '[1.2.x only] z'])(
    '%s is',
    (subject) => {
      expect(isForOneLine(subject)).toBe(true)
    },
  )

  it.each([
    '[Windows only] Close the queue',
    'Read-only: let nobody write',
    '[stable/wallaby] Set y',
    '[Python 2 only] x',
  ])('%s is not', (subject) => {
    expect(isForOneLine(subject)).toBe(false)
  })
})

describe('parseCommit', () => {
  it.each([
    [`(cherry picked from commit ${one})`],
    [`(cherry-picked from ${one})`],
    [`Backport of ${one}`],
    [`backported from commit ${one} with conflicts`],
    [`(backport of ${one})`],
    [`commit ${one} upstream.`],
    [`[ Upstream commit ${one} ]`],
    [`Forward-port of ${one} from 1.x`],
    [`(cherry picked from commit\n${one})`],
    [`(cherry picked from commit example/pump@${one})`],
  ])('%s names an origin', (line) => {
    expect(facts(`Fix the pump\n\n${line}\n`).origins).toEqual([one])
  })

  it.each([
    [`Fixes: ${one} ("Add the pump")`],
    [`This was broken by the backport of ${one}`],
    [`> (cherry picked from commit ${one})`],
    [`This reverts commit ${one}.`],
    ['Backport 20210304 of the upstream deadbeef feedface'],
  ])('%s names none', (line) => {
    expect(facts(`Fix the pump\n\n${line}\n`).origins).toEqual([])
  })

  it('keeps every origin in the order written, also abbreviated and behind carriage returns', () => {
    const message = `Squash\r\n\r\n* Fix the pump (#12)\r\n\r\n(cherry picked from commit ${one})\r\n\r\n* Fix the other valve\r\n(cherry picked from commit abc1234)\r\n`
    const found = facts(message)
    expect(found.origins).toEqual([one, 'abc1234'])
    expect(found.squashed).toEqual(['fix the pump', 'fix the other valve'])
    expect(found.pulls).toEqual(['#12'])
  })

  it('knows the last change id as its own', () => {
    const id = (digit: string) => `I${digit.repeat(40)}`
    expect(facts(`a\n\nChange-Id: ${id('1')}\n\nb\n\nChange-Id: ${id('2')}`).changeIds).toEqual([
      id('1').toLowerCase(),
      id('2').toLowerCase(),
    ])
  })

  it('collects issues and pull requests', () => {
    const text =
      'PUMP-12: fix (#34)\n\nCloses-Bug: #56\nFixes https://example.org/a/issues/78\nCVE-2024-12345\nnot a #bug'
    expect(facts(text).references).toEqual(expect.arrayContaining(['pump-12', '#34', '#56', '#78', 'cve-2024-12345']))
    expect(facts(text).references).not.toContain('#bug')
  })

  it('takes a revert without quotes for one where it names the commit', () => {
    expect(facts(`Revert fix of the pump\n\nThis reverts commit ${one}.`)).toMatchObject({
      key: 'fix of the pump',
      depth: 1,
      reverts: [one],
    })
    expect(facts('Revert to the old pump')).toMatchObject({ depth: 0, reverts: [] })
  })
})

describe('parseCommit, of a commit that git-svn brought', () => {
  const brought = (subject: string, number = 999) =>
    facts(
      `${subject}\n\ngit-svn-id: https://svn.example.org/branches/1.2@${number} 00000000-1111-2222-3333-444444444444\n`,
    )

  it.each([
    ['Merged r12 from trunk to 1.2-stable (#34).', ['r12']],
    ['Merge r12, r15 from trunk', ['r12', 'r15']],
    ['Merged r12 and r15 (#34)', ['r12', 'r15']],
    ['Merged r12 to r14 from trunk.', ['r12', 'r13', 'r14']],
    ['Merging r12:', ['r12']],
    ['MFC r12: fix the pump', ['r12']],
    ['Merges [12] to the 1.2 branch', ['r12']],
    ['1.2-stable: backported r12', ['r12']],
    ['Merged r12 to 1.2-stable', ['r12']],
    ['Merged r12 to r9999999', ['r12']],
  ])('%s', (subject, origins) => {
    expect(brought(subject)).toMatchObject({ revision: 'r999', numbered: true, origins, reverts: [], depth: 0 })
  })

  it('undoes what it names by number', () => {
    expect(brought('Reverts r12 (#34).')).toMatchObject({ depth: 1, reverts: ['r12'], origins: [], numbered: false })
    expect(brought('Test broken by r12')).toMatchObject({ depth: 0, reverts: [], origins: [] })
  })

  it('names no more than anybody merges', () => {
    const ranges = Array.from({ length: 1000 }, (_, n) => `Merged r${n}01 to r${n}90\n`)
    expect(brought(ranges.join('')).origins.length).toBeLessThan(2000)
  })

  it('is told from all others by its last line', () => {
    expect(facts('Merged r12 from trunk')).toMatchObject({ revision: undefined, numbered: false, origins: [] })
    expect(facts('Merging r12:\n\nllvm-svn: 34')).toMatchObject({ revision: 'r34', origins: ['r12'] })
  })
})
