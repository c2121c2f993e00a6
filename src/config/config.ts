import type { MigrationSource } from '../migrations/reader.ts'
import type { Acceptance, Severity } from '../model.ts'
import type { SettingsSource } from '../settings/reader.ts'

export interface RuntimeSource {
  readonly source: string
  readonly path: string
}

/** The config file with every default filled in; see docs/configuration.md. */
export interface Config {
  /** Where it was read (`ref:path` or a path); undefined for the defaults. */
  readonly origin?: string
  readonly releases: {
    /** Globs; `{version}` marks the number. Empty: the largest tag family. */
    readonly tags: readonly string[]
    readonly scheme: 'auto' | 'semver' | 'build-number'
    /** How many leading parts name a line. */
    readonly lines: 'auto' | number
    readonly prereleases: boolean
    /** Line name -> branch. */
    readonly heads: Readonly<Record<string, string>>
    /** Version ranges or line names; empty: lines released within 24 months. */
    readonly supported: readonly string[]
  }
  /** Empty: detected. */
  readonly migrations: readonly MigrationSource[]
  readonly settings: readonly SettingsSource[]
  readonly runtime: readonly RuntimeSource[]
  readonly fixes: {
    /** Globs of product code, `!` excludes. Empty: the defaults of backports/product-code.ts. */
    readonly paths: readonly string[]
    readonly marked: readonly string[]
  }
  readonly policy: {
    readonly versions: 'independent' | 'synchronised'
    /** Undefined: the migration system's own default. */
    readonly guards?: 'required' | 'optional'
    readonly deprecation: { readonly releases: number; readonly months: number }
    readonly notes?: string
  }
  readonly rules: Readonly<Record<string, Severity | 'off'>>
  readonly accept: readonly Acceptance[]
}
