import type { Behaviour } from '../../model.ts'
import type { FileRef, Files } from '../../snapshots/files.ts'
import { baseName, folderOf, isBelow } from '../folders.ts'

export const DEPENDENCY_FILE = /^(?:go\.mod|Gopkg\.(?:toml|lock)|glide\.(?:ya?ml|lock)|modules\.txt|vendor\.json)$/
const MODULE = /\bgithub\.com\/(?:golang-migrate|mattes)\/migrate\b/
const COMMENT = /^\s*\/\/|\/\/ indirect/

/**
 * "no migration found for version N" for a version that the source does not have; `Next` of the version remembered, so
 * nothing below it runs; no checksums - golang-migrate, `migrate.go`.
 */
export const behaviour: Behaviour = {
  unknownApplied: 'refuses',
  outOfOrder: 'skips',
  edited: 'ignores',
  source: 'default',
}

/** What tells whether golang-migrate runs a folder: the nearest file that lists it as a direct dependency. */
export interface Dependencies {
  /** Path of the file that proves it. */
  readonly proofFor: (folder: string) => string | undefined
  /** Base names of what was looked into. */
  readonly looked: readonly string[]
}

export function dependenciesOf(files: Files): Dependencies {
  const all = files.wanted.filter(({ path }) => DEPENDENCY_FILE.test(baseName(path)))
  const modules = new Set(all.filter(({ path }) => baseName(path) === 'go.mod').map(({ path }) => folderOf(path)))
  // What lists everything vendored says nothing about who uses it, so it only counts where go.mod is not there to ask.
  const asked = all.filter(({ path }) => baseName(path) === 'go.mod' || !modules.has(projectOf(path)))
  files.load(asked)
  const proofs = asked.filter((file) => files.parse(file, namesTool) === true)
  return {
    proofFor: (folder) => nearest(proofs, folder)?.path,
    looked: [...new Set(asked.map(({ path }) => baseName(path)))].sort(),
  }
}

/** The answers for a list without proof: any tool may be reading these files. */
export function unproven(why: string): Behaviour {
  return {
    unknownApplied: 'unknown',
    outOfOrder: 'unknown',
    edited: 'unknown',
    source:
      `the file names look like golang-migrate's but ${why}; outcomes possible: an applied migration that is missing ` +
      'may be refused or ignored, a late one skipped, refused or run, an edited one refused, ignored or run again',
  }
}

function namesTool(text: string): boolean {
  return text.split('\n').some((line) => MODULE.test(line) && !COMMENT.test(line))
}

/** The folder of the project that a dependency file speaks for. */
function projectOf(path: string): string {
  const folder = folderOf(path)
  return baseName(folder) === 'vendor' ? folderOf(folder) : folder
}

/** At or above the folder, the deepest first; else the first in order of paths. */
function nearest(proofs: readonly FileRef[], folder: string): FileRef | undefined {
  const above = proofs.filter(({ path }) => isBelow(`${folder}/`, projectOf(path)))
  above.sort((a, b) => projectOf(b.path).length - projectOf(a.path).length)
  return above[0] ?? proofs[0]
}
