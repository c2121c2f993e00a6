import type { TreeEntry } from '../git/trees.ts'
import type { Unreadable } from '../model.ts'
import type { FileRef } from './files.ts'

/** One folder of one or more releases; the same object and path is one node however many releases share it. */
export interface Folder {
  readonly path: string
  readonly folders: ReadonlyMap<string, Folder>
  /** Every entry by its name, parsed when asked for. */
  readonly entries: ReadonlyMap<string, TreeEntry>
  /** Files here and below that a reader wants, by the reader's number, sorted by path as git sorts. */
  readonly hits: ReadonlyMap<number, readonly FileRef[]>
  /** Folders directly inside that could not be read, or this one where its listing ends too early. */
  readonly damage: readonly Unreadable[]
}

/** A file and the readers that want it. */
export interface Hit {
  readonly file: FileRef
  readonly readers: readonly number[]
}

/** What stands at a path: a file with its object id, or a folder without one. */
export interface Entry {
  readonly oid?: string
}

/** Undefined where nothing stands; symbolic links and submodules are nothing. */
export function entryAt(root: Folder, path: string): Entry | undefined {
  const slash = path.lastIndexOf('/')
  const folder = folderAt(root, path.slice(0, Math.max(slash, 0)))
  const name = path.slice(slash + 1)
  if (path === '' || folder?.folders.has(name)) return {}
  const entry = folder?.entries.get(name)
  return entry?.kind === 'file' ? { oid: entry.oid } : undefined
}

/** The folder at a path below a root ('' is the root itself). */
export function folderAt(root: Folder, path: string): Folder | undefined {
  let at: Folder | undefined = root
  for (const name of path === '' ? [] : path.split('/')) at = at?.folders.get(name)
  return at
}
