import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Config } from '../config/config.ts'
import { fetchBlobs } from '../git/fetch.ts'
import type { GitObject } from '../git/objects.ts'
import type { Repository } from '../git/repository.ts'
import { alignLists } from '../migrations/align.ts'
import { settleClaims } from '../migrations/claims.ts'
import { baseName } from '../migrations/folders.ts'
import type { ListReading } from '../migrations/reader.ts'
import type { Migration, MigrationList, Revision, Snapshot } from '../model.ts'
import type { FileRef } from './files.ts'
import { openForest, type Forest } from './forest.ts'
import { emptyReading, plan, type Job, type Reading, type Readers } from './jobs.ts'
import { lendEvidence, type Lists } from './lend-evidence.ts'
import { decode, looksAlike, NotLoaded, openFiles, tooLarge, type Look, type Parsed } from './open.ts'
import { entryAt, type Entry, type Folder } from './trees.ts'

/** Snapshots by root tree id. */
export type Snapshots = ReadonlyMap<string, Snapshot>

/** What revisions declare, in two steps: judging upgrades needs no settings, and those take longest. */
export interface Read {
  /** Migrations and manifests alone. */
  readonly migrations: Promise<Snapshots>
  /** Everything; the lists are those of `migrations`. */
  readonly whole: Promise<Snapshots>
}

/** Reads releases and remembers: every tree and blob is read and parsed once per object id. */
export interface SnapshotReader {
  /** Starts on root trees while the caller is still busy with history; what fails is told by `read`. */
  start(trees: readonly string[]): void
  /** What each revision declares. They come newest first: a list that moved is named by its newest place. */
  read(revisions: readonly Revision[]): Read
  /** Reads root trees alone, for `at`. */
  prepare(trees: readonly string[]): Promise<void>
  /** What stands at a path of a revision read or prepared before. */
  at(revision: Revision, path: string): Entry | undefined
}

export function openSnapshots(repository: Repository, readers: Readers, config: Config): SnapshotReader {
  const jobs = plan(readers, config)
  const wants = jobs.map((job) => job.wants)
  const forest = openForest(repository.objects, repository.idBytes, wants)
  const desk: Desk = {
    repository,
    jobs,
    forest,
    texts: new Map(),
    parsed: new Map(),
    readings: new Map(),
    histories: new Map(),
    same: new WeakMap(),
    done: new Map(),
  }
  const finished = new Set<string>()
  let last = Promise.resolve()

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(work)
    last = ended(done)
    return done
  }
  function begin(trees: readonly string[]): Promise<void> {
    return inTurn(async () => {
      const fresh = [...new Set(trees)].filter((tree) => !desk.readings.has(tree))
      await forest.grow(fresh)
      for (const tree of fresh) if (forest.root(tree)) desk.readings.set(tree, emptyReading())
      await readAll(desk, fresh, true)
    })
  }
  function finish(trees: readonly string[]): Promise<void> {
    return inTurn(async () => {
      const fresh = trees.filter((tree) => !finished.has(tree))
      for (const tree of fresh) finished.add(tree)
      await readAll(desk, fresh, false)
    })
  }
  return {
    start(trees) {
      void ended(begin(trees))
    },
    read(revisions) {
      const trees = [...new Set(revisions.map((revision) => revision.tree))]
      const lists = begin(trees).then(() => listsOf(desk, trees))
      const migrations = lists.then((lists) => snapshotsOf(desk, trees, lists))
      const whole = Promise.all([lists, finish(trees)]).then(([lists]) => snapshotsOf(desk, trees, lists))
      // Each may fail while nobody waits for it yet.
      void ended(migrations)
      void ended(whole)
      return { migrations, whole }
    },
    prepare: (trees) => forest.grow(trees),
    at({ tree }, path) {
      const root = forest.root(tree)
      return root && entryAt(root, path)
    },
  }
}

/** Resolves however the promise ends: those who wait for the promise itself are told. */
function ended(promise: Promise<unknown>): Promise<void> {
  return promise.then(
    () => undefined,
    () => undefined,
  )
}

/** Lists told apart over releases, which takes all of them. */
function listsOf({ readings }: Desk, trees: readonly string[]): Lists {
  const lists = alignLists(trees.map((tree) => ({ key: tree, lists: settleClaims(readings.get(tree)?.lists ?? []) })))
  return lendEvidence(lists)
}

function snapshotsOf({ readings, forest }: Desk, trees: readonly string[], lists: Lists): Snapshots {
  return new Map(
    trees.map((tree): [string, Snapshot] => {
      const reading = readings.get(tree) ?? emptyReading()
      return [
        tree,
        {
          lists: lists.get(tree) ?? new Map<string, MigrationList>(),
          settings: new Map(reading.settings.map((surface) => [surface.name, surface])),
          manifests: [...reading.manifests],
          floors: [...reading.floors],
          unreadable: [...forest.damage(tree), ...reading.unreadable],
        },
      ]
    }),
  )
}

/** What is shared by all readings of one repository. */
interface Desk {
  readonly repository: Repository
  readonly jobs: readonly Job[]
  readonly forest: Forest
  readonly texts: Map<string, string | { readonly unreadable: string }>
  readonly parsed: Parsed
  readonly readings: Map<string, Reading>
  readonly histories: Map<string, readonly Migration[]>
  /** A reader may give the very list that it gave before. */
  readonly same: WeakMap<readonly Migration[], readonly Migration[]>
  /** What each reader said lately, the newest first. */
  readonly done: Map<Job, Done[]>
}

