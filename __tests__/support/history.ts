import { mkdirSync } from 'node:fs'
import { parseConfig } from '../../src/config/load.ts'
import { importRepository } from '../../src/git/import.ts'
import { openRepository } from '../../src/git/repository.ts'
import { findRevision } from '../../src/releases/candidate.ts'
import { readHistory, readNames } from '../../src/releases/history.ts'

/** A commit named by its place in the list: the parents are numbers of earlier ones. */
export interface Commit {
  readonly parents?: readonly number[]
  readonly date?: number
  readonly branch?: string
  readonly tags?: readonly string[]
}

/**
 * Makes a bare repository of the commits. A commit goes to `branch`, else to the branch `main`; where it starts is
 * said by `parents`, else the commit before it.
 */
export async function makeHistory(directory: string, commits: readonly Commit[]): Promise<readonly string[]> {
  mkdirSync(directory, { recursive: true })
  const made: string[] = []
  await importRepository({ directory, bare: true, head: 'main' }, async (into) => {
    for (const [n, { parents, date = n, branch = 'main', tags = [] }] of commits.entries()) {
      const before = parents ?? (n === 0 ? [] : [n - 1])
      const when = 1_000_000_000 + date
      // A commit without parents would go on from the branch's tip.
      const root = n > 0 && before.length === 0
      const commit = {
        ref: `refs/heads/${root ? `root-${n}` : branch}`,
        mark: n + 1,
        parents: before.map((parent) => parent + 1),
      }
      made.push(await into.commit({ ...commit, authored: when, committed: when, message: `c${n}`, files: new Map() }))
      for (const name of tags) into.tag({ name, mark: n + 1, date: when })
    }
  })
  return made
}

/** The history of a repository as releases see it; `refs` are read along, as candidates are. */
export async function historyOf(directory: string, config = '', refs: readonly string[] = []) {
  const repository = await openRepository(directory)
  try {
    const revisions = await Promise.all(refs.map((ref) => findRevision(repository, ref, '--candidate')))
    const read = parseConfig(config, 'config')
    const commits = revisions.map(({ commit }) => commit)
    const history = await readHistory(repository, read, await readNames(repository, read), commits)
    return { repository, history, revisions }
  } catch (error) {
    repository.close()
    throw error
  }
}
