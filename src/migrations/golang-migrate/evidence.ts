import type { Behaviour } from '../../model.ts'
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

/** Whether a file of dependencies lists the tool. */
export function namesTool(text: string): boolean {
  return listsModule(text, MODULE)
}
