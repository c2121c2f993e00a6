import { join } from 'node:path'
import { matchCommits, runMatch } from '../../src/backports/command.ts'
import { createEquivalents } from '../../src/backports/equivalents.ts'
import type { Kind } from '../../src/backports/match.ts'
import { readGraph } from '../../src/git/graph.ts'
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

  it('names the first part of a squash that says of none that it is the whole', async () => {
    const small = { id: 'small', message: 'Oil the old valve (#8)', files: { valve: lines('oiled', 4) } }
    const large = { id: 'large', message: 'Repair the leaking pump (#9)', files: { pump: fixed } }
    const message = 'Ports of July (#12)\n\n* Oil the old valve (#8)\n\n* Repair the leaking pump (#9)'
    const both = { ...pick, authored: 9, message, files: { valve: lines('oiled', 4), pump: fixed } }
    expect(await match([base, small, large, both])).toEqual({ pick: 'small reference' })
  })

  it('knows the same author in other words, where the files have moved, but not for another version', async () => {
    const cap = (name: string) => lines('limit', 6) + lines(name, 4)
    const original = {
      ...fix,
      message: 'Bound all reads of water in openPump',
      files: { 'new/limit': cap('openPump') },
    }
    const message = 'Bound all reads of water in openBoundedPump'
    const moved = { ...pick, authored: 9, message, files: { 'old/limit': cap('openBoundedPump') } }
    expect(await match([base, original, moved])).toEqual({ pick: 'fix lines' })
    const version = (change: Change, number: string) => ({ ...change, message: `Use the pumps of maker ${number}` })
    expect(await match([base, version(original, '1.2'), version(moved, '1.3')])).toEqual({ pick: null })
  })

  it("knows a part of its author's larger change, but not the larger one by its part", async () => {
    const part = { pump: lines('pump', 9) + lines('metered', 24) }
    const whole = { ...part, valve: lines('valves of all kinds', 300) }
    const small = { id: 'small', message: 'Meter all water', files: part }
    const large = { id: 'large', message: 'Draw the house anew', files: whole }
    expect(await match([base, large, { ...pick, ...small, authored: 9 }])).toEqual({ small: 'large lines' })
    expect(await match([base, small, { ...pick, ...large, authored: 9 }])).toEqual({ large: null })
  })

  describe('copies of one change on the other line', () => {
    const first = { ...fix, id: 'first', authored: 1 }
    const second = { ...fix, id: 'second', authored: 1, files: { pump: fixed + lines('painted', 8) } }

    it('names the first of equal ones', async () => {
      const same = { ...first, id: 'second', files: { door: lines('door', 2), pump: fixed } }
      expect(await match([base, first, same, pick])).toEqual({ pick: 'first patch-id' })
    })

    it('names the one that does the same', async () => {
      const painted = lines('pump', 9) + lines('painted', 8)
      expect(await match([base, first, second, { ...pick, files: { pump: painted } }])).toEqual({
        pick: 'second patch-id',
      })
      expect(await match([base, first, second, pick])).toEqual({ pick: 'first patch-id' })
    })

    it('names none that was made after the pick while there is one before', async () => {
      const painted = { ...pick, files: { pump: fixed + lines('painted', 8) } }
      const start = { ...first, files: { pump: lines('pump', 9) + lines('repaired', 3) } }
      expect(await match([base, start, painted, { ...second, files: painted.files }])).toEqual({
        pick: 'first subject',
      })
    })

    it('names what the line made itself before an older copy that was merged later', async () => {
      const older = { ...first, id: 'older', on: 'side', from: 'base' }
      const merge = { id: 'merge', merge: 'older', message: 'Merge side', files: { pump: fixed } }
      expect(await match([base, older, first, pick, merge])).toEqual({ pick: 'first patch-id' })
    })

    it('says the same by messages alone', async () => {
      const directory = join(folder, `${made++}`)
      const ids = await makeChanges(directory, [base, first, second, pick])
      const repository = await openRepository(directory)
      const graph = await readGraph(directory, [ids.pick!, ids.second!])
      const equivalents = createEquivalents(repository, graph)
      const found = await equivalents.match(ids.pick!, ids.second!, [ids.pick!], 'messages')
      repository.close()
      expect(found).toEqual([{ commit: ids.pick, equivalent: ids.first, by: 'subject' }])
    })
  })

  it('finds the merge that was picked as one commit', async () => {
    const own = { id: 'own', on: 'side', from: 'base', message: 'Part one', files: { pump: lines('part', 9) } }
    const more = { id: 'more', on: 'side', message: 'Part two', files: { valve: lines('part', 9) } }
    const files = { ...own.files, ...more.files }
    const merge = {
      id: 'merge',
      merge: 'more',
      message: 'Merge pull request #9 from someone/side',
      authored: 50,
      files,
    }
    const squash = { ...pick, message: 'All new parts', files, authored: 50 }
    expect(await match([base, fix, own, more, merge, squash])).toEqual({ pick: 'merge subject' })
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
    const undo = {
      ...revert,
      id: 'undo',
      on: 'stable',
      authored: 2,
      message: 'Revert "Repair the leaking pump"\n\nThis reverts commit {pick}.',
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
      expect(await match([base, fix, pick, undo])).toEqual({ pick: 'fix subject', undo: null })
      const both = [base, fix, revert, pick, undo]
      expect(await match(both)).toMatchObject({ undo: 'revert subject' })
    })

    it('pairs what both lines undid, whichever evidence counts, and what landed again after it', async () => {
      const both = [base, fix, revert, pick, undo]
      const undone = { pick: 'fix subject', undo: 'revert subject' }
      expect(await match(both)).toEqual(undone)
      const stated = { ...pick, message: 'Repair the leaking pump\n\n(cherry picked from commit {fix})' }
      expect(await match([base, fix, revert, stated, undo])).toMatchObject({ pick: 'fix trailer' })
      const redone = { id: 'redone', message: 'Repair it once more', files: { pump: fixed } }
      const picked = { ...redone, id: 'picked', on: 'stable', authored: 5 }
      expect(await match([...both, redone, picked])).toEqual({ ...undone, picked: 'redone subject' })
      const reapplied = {
        ...again,
        id: 'reapplied',
        on: 'stable',
        message: again.message.replace('{revert}', '{undo}'),
      }
      expect(await match([...both, reapplied])).toMatchObject({ pick: null })
    })

    it('is content with nothing less than the same change once the original was undone', async () => {
      const other = { id: 'other', authored: 1, message: 'Paint pumps', files: { pump: lines('painted', 9) } }
      expect(await match([base, fix, revert, { ...other, id: 'other' }, pick])).toEqual({ pick: null })
      const redone = { id: 'redone', message: 'Repair it once more', files: { pump: fixed } }
      expect(await match([base, fix, revert, redone, pick])).toEqual({ pick: 'redone patch-id' })
    })

    it('follows a picked revert to the commit it means on its own line', async () => {
      const other = { ...fix, id: 'other', on: 'stable', from: 'base', authored: 1 }
      const picked = { ...revert, id: 'picked', on: 'stable' }
      expect(await match([base, fix, other, picked], [], 'main', 'stable')).toEqual({ fix: null })
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
