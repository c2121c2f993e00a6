import { join } from 'node:path'
import { matchCommits, runMatch } from '../../src/backports/command.ts'
import type { Kind } from '../../src/backports/match.ts'
import { openRepository } from '../../src/git/repository.ts'
import { makeChanges, type Change } from '../support/two-lines.ts'
import { temporaryFolder } from '../support/git.ts'

const folder = temporaryFolder('match')
let made = 0

/** Equivalents by the ids of the changes; null where there is none. */
async function match(changes: readonly Change[], without: readonly Kind[] = [], from = 'stable', to = 'main') {
  const directory = join(folder, `${made++}`)
  const ids = await makeChanges(directory, changes)
  const names = new Map(Object.entries(ids).map(([name, id]) => [id, name]))
  const repository = await openRepository(directory)
  const tip = (branch: string): string => ids[changes.findLast(({ on = 'main' }) => on === branch)?.id ?? ''] ?? ''
  const found = await matchCommits(repository, { from: tip(from), to: tip(to), without })
  repository.close()
  return Object.fromEntries(
    found.map(({ commit, equivalent, by }) => [
      names.get(commit) ?? commit,
      equivalent === null ? null : `${names.get(equivalent) ?? equivalent} ${by ?? ''}`,
    ]),
  )
}

function lines(prefix: string, count: number): string {
  return Array.from({ length: count }, (_, n) => `${prefix} number ${n}\n`).join('')
}

const base: Change = { id: 'base', message: 'Start', files: { pump: lines('pump', 9), valve: lines('valve', 9) } }
const fixed = lines('pump', 9) + lines('repaired', 4)
const fix: Change = { id: 'fix', message: 'Repair the leaking pump', files: { pump: fixed } }
const pick: Change = { ...fix, id: 'pick', on: 'stable', from: 'base', authored: 1 }

