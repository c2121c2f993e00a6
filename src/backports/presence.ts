import { fetchBlobs } from '../git/fetch.ts'
import type { FileChange } from '../git/log.ts'
import type { Repository } from '../git/repository.ts'
import type { Revision } from '../model.ts'
import type { Entry } from '../snapshots/trees.ts'
import { eachOnce } from './each-once.ts'
import { lineReader, type Lines } from './lines.ts'
import type { Facts } from './message.ts'
import { isPin, mayPin } from './pins.ts'
import { standing, type Standing } from './standing.ts'

/** What stands at a path of a revision. */
export type PathLookup = (revision: Revision, path: string) => Entry | undefined

/** Whether a revision has a change, and the file that shows it (empty where no file tells). */
export interface Verdict {
  readonly standing: Standing
  readonly path: string
}

export interface Weighing {
  /** Files that count, by commit. */
  readonly changes: ReadonlyMap<string, readonly FileChange[]>
  readonly target: Revision
}

/** Tells from the files themselves whether a revision has what a commit changed. */
export interface Presence {
  /** Reads at once what some `weigh` would ask for one after the other; as much as may be held. */
  prepare(asked: readonly Weighing[]): Promise<void>
  /** By commit. Reads all contents in one batch. */
  weigh(asked: Weighing): Promise<ReadonlyMap<string, Verdict>>
  /** Which of the commits do nothing but name other versions; `changes` are the files that count. */
  pins(asked: readonly PinQuestion[]): Promise<ReadonlySet<string>>
}

export interface PinQuestion {
  readonly facts: Facts
  readonly changes: readonly FileChange[]
}

/** A commit of more files is weighed by the first ones alone. */
const mostFiles = 30
/** Lines of files that are held at a time. */
const mostLines = 2_000_000
const mostPrepared = 2_000
/** Larger files are data or generated: they tell little and take long. In bytes. */
const largest = 1 << 20

/** Contents as lines, for as long as they may be held: whoever began with one store ends with it. */
interface Store {
  readonly files: Map<string, Lines | undefined>
  readonly load: (oids: readonly string[]) => Promise<void>
  held: number
}

/** A file that a commit changed, and its id where the change is looked for; '' where a folder stands. */
interface Place {
  readonly change: FileChange
  readonly there: string | undefined
}

export function createPresence(repository: Repository, at: PathLookup): Presence {
  const weighed = new WeakMap<FileChange, Map<string, Standing>>()
  const pinned = new Map<string, boolean>()
  let latest = createStore()

  function createStore(): Store {
    const linesOf = lineReader()
    const store: Store = {
      files: new Map(),
      load: eachOnce(async (oids) => {
        if (repository.partial) await fetchBlobs(repository, oids)
        await repository.objects.each(oids, (n, object) => {
          const isText = object.type === 'blob' && object.data.length <= largest && !object.data.includes(0)
          const lines = isText ? linesOf(object.data) : undefined
          store.held += lines?.length ?? 0
          store.files.set(oids[n]!, lines)
        })
      }),
      held: 0,
    }
    return store
  }
  async function loaded(oids: readonly string[]): Promise<Store> {
    if (latest.held > mostLines) latest = createStore()
    const store = latest
    await store.load(oids)
    return store
  }
  function placed(changes: readonly FileChange[], target: Revision): readonly Place[] {
    return changes.slice(0, mostFiles).map((change) => {
      const entry = at(target, change.path)
      return { change, there: entry && (entry.oid ?? '') }
    })
  }
  function weighFile({ change, there }: Place, target: Revision, { files }: Store): Standing {
    const { path, oldBlob, newBlob } = change
    if (there === '') return 'unlike'
    if (there === newBlob || (there === undefined && isNone(newBlob))) return 'there'
    if (there === oldBlob) return 'lacking'
    if (there === undefined) {
      // A new file belongs where its folder is; what has no place there may have moved.
      return isNone(oldBlob) && at(target, path.slice(0, Math.max(path.lastIndexOf('/'), 0))) ? 'lacking' : 'unlike'
    }
    let known = weighed.get(change)
    if (!known) weighed.set(change, (known = new Map<string, Standing>()))
    let standing = known.get(there)
    if (standing === undefined) known.set(there, (standing = compare(oldBlob, newBlob, there, files)))
    return standing
  }
  function compare(oldBlob: string, newBlob: string, there: string, files: Store['files']): Standing {
    const [before, after, here] = [oldBlob, newBlob, there].map((oid) => files.get(oid))
    const whole = (before !== undefined || isNone(oldBlob)) && (after !== undefined || isNone(newBlob))
    return here !== undefined && whole ? standing({ before, after, there: here }) : 'unlike'
  }

  /** Blobs that have to be compared. */
  function wanted(places: readonly Place[]): readonly string[] {
    const oids = places.flatMap(({ change, there }) => {
      const { oldBlob, newBlob } = change
      if (there === undefined || there === '' || there === newBlob || there === oldBlob) return []
      return weighed.get(change)?.has(there) ? [] : [oldBlob, newBlob, there]
    })
    return oids.filter((oid) => !isNone(oid))
  }

  return {
    async prepare(asked) {
      const oids = asked.flatMap(({ changes, target }) =>
        [...changes.values()].flatMap((files) => wanted(placed(files, target))),
      )
      // What is beyond this would be forgotten before it is asked for.
      await loaded([...new Set(oids)].slice(0, mostPrepared))
    },
    async pins(asked) {
      const open = asked.filter(({ facts, changes }) => !pinned.has(facts.commit) && mayPin(facts, changes))
      const oids = [...new Set(open.flatMap(({ changes }) => changes.flatMap((one) => [one.oldBlob, one.newBlob])))]
      if (repository.partial) await fetchBlobs(repository, oids)
      const texts = new Map<string, string>()
      await repository.objects.each(oids, (n, object) => {
        if (object.type === 'blob' && object.data.length <= largest) texts.set(oids[n]!, object.data.toString('latin1'))
      })
      for (const { facts, changes } of open) {
        const alone = changes.every(({ path, oldBlob, newBlob }) => {
          const [before, after] = [texts.get(oldBlob), texts.get(newBlob)]
          return before !== undefined && after !== undefined && isPin(path, before, after)
        })
        pinned.set(facts.commit, alone)
      }
      return new Set(asked.map(({ facts }) => facts.commit).filter((commit) => pinned.get(commit) === true))
    },
    async weigh({ changes, target }) {
      const counted = [...changes].map(([commit, files]) => ({ commit, places: placed(files, target) }))
      const store = await loaded(counted.flatMap(({ places }) => wanted(places)))
      return new Map(
        counted.map(({ commit, places }) => [
          commit,
          verdict(places.map((place) => ({ standing: weighFile(place, target, store), path: place.change.path }))),
        ]),
      )
    },
  }
}

/** One file that surely lacks the change is enough; else one that has it, where the others cannot tell. */
function verdict(files: readonly Verdict[]): Verdict {
  const telling =
    files.find(({ standing }) => standing === 'lacking') ?? files.find(({ standing }) => standing === 'there')
  return telling ?? { standing: 'unlike', path: '' }
}

function isNone(oid: string): boolean {
  return /^0+$/.test(oid)
}
