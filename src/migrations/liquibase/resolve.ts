import { posix } from 'node:path'
import type { FileRef, Files } from '../../snapshots/files.ts'
import { folderOf } from '../folders.ts'

/**
 * The file that a changelog names: beside the changelog where it says so, else below the root of the class path or search
 * path, which is some folder above the changelog. Undefined for none.
 */
export function resolve(files: Files, from: string, written: string, relative: boolean): FileRef | undefined {
  return placesOf(from, written, relative)
    .map((path) => files.find(path))
    .find((file) => file !== undefined)
}

/** The same for a folder: every file below it, by path as Liquibase sorts them. */
export function resolveFolder(files: Files, from: string, written: string, relative: boolean): Found | undefined {
  for (const folder of placesOf(from, written.replace(/\/+$/, ''), relative)) {
    const inside = below(files, folder)
    if (inside.length > 0) return { folder, files: inside }
  }
  return undefined
}

interface Found {
  readonly folder: string
  readonly files: readonly FileRef[]
}

function placesOf(from: string, written: string, relative: boolean): readonly string[] {
  const path = written
    .replaceAll('\\', '/')
    .replace(/^classpath\*?:/, '')
    .replace(/^\/+/, '')
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
  return found.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
}
