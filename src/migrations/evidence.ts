import type { FileRef, Files } from '../snapshots/files.ts'
import { folderOf, isBelow, isShipped } from './folders.ts'

/** A file that shows something, and what. */
export interface Proof<T> {
  readonly file: FileRef
  readonly value: T
}

/** Sources of a JVM module: what lies there speaks for the module. */
const INSIDE_MODULE = /(?:^|\/)(?:src\/[^/]+\/(?:resources|java|kotlin)|gradle|config|conf)(?:\/.*)?$/

/**
 * Files that show something about a folder, the nearest first: those at or above it, the deepest first, then the others
 * by path. `parse` must be a module-level function; undefined: the file shows nothing.
 */
export function proofsFor<T>(
  files: Files,
  among: readonly FileRef[],
  folder: string,
  parse: (text: string) => T | undefined,
): readonly Proof<T>[] {
  const own = new Map(among.map((file) => [file, folderOf(file.path).replace(INSIDE_MODULE, '')] as const))
  const place = (file: FileRef): string => own.get(file) ?? ''
  const above = among.filter((file) => isBelow(`${folder}/`, place(file)))
  above.sort((a, b) => place(b).length - place(a).length)
  const found = proofsIn(files, above, parse)
  if (found.length > 0) return found
  const seen = new Set(above)
  return proofsIn(
    files,
    among.filter((file) => !seen.has(file) && isShipped(file.path)),
    parse,
  )
}

function proofsIn<T>(
  files: Files,
  among: readonly FileRef[],
  parse: (text: string) => T | undefined,
): readonly Proof<T>[] {
  files.load(among)
  return among.flatMap((file) => {
    const value = files.parse(file, parse)
    return value === undefined ? [] : [{ file, value }]
  })
}

/**
 * What stands on each line from the mention of a command on; comments call nothing. An option is looked for in what this
 * gives: one expression for both would begin anew at each mention of the command.
 */
export function callsOf(text: string, command: RegExp): readonly string[] {
  return text.split('\n').flatMap((line) => {
    const at = isComment(line) ? -1 : line.search(command)
    return at < 0 ? [] : [line.slice(at)]
  })
}

/** In scripts, makefiles and YAML. */
export function isComment(line: string): boolean {
  return /^\s*#/.test(line)
}

const DEPENDENCIES = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies']

/** A package.json's scripts and the packages it depends on; undefined for what is none. */
export interface NodePackage {
  readonly dependencies: ReadonlySet<string>
  readonly scripts: string
}

export function readNodePackage(text: string): NodePackage | undefined {
  let root: unknown
  try {
    root = JSON.parse(text)
  } catch {
    // A template, or a file that npm cannot read either: it shows nothing.
    return undefined
  }
  if (typeof root !== 'object' || root === null) return undefined
  const members = root as Readonly<Record<string, unknown>>
  const namesIn = (value: unknown): readonly string[] =>
    typeof value === 'object' && value !== null ? Object.keys(value) : []
  return {
    dependencies: new Set(DEPENDENCIES.flatMap((kind) => namesIn(members[kind]))),
    scripts: JSON.stringify(members.scripts ?? {}),
  }
}