/** Milliseconds after which others get a turn: a git process whose output nobody takes stands still. */
const LONGEST_TURN = 2

/**
 * Lets the readers that come first, or the others, read trees. One that asks for a blob not yet loaded is stopped and run
 * again with the next batch.
 */
async function readAll(desk: Desk, trees: readonly string[], first: boolean): Promise<void> {
  const { repository, jobs, forest, texts, readings } = desk
  let open = trees.flatMap((tree) => {
    const root = forest.root(tree)
    if (!root) return []
    // A reader that finds nothing it wants has nothing to read, unless the config sends it somewhere.
    return jobs.flatMap((job, n): Task[] => {
      if (job.first !== first) return []
      const wanted = root.hits.get(n) ?? []
      return wanted.length > 0 || job.sent ? [{ tree, root, job, wanted }] : []
    })
  })
  let missing = new Set<string>()
  for (const { job, wanted } of open) {
    const { prefetch = true } = job.wants
    if (prefetch === false) continue
    for (const { path, oid } of wanted) if (prefetch === true || prefetch.test(baseName(path))) missing.add(oid)
  }
  while (open.length > 0) {
    await load(repository, missing, texts)
    missing = new Set()
    const again: Task[] = []
    let turn = performance.now()
    for (const task of open) {
      if (performance.now() - turn > LONGEST_TURN) {
        await nextTurn()
        turn = performance.now()
      }
      const part = readOne(desk, task, missing)
      if (part) merge(readings.get(task.tree)!, part)
      else again.push(task)
    }
    open = again
  }
}

/** One reader's work on one release. */
interface Task {
  readonly tree: string
  readonly root: Folder
  readonly job: Job
  readonly wanted: readonly FileRef[]
}

/** What a reader said of the files it wants and of those it looked for besides. */
interface Done {
  readonly wanted: readonly FileRef[]
  readonly looks: readonly Look[]
  readonly part: Reading
}

/** Releases of two or three lines stand next to each other when sorted by date. */
const mostDone = 4

/** Undefined where blobs have still to be loaded. Most releases show a reader what the one before showed it. */
function readOne(desk: Desk, task: Task, missing: Set<string>): Reading | undefined {
  const { root, job, wanted } = task
  let done = desk.done.get(job)
  if (!done) desk.done.set(job, (done = []))
  const known = done.findIndex((other) => isSame(other.wanted, wanted) && looksAlike(root, other.looks))
  if (known >= 0) {
    const [found] = done.splice(known, 1)
    done.unshift(found!)
    return found!.part
  }
  const into = emptyReading()
  const looks: Look[] = []
  const shelf = { contents: { get: (oid: string) => desk.texts.get(oid) }, parsed: desk.parsed, missing }
  try {
    job.run(openFiles(root, wanted, shelf, into.unreadable, looks), into)
  } catch (error) {
    if (error instanceof NotLoaded) return undefined
    const reason = `the ${job.name} reader failed: ${error instanceof Error ? error.message : String(error)}`
    into.unreadable.push({ place: { path: wanted[0]?.path ?? '', line: 1 }, reason })
  }
  const part = { ...into, lists: into.lists.map((list) => shared(desk, list)) }
  done.unshift({ wanted, looks, part })
  if (done.length > mostDone) done.pop()
  return part
}

function isSame(a: readonly FileRef[], b: readonly FileRef[]): boolean {
  return a === b || (a.length === b.length && a.every((file, n) => file === b[n] || isSameFile(file, b[n]!)))
}

function isSameFile(a: FileRef, b: FileRef): boolean {
  return a.oid === b.oid && a.path === b.path
}

/** One array for equal histories: most releases have those of the one before, and what is known of an array is kept. */
function shared({ histories, same }: Desk, list: ListReading): ListReading {
  const before = same.get(list.migrations)
  if (before) return { ...list, migrations: before }
  const rows = list.migrations.map(({ id, blob, digest, checksum = '', effect, place, parents, replaces, mayChange }) =>
    [id, blob, digest, checksum, effect, place.path, place.line, mayChange, ...parents, '', ...replaces].join('\n'),
  )
  const key = `${list.system}\n${rows.join('\n\n')}`
  const known = histories.get(key) ?? list.migrations
  histories.set(key, known)
  same.set(list.migrations, known)
  return { ...list, migrations: known }
}

function merge(into: Reading, part: Reading): void {
  into.lists.push(...part.lists)
  into.settings.push(...part.settings)
  into.manifests.push(...part.manifests)
  into.floors.push(...part.floors)
  into.unreadable.push(...part.unreadable)
}

async function load(repository: Repository, oids: ReadonlySet<string>, texts: Desk['texts']): Promise<void> {
  const wanted = [...oids].filter((oid) => !texts.has(oid))
  if (repository.partial) await fetchBlobs(repository, wanted)
  await repository.objects.each(wanted, (n, object) => {
    texts.set(wanted[n]!, contentOf(object))
  })
}

function contentOf(object: GitObject): ReturnType<typeof decode> {
  if (object.type === 'blob') return decode(object.data)
  return object.type === 'huge'
    ? tooLarge(object.size)
    : { unreadable: `its content is ${object.type} in the repository` }
}
