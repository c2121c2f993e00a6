import { fetchBlobs } from '../git/fetch.ts'
import { readChanges, type FileChange } from '../git/log.ts'
import { readPatches, type Patch } from '../git/patch-ids.ts'
import type { Repository } from '../git/repository.ts'
import { GitError } from '../git/run.ts'
import type { Contents } from './likeness.ts'

/** What commits change, read when asked for and remembered. */
export interface ContentStore {
  loadChanges(commits: readonly string[]): Promise<void>
  changes(commit: string): readonly FileChange[] | undefined
  load(commits: readonly string[]): Promise<void>
  contents(commit: string): Contents | undefined
  /** Finds which of the commits touch which of the paths, for `touching`. */
  scan(commits: readonly string[], paths: readonly string[]): Promise<void>
  /** Commits scanned that touch the path, with what they did to it. */
  touching(path: string): ReadonlyMap<string, FileChange>
}

/** Git compares every file with every path given to it: beyond this it is faster to look at all files. */
const mostPaths = 300
/** A command line has room for this much. */
const longestPaths = 60_000

const none: ReadonlyMap<string, FileChange> = new Map()

export function createContents(repository: Repository): ContentStore {
  const changes = new Map<string, readonly FileChange[]>()
  const patches = new Map<string, Patch>()
  const touched = new Map<string, Map<string, FileChange>>()
  const scanned = new Map<string, Set<string>>()

  async function loadChanges(commits: readonly string[]): Promise<void> {
    const missing = commits.filter((commit) => !changes.has(commit))
    for (const [commit, found] of await readChanges(repository.directory, missing)) changes.set(commit, found)
  }

  async function load(commits: readonly string[]): Promise<void> {
    await loadChanges(commits)
    const missing = commits.filter((commit) => !patches.has(commit))
    if (missing.length === 0) return
    if (repository.partial) await fetchBlobs(repository, missing.flatMap(blobsOf))
    try {
      for (const [commit, patch] of await readPatches(repository.directory, missing)) patches.set(commit, patch)
    } catch (error) {
      // Contents that a damaged or blobless repository lacks are evidence that is not there, not a failure.
      if (!(error instanceof GitError)) throw error
    }
  }

  function blobsOf(commit: string): readonly string[] {
    return (changes.get(commit) ?? []).flatMap(({ oldBlob, newBlob }) => [oldBlob, newBlob]).filter((oid) => !/^0+$/.test(oid))
  }

  return {
    loadChanges,
    changes: (commit) => changes.get(commit),
    load,
    contents(commit) {
      const own = changes.get(commit)
      const patch = patches.get(commit)
      return own && patch ? { changes: own, patch } : undefined
    },
    async scan(commits, paths) {
      const open = paths.filter((path) => commits.some((commit) => !scanned.get(path)?.has(commit)))
      if (open.length === 0) return
      const wanted = commits.filter((commit) => open.some((path) => !scanned.get(path)?.has(commit)))
      const few = open.length <= mostPaths && open.join().length <= longestPaths
      const found = await readChanges(repository.directory, wanted, few ? open : [])
      for (const path of open) {
        const done = scanned.get(path) ?? new Set()
        for (const commit of wanted) done.add(commit)
        scanned.set(path, done)
      }
      for (const [commit, files] of found) {
        for (const file of files) {
          if (!scanned.has(file.path)) continue
          const entry = touched.get(file.path) ?? new Map<string, FileChange>()
          touched.set(file.path, entry.set(commit, file))
        }
      }
    },
    touching: (path) => touched.get(path) ?? none,
  }
}
