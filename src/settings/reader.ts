import type { SettingsSurface } from '../model.ts'
import type { Files, Wants } from '../snapshots/files.ts'

/** `settings:` entry of the config file. */
export interface SettingsSource {
  readonly format: string
  /** Path or glob. */
  readonly path: string
  readonly name?: string
}

/** Support for one settings format: text -> JSON Schema, and what a schema cannot say (places, aliases). */
export interface SettingsReader {
  /** The folder's name, the config's `format` and the report's. */
  readonly format: string
  readonly title: string
  readonly site: string
  readonly wants: Wants
  /** Every surface of a release; with a `source`, the ones it names. */
  read(files: Files, source?: SettingsSource): readonly SettingsSurface[]
}
