import { matchesGlob } from '../config/glob.ts'
import type { FileRef } from '../snapshots/files.ts'
import type { MigrationSource } from './reader.ts'

/**
 * Folders whose files never reach a user's database: other people's code, tests and examples. A migration tool's own
 * sources, vendored, hold dozens of example histories; a list read from one would be a false alarm with every update.
 */
const ELSEWHERE =
  /(?:^|\/)(?:vendor|third_party|node_modules|bower_components|testdata|test-?data|(?:[^/]*[-_])?tests?|specs?|__tests__|(?:[^/]*[-_])?fixtures|stubs?|_?examples?|samples?|(?:sample|example|dummy|test)[-_](?:app|extension|module|plugin|project|util)s?|test(?:app|project)s?)\//i

/** What migrations are made from; an app may well be called `templates`, and have a folder of its own for them. */
const TEMPLATES = /(?:^|\/)templates?\/[^/]*$/i

/** Whether a file may be part of what the project ships, by its path alone. */
export function isShipped(path: string): boolean {
  return !ELSEWHERE.test(path)
}

/** No file system has longer paths, and putting one in order takes time that grows with the square of its length. */
export const longestPath = 4096

export function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), 0))
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

export function isBelow(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`)
}

/** The files a source names, by folder, file or glob; without one, those that may be shipped. */
export function filesIn(
  files: readonly FileRef[],
  source: Pick<MigrationSource, 'path'> | undefined,
): readonly FileRef[] {
  if (source === undefined) return files.filter(({ path }) => isShipped(path) && !TEMPLATES.test(path))
  const named = source.path.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '')
  if (named === '' || named === '.') return files
  return files.filter(
    ({ path }) =>
      path === named || isBelow(path, named) || matchesGlob(path, named) || matchesGlob(folderOf(path), named),
  )
}

/** Files by the folder they lie in, folders in the order of their first file. */
export function byFolder(files: readonly FileRef[]): ReadonlyMap<string, readonly FileRef[]> {
  const folders = new Map<string, FileRef[]>()
  for (const file of files) {
    const folder = folderOf(file.path)
    const inside = folders.get(folder)
    if (inside === undefined) folders.set(folder, [file])
    else inside.push(file)
  }
  return folders
}
