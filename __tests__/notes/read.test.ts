import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { importRepository } from '../../src/git/import.ts'
import { openRepository } from '../../src/git/repository.ts'
import { readNotes } from '../../src/notes/read.ts'
import { findRevision } from '../../src/releases/candidate.ts'
import { temporaryFolder } from '../support/git.ts'

const folder = temporaryFolder('notes')

/** Paths of the notes of the second of two commits. */
async function notesOf(
  name: string,
  before: Record<string, string>,
  added: Record<string, string>,
  notes?: string,
): Promise<readonly string[]> {
  const directory = join(folder, name)
  mkdirSync(directory)
  await importRepository({ directory, bare: true, head: 'main' }, async (into) => {
    for (const [n, tree] of [before, { ...before, ...added }].entries()) {
      const when = 1_000_000_000 + n
      const commit = { ref: 'refs/heads/main', mark: n + 1, parents: n === 0 ? [] : [n], message: `c${n}` }
      await into.commit({ ...commit, authored: when, committed: when, files: new Map(Object.entries(tree)) })
      into.tag({ name: `v${n + 1}`, mark: n + 1, date: when })
    }
  })
  const repository = await openRepository(directory)
  try {
    const [first, second] = [await findRevision(repository, 'v1', ''), await findRevision(repository, 'v2', '')]
    const policy = { versions: 'independent', deprecation: { releases: 2, months: 6 } } as const
    const found = await readNotes(repository, second, first, {
      policy: notes === undefined ? policy : { ...policy, notes },
    })
    return found.map(({ path }) => path)
  } finally {
    repository.close()
  }
}

describe('readNotes', () => {
  it('finds notes by name, the place to announce something first', async () => {
    const files = { 'UPGRADING.md': 'a', 'changes.rst': 'b', 'docs/release-notes.md': 'c', 'docs/changes/x.md': 'd', 'changes.py': 'e' } // prettier-ignore
    expect(await notesOf('named', files, {})).toEqual(['changes.rst', 'docs/release-notes.md', 'UPGRADING.md'])
  })

  it('reads the file that the policy names and no other', async () => {
    const files = { 'CHANGELOG.md': 'a', 'site/news/all.md': 'b' }
    expect(await notesOf('policy', files, {}, './site/news/all.md')).toEqual(['site/news/all.md'])
    expect(await notesOf('policy-root', files, {}, 'CHANGELOG.md')).toEqual(['CHANGELOG.md'])
    expect(await notesOf('policy-missing', files, {}, 'site/news')).toEqual([])
  })

  it('reads what reno has new', async () => {
    const old = { 'releasenotes/notes/old-1.yaml': 'upgrade: [a]', 'releasenotes/source/conf.py': '' }
    expect(await notesOf('reno', old, { 'releasenotes/notes/new-2.yaml': 'upgrade: [b]' })).toEqual([
      'releasenotes/notes',
    ])
    expect(await notesOf('reno-none', old, { 'setup.py': '' })).toEqual([])
  })
})
