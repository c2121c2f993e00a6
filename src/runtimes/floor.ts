/** What the readers of runtimes share. */
import type { RuntimeSource } from '../config/config.ts'
import { statedFiles } from '../migrations/stated.ts'
import type { Version } from '../model.ts'
import { parseVersion } from '../releases/version.ts'
import type { FileRef, Files } from '../snapshots/files.ts'

/** Something stated, and the line it stands on. */
export interface Stated {
  readonly text: string
  readonly line: number
}

/** The files that a source names, else those that the reader wants. */
export function manifestFiles(files: Files, source: RuntimeSource | undefined): readonly FileRef[] {
  const found = source ? statedFiles(files, source) : files.wanted
  files.load(found)
  return found
}

/** A version as its runtime's users write it; undefined for what is none. */
export function runtimeVersion(text: string): Version | undefined {
  const version = parseVersion(text)
  return typeof version === 'string' ? undefined : version
}

/** Up to 8 Java's versions began with `1.`: 1.8 is 8. */
export function javaVersion(text: string): Version | undefined {
  const number = /^(?:1\.)?(\d{1,3})(?:\.\d+){0,3}$/.exec(text.trim())?.[1]
  return number === undefined ? undefined : runtimeVersion(number)
}
