import type { Migration, Release, Revision } from '../model.ts'

/** What is to reach every supported line. */
export interface Fix {
  readonly kind: 'commit' | 'migration'
  /** As it was asked for. */
  readonly name: string
  /** The commit's subject, or the migration's id. */
  readonly title: string
  /** Full id; of a migration the commit that brought it, where one was found. */
  readonly commit?: string
  /** Seconds since 1970. */
  readonly date: number
  /** Migrations that the fix itself brings. */
  readonly migrations: readonly ListedMigration[]
}

export interface ListedMigration {
  readonly list: string
  readonly migration: Migration
}

/** A supported line as the plan finds it, or the trunk where no line has it for its branch. */
export interface LineFacts {
  readonly name: string
  readonly trunk: boolean
  /** In version order; empty for the trunk. */
  readonly releases: readonly Release[]
  /** The branch of the line; undefined where none was found. */
  readonly head?: Revision
  /** The same change on this line, and what told. */
  readonly found?: { readonly commit?: string; readonly by: string }
  /** Whether a release of the line, or its branch, has the fix. */
  readonly has: (revision: Revision) => boolean
}

/** `released` with a release, `pending` on the branch alone, `open` where it is missing. */
export type FixState = 'released' | 'pending' | 'open'

/** A line, what it is to release and whether it is done. */
export interface Assignment {
  readonly line: LineFacts
  /** The release that has everything, or is to have it; undefined for the trunk. */
  readonly release?: Release
  readonly done: boolean
}

export interface PlannedMigration {
  readonly list: string
  readonly id: string
  /** It changes nothing: it is there to be missed by a release without the fix. */
  readonly noop: boolean
  readonly state: FixState
}

export interface PlannedLine {
  readonly name: string
  readonly head: string | null
  readonly state: FixState
  /** The same change on this line. */
  readonly commit: string | null
  readonly by: string | null
  readonly migrations: readonly PlannedMigration[]
  /** The release to have: one that is out where the line is done, else the next; null for the trunk. */
  readonly release: string | null
  readonly done: boolean
}

/** A file to add; `append` where the text goes to the end of an existing one. */
export interface PlannedFile {
  readonly path: string
  readonly mode: 'create' | 'append'
  readonly text: string
}

export interface PlanStep {
  readonly action: 'fix' | 'migration' | 'pick' | 'release'
  readonly line: string
  /** The release to cut; null for the other actions. */
  readonly release: string | null
  readonly done: boolean
  /** One sentence. */
  readonly text: string
  readonly commands: readonly string[]
  readonly files: readonly PlannedFile[]
}

/** What users meet once a release is out. `after` is that release, null where it is so today. */
export interface Risk {
  readonly after: string | null
  readonly from: string
  /** A release, or for `stranded` a line. */
  readonly to: string
  readonly outcome: 'stranded' | 'loses-fix' | 'skips' | 'refused'
}

/** The JSON of `plan`. */
export interface PlanReport {
  readonly schemaVersion: 1
  readonly fix: {
    readonly kind: Fix['kind']
    readonly name: string
    readonly title: string
    readonly commit: string | null
  }
  /** Newest first, as they are to be released. */
  readonly lines: readonly PlannedLine[]
  readonly steps: readonly PlanStep[]
  readonly risks: readonly Risk[]
  readonly remarks: readonly string[]
}
