import type { Effect, Migration } from '../../model.ts'

/** What one changelog file says, whatever its format. */
export interface ChangeLog {
  /** The path that change sets are remembered by, where it is not the file's own. */
  readonly logicalPath: string | undefined
  readonly entries: readonly (ChangeSet | Include | IncludeAll)[]
  /** What could not be understood. */
  readonly riddles: readonly { readonly line: number; readonly reason: string }[]
}

export interface ChangeSet {
  readonly kind: 'changeSet'
  readonly id: string
  readonly author: string
  readonly line: number
  readonly logicalPath: string | undefined
  /** Databases and contexts that it is for: change sets for different ones may share an id. */
  readonly scope: string
  /** `runOnChange`, or a checksum that is accepted besides its own. */
  readonly mayChange: boolean
  /** `runOnChange` or `runAlways`. */
  readonly runsAgain: Migration['runsAgain']
  /** Of what Liquibase's own checksum covers. */
  readonly digest: string
  /** Files whose content belongs to it. */
  readonly files: readonly { readonly path: string; readonly relative: boolean }[]
  readonly effect: Effect
  readonly objects: readonly string[]
  /** It has a change that must have SQL and has none. */
  readonly lacksSql: boolean
}

export interface Include {
  readonly kind: 'include'
  readonly file: string
  readonly relative: boolean
  /** It may be missing. */
  readonly optional: boolean
  readonly line: number
}

export interface IncludeAll {
  readonly kind: 'includeAll'
  readonly path: string
  readonly relative: boolean
  /** It may be missing or empty. */
  readonly optional: boolean
  readonly minDepth: number
  readonly maxDepth: number
  readonly endsWith: string
  readonly line: number
}
