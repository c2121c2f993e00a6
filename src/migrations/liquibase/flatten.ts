import type { Unreadable } from '../../model.ts'
import type { FileRef, Files } from '../../snapshots/files.ts'
import type { ChangeSet, Include, IncludeAll } from './changelog.ts'
import { parseIncluded } from './parse.ts'
import { resolve, resolveFolder } from './resolve.ts'

/** A change set where it stands in the order of the whole. */
export interface Placed {
  readonly changeSet: ChangeSet
  readonly file: FileRef
  /** What Liquibase remembers it by: stated, or the path of the file. */
  readonly path: string
}

export interface Flat {
  readonly placed: readonly Placed[]
  readonly lost: readonly Unreadable[]
}

/** Nobody nests changelogs deeper; a chain of thousands would exhaust the stack. */
const DEEPEST = 200
const CHANGE_LOG = /\.(?:xml|ya?ml|json|sql)$/i

/**
 * Every change set that a changelog runs, in order. A file that is included again is read once: Liquibase runs its change
 * sets once.
 */
export function flatten(files: Files, master: FileRef): Flat {
  const placed: Placed[] = []
  const lost: Unreadable[] = []
  const seen = new Set<string>()
  /** Changelogs that are being read, the outermost first. */
  const trail = new Set<string>()
  visit(master)
  return { placed, lost }

  function visit(file: FileRef): void {
    seen.add(file.path)
    const log = parseIncluded(files, file)
    if (!log) return
    const note = (line: number, reason: string): void => void lost.push({ place: { path: file.path, line }, reason })
    for (const { line, reason } of log.riddles) note(line, reason)
    trail.add(file.path)
    for (const entry of log.entries) {
      if (entry.kind === 'changeSet') {
        placed.push({ changeSet: entry, file, path: entry.logicalPath ?? log.logicalPath ?? file.path })
        continue
      }
      const targets = targetsOf(files, file, entry)
      if (!targets) note(entry.line, `expected ${entry.kind === 'include' ? entry.file : entry.path}, found none`)
      for (const next of targets ?? []) {
        if (trail.has(next.path)) note(entry.line, `expected includes that end, found ${next.path} to include itself`)
        else if (seen.has(next.path)) continue
        else if (trail.size >= DEEPEST)
          note(entry.line, `expected includes at most ${DEEPEST} deep, found ${next.path} deeper`)
        else visit(next)
      }
    }
    trail.delete(file.path)
  }
}

/** What each changelog includes itself, by path: of these and of all that they include. */
export function edgesOf(files: Files, logs: readonly FileRef[]): ReadonlyMap<string, readonly FileRef[]> {
  const edges = new Map<string, readonly FileRef[]>()
  const open = new Map(logs.map((file) => [file.path, file]))
  for (const file of open.values()) {
    const entries = parseIncluded(files, file)?.entries ?? []
    const targets = entries.flatMap((entry) =>
      entry.kind === 'changeSet' ? [] : (targetsOf(files, file, entry) ?? []),
    )
    edges.set(file.path, targets)
    for (const target of targets) open.set(target.path, target)
  }
  return edges
}

/** The changelog itself and every one it includes, by path. */
export function reachOf(master: FileRef, edges: ReadonlyMap<string, readonly FileRef[]>): ReadonlyMap<string, FileRef> {
  const reach = new Map([[master.path, master]])
  for (const file of reach.values()) for (const target of edges.get(file.path) ?? []) reach.set(target.path, target)
  return reach
}

/** Undefined where there is no such file or folder. */
function targetsOf(files: Files, from: FileRef, entry: Include | IncludeAll): readonly FileRef[] | undefined {
  if (entry.kind === 'include') {
    const file = resolve(files, from.path, entry.file, entry.relative)
    return file ? [file] : entry.optional ? [] : undefined
  }
  const found = resolveFolder(files, from.path, entry.path, entry.relative)
  if (!found) return entry.optional ? [] : undefined
  const fitting = found.filter(({ file: { path }, below }) => {
    const depth = below.split('/').length
    // A changelog may include the folder it lies in.
    if (path === from.path || !CHANGE_LOG.test(path) || !path.endsWith(entry.endsWith)) return false
    return depth >= entry.minDepth && depth <= entry.maxDepth
  })
  const targets = fitting.map(({ file }) => file)
  files.load(targets)
  return targets
}

/** Files that the change sets refer to: SQL and data. */
export function contentsOf(files: Files, placed: readonly Placed[]): ReadonlyMap<ChangeSet, readonly FileRef[]> {
  const contents = new Map<ChangeSet, readonly FileRef[]>()
  for (const { changeSet, file } of placed) {
    if (changeSet.files.length === 0) continue
    const found = changeSet.files.map(({ path, relative }) => resolve(files, file.path, path, relative))
    contents.set(
      changeSet,
      found.filter((one) => one !== undefined),
    )
  }
  return contents
}