describe('match', () => {
  it('says what a trailer says, by full and by abbreviated id', async () => {
    const other = { ...pick, message: 'Something else\n\n(cherry picked from commit {fix})', files: { valve: 'x\n' } }
    expect(await match([base, fix, other])).toEqual({ pick: 'fix trailer' })
    expect(await match([base, fix, other], ['trailer'])).toEqual({ pick: null })
  })

  it('follows a trailer the other way round, and between picks of one original', async () => {
    const late = { id: 'late', message: 'Forward\n\n(cherry picked from commit {own})', files: { valve: 'y\n' } }
    const own = { id: 'own', on: 'stable', from: 'base', message: 'Patch the valve here', files: { valve: 'x\n' } }
    expect(await match([base, own, late])).toEqual({ own: 'late trailer' })

    const trailer = '\n\n(cherry picked from commit {fix})'
    const older = { ...pick, id: 'older', on: 'old', message: `Old${trailer}`, files: { pump: 'o\n' } }
    const newer = { ...pick, id: 'newer', message: `New${trailer}`, files: { pump: 'n\n' } }
    expect(await match([base, fix, older, newer], [], 'old', 'stable')).toEqual({ older: 'newer trailer' })
  })

  it('follows a chain through a line that is neither', async () => {
    const middle = { ...pick, id: 'middle', on: 'middle', message: 'B\n\n(cherry picked from commit {fix})' }
    const last = { ...pick, message: 'C\n\nBackport of {middle}', files: { valve: 'x\n' } }
    expect(await match([base, fix, middle, last])).toEqual({ pick: 'fix trailer' })
  })

  it('does not make two changes one because a third ports both', async () => {
    const first = { id: 'first', message: 'First', files: { pump: '1\n' } }
    const second = { id: 'second', on: 'other', from: 'base', message: 'Second', files: { valve: '2\n' } }
    const trailers = '\n\n(cherry picked from commit {first})\n(cherry picked from commit {second})'
    const both = { id: 'both', on: 'third', from: 'base', message: `Both${trailers}`, files: { third: '3\n' } }
    expect(await match([base, first, second, both], [], 'other', 'main')).toEqual({ second: null })
    expect(await match([base, first, second, both], [], 'other', 'third')).toEqual({ second: 'both trailer' })
  })

  it('knows a pick by subject, author and author date, however the code differs', async () => {
    const changed = { ...pick, message: '[1.x] Repair the leaking pump (#12)', files: { other: 'x\n' } }
    expect(await match([base, fix, changed])).toEqual({ pick: 'fix subject' })
  })

  it('knows a change id, unless it was used again for something else', async () => {
    const id = `\n\nChange-Id: I${'12345678'.repeat(5)}`
    const original = { ...fix, message: `Repair the leaking pump${id}` }
    const renamed = { ...pick, authored: 9, message: `Pump repair for stable${id}`, files: { pump: fixed + 'x\n' } }
    expect(await match([base, original, renamed])).toEqual({ pick: 'fix change-id' })
    const reused = { ...renamed, message: `Paint the door${id}`, files: { door: lines('door', 3) } }
    expect(await match([base, original, reused])).toEqual({ pick: null })
  })

  it('knows the same patch and much the same lines without a word in common', async () => {
    const renamed = { ...pick, authored: 9, message: 'No more water on the floor' }
    expect(await match([base, fix, renamed])).toEqual({ pick: 'fix patch-id' })
    expect(await match([base, fix, renamed], ['patch-id', 'subject', 'lines'])).toEqual({ pick: null })
    const conflict = lines('pump', 9) + lines('repaired', 16)
    const longer = { ...fix, files: { pump: lines('pump', 9) + lines('repaired', 15) } }
    expect(await match([base, longer, { ...renamed, files: { pump: conflict } }])).toEqual({ pick: 'fix lines' })
  })

  it('knows a migration by its file, and does not take every 0001_initial for the same', async () => {
    const path = 'db/migrate/20240102_add_flow.rb'
    const original = { id: 'fix', message: 'Count the flow', files: { [path]: lines('flow', 9), pump: fixed } }
    const own = { ...pick, authored: 9, message: 'Flow', files: { [path]: 'add_flow\n' } }
    expect(await match([base, original, own])).toEqual({ pick: 'fix migration' })
    const apps = (app: string) => ({ [`${app}/migrations/0001_initial.py`]: lines(app, 9) })
    const first = { id: 'fix', message: 'Start pumps', files: apps('pumps') }
    expect(await match([base, first, { ...own, message: 'Start valves', files: apps('valves') }])).toEqual({
      pick: null,
    })
  })

  it('wants more than a shared issue number', async () => {
    const original = { ...fix, message: 'Stop the leak, see PUMP-77' }
    const other = { ...pick, authored: 9, message: 'Say more about PUMP-77', files: { log: lines('log', 6) } }
    expect(await match([base, original, other])).toEqual({ pick: null })
    const near = lines('pump', 9) + lines('repaired', 3) + 'and checked too\n'
    expect(await match([base, original, { ...other, files: { pump: near } }])).toEqual({ pick: 'fix reference' })
  })

  it('does not take one import or release for another with the same subject', async () => {
    const imported = (text: string) => ({
      message: 'Imported Translations from Zanata',
      files: { words: lines(text, 9) },
    })
    const changes = [base, { id: 'a', ...imported('one') }, { id: 'b', ...imported('two') }]
    expect(await match([...changes, { ...pick, ...imported('three'), authored: 9 }])).toEqual({ pick: null })
  })

  it('finds the commit in the squash that holds it', async () => {
    const squash = {
      id: 'squash',
      message: 'Plumbing\n\n* Repair the leaking pump\n* Replace the old valve',
      files: { pump: fixed, valve: lines('new valve', 9) },
    }
    expect(await match([base, squash, { ...pick, authored: 9 }])).toEqual({ pick: 'squash lines' })
  })

  it('leaves merges out', async () => {
    const own = { id: 'own', on: 'side', from: 'base', message: 'Own work on the side', files: { side: 'x\n' } }
    const merge = { id: 'merge', on: 'stable', merge: 'own', message: 'Merge side', files: { side: 'x\n' } }
    expect(await match([base, fix, pick, own, merge])).toEqual({ pick: 'fix subject', own: null })
  })

  it('finds the original of a pick that the line has already', async () => {
    const merge = { id: 'merge', on: 'stable', merge: 'fix', message: 'Merge main', files: { pump: fixed } }
    expect(await match([base, fix, { ...pick, authored: 1 }, merge])).toEqual({ pick: 'fix subject' })
  })

  describe('reverts', () => {
    const revert = {
      id: 'revert',
      message: 'Revert "Repair the leaking pump"\n\nThis reverts commit {fix}.',
      files: base.files ?? {},
    }
    const again = {
      id: 'again',
      message: 'Reapply "Repair the leaking pump"\n\nThis reverts commit {revert}.',
      files: { pump: fixed },
    }

    it('has no equivalent in what was reverted, with a trailer or without', async () => {
      expect(await match([base, fix, revert, pick])).toEqual({ pick: null })
      const stated = { ...pick, message: 'Repair the leaking pump\n\n(cherry picked from commit {fix})' }
      expect(await match([base, fix, revert, stated])).toEqual({ pick: null })
    })

    it('has it again when the revert was reverted', async () => {
      expect(await match([base, fix, revert, again, pick])).toEqual({ pick: 'fix subject' })
    })

    it('matches a revert with a revert, never with what it undoes', async () => {
      const undo = {
        ...revert,
        id: 'undo',
        on: 'stable',
        authored: 2,
        message: 'Revert "Repair the leaking pump"\n\nThis reverts commit {pick}.',
      }
      expect(await match([base, fix, pick, undo])).toEqual({ pick: 'fix subject', undo: null })
      expect(await match([base, fix, revert, pick, undo])).toEqual({ pick: null, undo: 'revert subject' })
    })

    it('follows a picked revert to the commit it means on its own line', async () => {
      const other = { ...fix, id: 'other', on: 'stable', from: 'base', authored: 1 }
      const undo = { ...revert, id: 'undo', on: 'stable' }
      expect(await match([base, fix, other, undo], [], 'main', 'stable')).toEqual({ fix: null })
    })
  })

  it('says which name or kind it does not know', async () => {
    const directory = join(folder, `${made++}`)
    await makeChanges(directory, [base])
    const ask = (from: string, without?: string) =>
      runMatch({ repo: directory, from, to: 'main', ...(without === undefined ? {} : { without }) })
    await expect(ask('nowhere')).rejects.toThrow(/--from nowhere/)
    await expect(ask('main', 'trailer,magic')).rejects.toThrow(/--without magic/)
    expect(await ask('main', 'trailer, lines')).toEqual({ from: 'main', to: 'main', matches: [] })
  })
})
