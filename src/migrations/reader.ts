import type { Applied, Behaviour, Migration, MigrationList, Upgrade } from '../model.ts'
import type { Files, Wants } from '../snapshots/files.ts'

/** `migrations:` entry of the config file. */
export interface MigrationSource {
  readonly system: string
  /** Folder, file or glob. */
  readonly path: string
  readonly name?: string
  /** Engine answers or settings stated by the user; they win over what the project's files say. */
  readonly engine?: Readonly<Record<string, unknown>>
  /** System-specific settings (the `files` and `list` systems describe their pattern here). */
  readonly options?: Readonly<Record<string, unknown>>
}

/** A list as one reader found it; its name over releases is settled by align.ts. */
export type ListReading = Omit<MigrationList, 'name'>

/** An engine family: what happens when a database meets a release's list. Pure. */
export interface Engine {
  readonly family: 'set' | 'high-water' | 'graph'
  /** The state after a fresh installation of a release. */
  install(list: readonly Migration[]): Applied
  upgrade(applied: Applied, target: readonly Migration[], behaviour: Behaviour): Upgrade
}

export interface NoopRequest {
  /** The list that lacks a migration. */
  readonly list: MigrationList
  /** The migration to stand in for: the no-op takes its id where the engine's order allows. */
  readonly of?: Migration
  /** The id must be ordered after every one of these (both lines' lists). */
  readonly after: readonly Migration[]
  /** Words for the name, lower case with underscores. */
  readonly slug: string
  /** Seconds since 1970: for systems that number by time. */
  readonly date: number
}

/** A file to add, ready to save. */
export interface NewFile {
  readonly id: string
  readonly path: string
  readonly text: string
  /** `append` where the text goes to the end of an existing file. */
  readonly mode: 'create' | 'append'
}

/** Support for one migration system: copy a neighbour's folder to add another. */
export interface MigrationReader {
  /** The folder's name, the config's `system` and the report's. */
  readonly system: string
  readonly title: string
  /** The system's own documentation of the behaviour. */
  readonly site: string
  readonly wants: Wants
  readonly engine: Engine
  /** The answers where nothing in the project says otherwise. */
  readonly behaviour: Behaviour
  /** Whether a missing no-op is an error by default (`policy.guards`). */
  readonly guards: 'required' | 'optional'
  /** Every list of a release; with a `source`, the one it names. */
  read(files: Files, source?: MigrationSource): readonly ListReading[]
  /** A no-op migration in the system's own format; undefined where none can be written. */
  noop(request: NoopRequest): NewFile | undefined
}
