import type { Behaviour } from '../../model.ts'
import { callsOf } from '../evidence.ts'
import { listsModule } from '../go-modules.ts'

const MODULE = /\bgithub\.com\/(?:golang-migrate|mattes)\/migrate\b/

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

/** Scripts that may call the program: a project in another language depends on no module. */
export const SCRIPT_FILE = /\.sh$|^[Mm]akefile$|^package\.json$/
const COMMAND = /\bmigrate\b/
const DATABASE = /\s--?database\b/
const FOLDER = /\s--?(?:source[= ]\s*["']?file:\/\/|path[= ]\s*["']?)([^\s"'\\]+)/

/** Folders that a script has the program read, as far as they are written out: `migrate -path db/migrations -database ...`. */
export function calledFolders(text: string): readonly string[] {
  const found = callsOf(text.replace(/\\\r?\n/g, ' '), COMMAND).flatMap((call) => {
    const named = DATABASE.test(call) ? FOLDER.exec(call)?.[1] : undefined
    if (named === undefined) return []
    const written = named.slice(Math.max(named.lastIndexOf('}'), named.lastIndexOf(')')) + 1)
    const parts = written.split('/').filter((part) => !/^(?:\.{0,2}|\$.*)$/.test(part))
    return parts.length === 0 ? [] : [parts.join('/')]
  })
  return [...new Set(found)]
}

/** Whether a file of dependencies lists the tool. */
export function namesTool(text: string): boolean {
  return listsModule(text, MODULE)
}
