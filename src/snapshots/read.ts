import type { Config } from '../config/config.ts'
import { fetchBlobs } from '../git/fetch.ts'
import type { Repository } from '../git/repository.ts'
import type { ManifestReader } from '../manifests/reader.ts'
import { alignLists } from '../migrations/align.ts'
import { settleClaims } from '../migrations/claims.ts'
import { statedAnswers } from '../migrations/stated.ts'
import type { ListReading, MigrationReader, MigrationSource } from '../migrations/reader.ts'
import type { Behaviour, Manifest, MigrationList, Revision, SettingsSurface, Snapshot, Unreadable } from '../model.ts'
import type { SettingsReader, SettingsSource } from '../settings/reader.ts'
import type { Files, Wants } from './files.ts'
import { decode, NotLoaded, openFiles, type Contents, type Parsed } from './open.ts'
import { hitsOf, readForest, type Forest } from './trees.ts'

export interface Readers {
  readonly migrations: readonly MigrationReader[]
  readonly settings: readonly SettingsReader[]
  readonly manifests: readonly ManifestReader[]
}

/** Snapshots by root tree id. */
export type Snapshots = ReadonlyMap<string, Snapshot>

/** What all readers said of one tree, before lists are told apart over releases. */
interface Reading {
  readonly lists: ListReading[]
  readonly settings: SettingsSurface[]
  readonly manifests: Manifest[]
  readonly unreadable: Unreadable[]
}

/** One reader at work, bound to the source the config names, or to none. */
interface Job {
  readonly name: string
  readonly wants: Wants
  /** The config names a source for it. */
  readonly sent: boolean
  run(files: Files, into: Reading): void
}

/**
 * Reads what each revision declares. Every tree and blob is read once per object id, all in batches; a reader that
 * asks for a blob not yet loaded is stopped and run again with the next batch.
 *
 * Revisions come newest first: a list that moved is named by its newest place.
 */
export async function readSnapshots(
  repository: Repository,
  revisions: readonly Revision[],
  readers: Readers,
  config: Config,
): Promise<Snapshots> {
  const jobs = plan(readers, config)
  const trees = [...new Set(revisions.map((revision) => revision.tree))]
  const forest = await readForest(
    repository.objects,
    repository.idBytes,
    trees,
    jobs.map((job) => job.wants),
  )
  const readings = await readAll(repository, trees, jobs, forest)
  const lists = alignLists(trees.map((tree) => ({ key: tree, lists: settleClaims(readings.get(tree)?.lists ?? []) })))
  const aligned = lendEvidence(lists)
  return new Map(
    trees.map((tree): [string, Snapshot] => {
      const reading = readings.get(tree) ?? emptyReading()
      return [
        tree,
        {
          lists: aligned.get(tree) ?? new Map<string, MigrationList>(),
          settings: new Map(reading.settings.map((surface) => [surface.name, surface])),
          manifests: reading.manifests,
          floors: [],
          unreadable: [...forest.damage(tree), ...reading.unreadable],
        },
      ]
    }),
  )
}

function plan(readers: Readers, config: Config): readonly Job[] {
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
    run: (files, into) => into.manifests.push(...reader.read(files)),
  }))
  return [...migrations, ...settings, ...manifests]
}

function migrationJob(reader: MigrationReader, source: MigrationSource | undefined): Job {
  return {
    name: reader.system,
    wants: reader.wants,
    sent: source !== undefined,
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
    run: (files, into) => into.settings.push(...reader.read(files, source)),
  }
}

/** The user's word about the engine's three answers wins over what the project's files say. */
function stated(list: ListReading, engine: Readonly<Record<string, unknown>>): ListReading {
  const given = statedAnswers(engine)
  if (Object.keys(given).length === 0) return list
  const behaviour: Behaviour = { ...list.behaviour, ...given, source: 'config' }
  return { ...list, behaviour, evidence: true }
}

