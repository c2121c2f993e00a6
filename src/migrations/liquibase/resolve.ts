import { posix } from 'node:path'
import type { FileRef, Files } from '../../snapshots/files.ts'
import { folderOf, isShipped, longestPath } from '../folders.ts'

/**
 * The file that a changelog names: beside the changelog where it says so, else below the root of the class path or search
 * path, which is some folder above the changelog; or in that place of another module's resources. Undefined for none.
 */
export function resolve(files: Files, from: string, written: string, relative: boolean): FileRef | undefined {
  if (written.length > longestPath) return undefined
  for (const path of placesOf(from, written, relative)) {
    const file = files.find(path)
    if (file) return file
  }
  const resource = resourceNamed(from, written, relative)
  return resource === undefined
    ? undefined
    : files.wanted.find(({ path }) => isShipped(path) && path.endsWith(`${RESOURCES}${resource}`))
}

const RESOURCES = '/resources/'

/** The place below the resources of any module: modules put together are one folder to the class path. */
function resourceNamed(from: string, written: string, relative: boolean): string | undefined {
  if (!relative) return bare(written)
  const path = posix.normalize(posix.join(folderOf(from), bare(written)))
  const root = path.indexOf(RESOURCES)
  return root < 0 ? undefined : path.slice(root + RESOURCES.length)
}

/** The same for a folder: every file below it, by path as Liquibase sorts them. */
export function resolveFolder(
  files: Files,
  from: string,
  written: string,
  relative: boolean,
): readonly Found[] | undefined {
  if (written.length > longestPath) return undefined
  for (const folder of placesOf(from, written, relative)) {
    const inside = below(files, folder)
    if (inside.length > 0) return inside.map((file) => ({ file, below: file.path.slice(folder.length + 1) }))
  }
  const resource = resourceNamed(from, written, relative)
  if (resource === undefined) return undefined
  const part = `${RESOURCES}${resource}/`
  const elsewhere = files.wanted.filter(({ path }) => isShipped(path) && path.includes(part))
  const found = elsewhere.map((file) => ({ file, below: file.path.slice(file.path.indexOf(part) + part.length) }))
  return found.length > 0 ? found.sort((a, b) => compare(a.below, b.below)) : undefined
}

interface Found {
  readonly file: FileRef
  /** Path below the folder. */
  readonly below: string
}

function bare(written: string): string {
  return written
    .replaceAll('\\', '/')
    .replace(/^classpath\*?:/, '')
    .replace(/^\/+|\/+$/g, '')
}

function placesOf(from: string, written: string, relative: boolean): readonly string[] {
  const path = bare(written)
  const folder = folderOf(from)
  if (relative) return inside(posix.join(folder, path))
  const places: string[] = []
  for (let above = folder; ; above = folderOf(above)) {
    places.push(...inside(posix.join(above, path)))
    if (above === '') return places
  }
}

function inside(path: string): readonly string[] {
  const normal = posix.normalize(path)
  return normal === '.' || normal === '..' || normal.startsWith('../') ? [] : [normal]
}

function below(files: Files, folder: string): readonly FileRef[] {
  const found: FileRef[] = []
  const open = [folder]
  for (const next of open) {
    const { files: direct, folders } = files.list(next)
    found.push(...direct)
    open.push(...folders.map((name) => `${next}/${name}`))
  }
  return found.sort((a, b) => compare(a.path, b.path))
}

/** By code unit, as Java compares. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
