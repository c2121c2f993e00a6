import { fetchBlobs } from '../git/fetch.ts'
import { readChanges, type FileChange } from '../git/log.ts'
import { emptyPatch, readPatches, type Patch } from '../git/patch-ids.ts'
import type { Repository } from '../git/repository.ts'
import { eachOnce } from './each-once.ts'
import type { Contents } from './likeness.ts'
import type { Changed } from './suspects.ts'

/** What commits change, read when asked for and remembered. */
export interface ContentStore extends Changed {
  loadChanges(commits: readonly string[]): Promise<void>
  /** Changed files and lines of the commits, for `contents`. */
  load(commits: readonly string[]): Promise<void>
  readonly contents: (commit: string) => Contents | undefined
  /** Finds which of the commits touch which of the paths, for `touching`. */
  scan(commits: readonly string[], paths: readonly string[]): Promise<void>
}

/** Git compares every file with every path given to it: beyond this it is faster to look at all files. */
const mostPaths = 20
/** All files of so many commits are looked at in less time than a process of its own takes that looks at some. */
const fewCommits = 4000
/** A command line has room for this much. */
const longestPaths = 60_000

/** A commit of more files is a reformatting or an import: only its contents as a whole are compared, not its lines. */
const mostFiles = 400

const none: ReadonlyMap<string, FileChange> = new Map()

export function createContents(repository: Repository): ContentStore {
  const changes = new Map<string, readonly FileChange[]>()
  const patches = new Map<string, Patch>()
  const touched = new Map<string, Map<string, FileChange>>()
  /** Commits of which every file is known, and those of which some are. */
  const scanned = new Set<string>()
  const scannedFor = new Map<string, Set<string>>()

  const loadChanges = eachOnce(async (commits: readonly string[]) => {
    for (const [commit, found] of await readChanges(repository, commits)) changes.set(commit, found)
  })
  const loadPatches = eachOnce(async (commits: readonly string[]) => {
    if (repository.partial) await fetchBlobs(repository, commits.flatMap(blobsOf))
    for (const [commit, patch] of await readPatches(repository, commits)) patches.set(commit, patch)
  })

  async function load(commits: readonly string[]): Promise<void> {
    await loadChanges(commits)
    const isLarge = (commit: string): boolean => (changes.get(commit)?.length ?? 0) > mostFiles
    await loadPatches(commits.filter((commit) => !isLarge(commit)))
  }

  function touch(found: ReadonlyMap<string, readonly FileChange[]>): void {
    for (const [commit, files] of found) {
      for (const file of files) {
        const entry = touched.get(file.path) ?? new Map<string, FileChange>()
        touched.set(file.path, entry.set(commit, file))
      }
    }
  }

  function blobsOf(commit: string): readonly string[] {
    return (changes.get(commit) ?? [])
      .flatMap(({ oldBlob, newBlob }) => [oldBlob, newBlob])
      .filter((oid) => !/^0+$/.test(oid))
  }

  return {
    loadChanges,
    changes: (commit) => changes.get(commit),
    load,
    contents: (commit) => {
      const own = changes.get(commit)
      return own && { changes: own, patch: patches.get(commit) ?? emptyPatch }
    },
    async scan(commits, paths) {
      const open = commits.filter((commit) => !scanned.has(commit))
      const wanted = [...new Set(paths)]
      if (open.length === 0 || wanted.length === 0) return
      if (open.length <= fewCommits || wanted.length > mostPaths || wanted.join().length > longestPaths) {
        await loadChanges(open)
        const fresh = open.filter((commit) => !scanned.has(commit))
        for (const commit of fresh) scanned.add(commit)
        touch(new Map(fresh.map((commit) => [commit, changes.get(commit) ?? []])))
        return
      }
      // The commits that are open for one path are as a rule those that are open for all.
      const fresh = open.filter((commit) => wanted.some((path) => !scannedFor.get(path)?.has(commit)))
      touch(await readChanges(repository, fresh, wanted))
      for (const path of wanted) scannedFor.set(path, new Set([...(scannedFor.get(path) ?? []), ...fresh]))
    },
    touching: (path) => touched.get(path) ?? none,
  }
}
