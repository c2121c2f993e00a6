import type { Config, RuntimeSource } from '../config/config.ts'
import type { ManifestReader } from '../manifests/reader.ts'
import { statedAnswers } from '../migrations/stated.ts'
import type { ListReading, MigrationReader, MigrationSource } from '../migrations/reader.ts'
import type { Behaviour, Manifest, RuntimeFloor, SettingsSurface, Unreadable } from '../model.ts'
import type { RuntimeReader } from '../runtimes/reader.ts'
import type { SettingsReader, SettingsSource } from '../settings/reader.ts'
import type { Files, Wants } from './files.ts'

export interface Readers {
  readonly migrations: readonly MigrationReader[]
  readonly settings: readonly SettingsReader[]
  readonly manifests: readonly ManifestReader[]
  readonly runtimes: readonly RuntimeReader[]
}

/** What all readers said of one tree, before lists are told apart over releases. */
export interface Reading {
  readonly lists: ListReading[]
  readonly settings: SettingsSurface[]
  readonly manifests: Manifest[]
  readonly floors: RuntimeFloor[]
  readonly unreadable: Unreadable[]
}

/** One reader at work, bound to the source the config names, or to none. */
export interface Job {
  readonly name: string
  readonly wants: Wants
  /** The config names a source for it. */
  readonly sent: boolean
  /** What it reads is asked for before the rest: migrations, and the number that places a candidate. */
  readonly first: boolean
  run(files: Files, into: Reading): void
}

/** The readers that the config asks for; all of them where it names no source. */
export function plan(readers: Readers, config: Config): readonly Job[] {
  const migrations = readers.migrations.flatMap((reader) => {
    const sources = config.migrations.filter((source) => source.system === reader.system)
    if (config.migrations.length > 0) return sources.map((source) => migrationJob(reader, source))
    return [migrationJob(reader, undefined)]
  })
  const settings = readers.settings.flatMap((reader) => {
    const sources = config.settings.filter((source) => source.format === reader.format)
    if (config.settings.length > 0) return sources.map((source) => settingsJob(reader, source))
    return [settingsJob(reader, undefined)]
  })
  const manifests = readers.manifests.map((reader): Job => ({
    name: reader.format,
    wants: reader.wants,
    sent: false,
    first: true,
    run: (files, into) => into.manifests.push(...reader.read(files)),
  }))
  const runtimes = readers.runtimes.flatMap((reader) => {
    const sources = config.runtime.filter((source) => source.source === reader.source)
    if (config.runtime.length > 0) return sources.map((source) => runtimeJob(reader, source))
    return [runtimeJob(reader, undefined)]
  })
  return [...migrations, ...settings, ...manifests, ...runtimes]
}

function migrationJob(reader: MigrationReader, source: MigrationSource | undefined): Job {
  return {
    name: reader.system,
    wants: reader.wants,
    sent: source !== undefined,
    first: true,
    run(files, into) {
      for (const list of reader.read(files, source))
        into.lists.push(source?.engine ? stated(list, source.engine) : list)
    },
  }
}

function settingsJob(reader: SettingsReader, source: SettingsSource | undefined): Job {
  return {
    name: reader.format,
    wants: reader.wants,
    sent: source !== undefined,
    first: false,
    run: (files, into) => into.settings.push(...reader.read(files, source)),
  }
}

function runtimeJob(reader: RuntimeReader, source: RuntimeSource | undefined): Job {
  return {
    name: reader.source,
    wants: reader.wants,
    sent: source !== undefined,
    first: false,
    run: (files, into) => into.floors.push(...reader.read(files, source)),
  }
}

/** The user's word about the engine's three answers wins over what the project's files say. */
function stated(list: ListReading, engine: Readonly<Record<string, unknown>>): ListReading {
  const given = statedAnswers(engine)
  if (Object.keys(given).length === 0) return list
  const behaviour: Behaviour = { ...list.behaviour, ...given, source: 'config' }
  return { ...list, behaviour, evidence: true }
}

export function emptyReading(): Reading {
  return { lists: [], settings: [], manifests: [], floors: [], unreadable: [] }
}
