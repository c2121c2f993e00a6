import type { FileRef, Files } from '../snapshots/files.ts'
import { baseName, folderOf, isBelow } from './folders.ts'

/** Files that say which modules a Go project uses. */
export const DEPENDENCY_FILE = /^(?:go\.mod|Gopkg\.(?:toml|lock)|glide\.(?:ya?ml|lock)|modules\.txt|vendor\.json)$/
const COMMENT = /^\s*\/\/|\/\/ indirect/

/** What tells whether a Go module runs a folder: the nearest file that lists it as a direct dependency. */
export interface Dependencies {
  /** Path of the file that proves it. */
  readonly proofFor: (folder: string) => string | undefined
  /** Base names of what was looked into. */
  readonly looked: readonly string[]
}

/** `names` tells whether such a file lists the module; it is a function of a module of ours, so that each text is asked once. */
export function dependenciesOf(files: Files, names: (text: string) => boolean): Dependencies {
  const all = files.wanted.filter(({ path }) => DEPENDENCY_FILE.test(baseName(path)))
  const modules = new Set(all.filter(({ path }) => baseName(path) === 'go.mod').map(({ path }) => folderOf(path)))
  // What lists everything vendored says nothing about who uses it, so it only counts where go.mod is not there to ask.
  const asked = all.filter(({ path }) => baseName(path) === 'go.mod' || !modules.has(projectOf(path)))
  files.load(asked)
  const proofs = asked.filter((file) => files.parse(file, names) === true)
  return {
    proofFor: (folder) => nearest(proofs, folder)?.path,
    looked: [...new Set(asked.map(({ path }) => baseName(path)))].sort(),
  }
}

/** Whether a line lists a module as a direct dependency. */
export function listsModule(text: string, module: RegExp): boolean {
  return text.split('\n').some((line) => module.test(line) && !COMMENT.test(line))
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
