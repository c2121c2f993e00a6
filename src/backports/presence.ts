import { fetchBlobs } from '../git/fetch.ts'
import type { FileChange } from '../git/log.ts'
import type { Repository } from '../git/repository.ts'
import type { Revision } from '../model.ts'
import type { Entry } from '../snapshots/trees.ts'
import type { Facts } from './message.ts'
import { isPin, mayPin } from './pins.ts'
import { lineReader, standing, type Lines, type Standing } from './standing.ts'

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

export function createPresence(repository: Repository, at: PathLookup): Presence {
  const files = new Map<string, Lines | undefined>()
  const weighed = new WeakMap<FileChange, Map<string, Standing>>()
  const pinned = new Map<string, boolean>()
  let linesOf = lineReader()
  let held = 0

  async function load(oids: readonly string[]): Promise<void> {
    if (held > mostLines) {
      files.clear()
      linesOf = lineReader()
      held = 0
    }
    const wanted = [...new Set(oids)].filter((oid) => !files.has(oid))
    if (repository.partial) await fetchBlobs(repository, wanted)
    await repository.objects.each(wanted, (n, object) => {
      const isText = object.type === 'blob' && object.data.length <= largest && !object.data.includes(0)
      const lines = isText ? linesOf(object.data) : undefined
      held += lines?.length ?? 0
      files.set(wanted[n]!, lines)
    })
  }
  function weighFile(change: FileChange, target: Revision): Standing {
    const { path, oldBlob, newBlob } = change
    const entry = at(target, path)
    const there = entry?.oid
    if (entry && there === undefined) return 'unlike'
    if (there === newBlob || (there === undefined && isNone(newBlob))) return 'there'
    if (there === oldBlob) return 'lacking'
    if (there === undefined) {
      // A new file belongs where its folder is; what has no place there may have moved.
      return isNone(oldBlob) && at(target, path.slice(0, Math.max(path.lastIndexOf('/'), 0))) ? 'lacking' : 'unlike'
    }
    let known = weighed.get(change)
    if (!known) weighed.set(change, (known = new Map<string, Standing>()))
    let standing = known.get(there)
    if (standing === undefined) known.set(there, (standing = compare(oldBlob, newBlob, there)))
    return standing
  }
  function compare(oldBlob: string, newBlob: string, there: string): Standing {
    const [before, after, here] = [oldBlob, newBlob, there].map((oid) => files.get(oid))
    const whole = (before !== undefined || isNone(oldBlob)) && (after !== undefined || isNone(newBlob))
    return here !== undefined && whole ? standing({ before, after, there: here }) : 'unlike'
  }

  /** Blobs that have to be compared. */
  function wanted(files: readonly FileChange[], target: Revision): readonly string[] {
    const oids = files.flatMap((change) => {
      const { path, oldBlob, newBlob } = change
      const there = at(target, path)?.oid
      if (there === undefined || there === newBlob || there === oldBlob) return []
      return weighed.get(change)?.has(there) ? [] : [oldBlob, newBlob, there]
    })
    return oids.filter((oid) => !isNone(oid))
  }

  return {
    async prepare(asked) {
      const oids = asked.flatMap(({ changes, target }) =>
        [...changes.values()].flatMap((files) => wanted(files.slice(0, mostFiles), target)),
      )
      // What is beyond this would be forgotten before it is asked for.
      await load([...new Set(oids)].slice(0, mostPrepared))
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
      const counted = [...changes].map(([commit, files]) => [commit, files.slice(0, mostFiles)] as const)
      const files = counted.flatMap(([, each]) => each)
      await load(wanted(files, target))
      return new Map(
        counted.map(([commit, files]) => [
          commit,
          verdict(files.map((file) => ({ standing: weighFile(file, target), path: file.path }))),
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