function emptyReading(): Reading {
  return { lists: [], settings: [], manifests: [], unreadable: [] }
}

async function readAll(
  repository: Repository,
  trees: readonly string[],
  jobs: readonly Job[],
  forest: Forest,
): Promise<ReadonlyMap<string, Reading>> {
  const texts = new Map<string, string | { readonly unreadable: string }>()
  const contents: Contents = { get: (oid) => texts.get(oid) }
  const parsed: Parsed = new Map()
  const readings = new Map<string, Reading>()
  let open = trees.flatMap((tree) => {
    const root = forest.root(tree)
    if (!root) return []
    readings.set(tree, emptyReading())
    const hits = hitsOf(root)
    // A reader that finds nothing it wants has nothing to read, unless the config sends it somewhere.
    return jobs.flatMap((job, n) => {
      const wanted = hits.get(n) ?? []
      return wanted.length > 0 || job.sent ? [{ tree, root, job, wanted }] : []
    })
  })
  const first = new Set<string>()
  for (const { job, wanted } of open) if (job.wants.prefetch !== false) for (const file of wanted) first.add(file.oid)
  let missing = first
  while (open.length > 0) {
    await load(repository, missing, texts)
    missing = new Set()
    const again: typeof open = []
    for (const task of open) {
      const into = emptyReading()
      const files = openFiles(task.root, task.wanted, contents, parsed, missing, into.unreadable)
      try {
        task.job.run(files, into)
      } catch (error) {
        if (error instanceof NotLoaded) {
          again.push(task)
          continue
        }
        const reason = `the ${task.job.name} reader failed: ${error instanceof Error ? error.message : String(error)}`
        into.unreadable.push({ place: { path: task.wanted[0]?.path ?? '', line: 1 }, reason })
      }
      merge(readings.get(task.tree)!, into)
    }
    open = again
  }
  return readings
}

function merge(into: Reading, part: Reading): void {
  into.lists.push(...part.lists)
  into.settings.push(...part.settings)
  into.manifests.push(...part.manifests)
  into.unreadable.push(...part.unreadable)
}

async function load(
  repository: Repository,
  oids: ReadonlySet<string>,
  texts: Map<string, string | { readonly unreadable: string }>,
): Promise<void> {
  const wanted = [...oids]
  if (repository.partial) await fetchBlobs(repository, wanted)
  const objects = await repository.objects.read(wanted)
  wanted.forEach((oid, n) => {
    const object = objects[n]!
    texts.set(
      oid,
      object.type === 'blob' ? decode(object.data) : { unreadable: `its content is ${object.type} in the repository` },
    )
  })
}

/** A release that does not show which engine runs its list borrows from the nearest older one that does, else newer. */
function lendEvidence(
  lists: ReadonlyMap<string, ReadonlyMap<string, MigrationList>>,
): ReadonlyMap<string, ReadonlyMap<string, MigrationList>> {
  const trees = [...lists.keys()]
  const older = carry(trees.toReversed(), lists)
  const newer = carry(trees, lists)
  return new Map(
    trees.map((tree) => {
      const lent = [...lists.get(tree)!].map(([name, list]): [string, MigrationList] => {
        const behaviour = list.evidence ? undefined : (older.get(tree)?.get(name) ?? newer.get(tree)?.get(name))
        return [name, behaviour ? { ...list, behaviour } : list]
      })
      return [tree, new Map(lent)]
    }),
  )
}

/** For each tree, in the order given, the last evidence seen of each list. */
function carry(
  trees: readonly string[],
  lists: ReadonlyMap<string, ReadonlyMap<string, MigrationList>>,
): ReadonlyMap<string, ReadonlyMap<string, Behaviour>> {
  const last = new Map<string, Behaviour>()
  return new Map(
    trees.map((tree) => {
      for (const [name, list] of lists.get(tree)!) if (list.evidence) last.set(name, list.behaviour)
      return [tree, new Map(last)]
    }),
  )
}
