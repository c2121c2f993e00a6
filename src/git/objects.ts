import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { git, GitError, startGit } from './run.ts'

/** An object as git stores it, or why it cannot be had. */
export type GitObject =
  | { readonly type: 'blob' | 'tree' | 'commit' | 'tag'; readonly data: Buffer }
  | { readonly type: 'missing' | 'corrupt' }

/** Reads objects in batches through one long-lived `git cat-file --batch-command`. */
export interface ObjectReader {
  /** Answers in the order asked. Object ids must be full. Throws `GitError` where git cannot be started. */
  read(oids: readonly string[]): Promise<readonly GitObject[]>
  /**
   * Hands over each as it arrives, with its place among those asked for: git goes on meanwhile, and nothing is held. The
   * bytes are lent: whoever keeps them copies them.
   */
  each(oids: readonly string[], take: Take): Promise<void>
  close(): void
}

export type Take = (n: number, object: GitObject) => void

const missing: GitObject = { type: 'missing' }
const corrupt: GitObject = { type: 'corrupt' }

export function openObjects(directory: string): ObjectReader {
  let channel: Channel | undefined
  /** Known once a partial clone turned out to lack something. */
  let here: ReadonlySet<string> | undefined
  let last: Promise<unknown> = Promise.resolve()

  async function readBatch(oids: readonly string[], take: Take): Promise<void> {
    let open = [...oids.keys()]
    for (;;) {
      const present = here
      if (present) {
        for (const at of open) if (!present.has(oids[at]!)) take(at, missing)
        open = open.filter((at) => present.has(oids[at]!))
      }
      if (open.length === 0) return
      channel ??= openChannel(directory)
      const asked = open
      const answered = await channel.ask(
        asked.map((at) => oids[at]!),
        (n, object) => {
          take(asked[n]!, object)
        },
      )
      const stuck = open[answered]
      if (stuck === undefined) return
      open = open.slice(answered)
      if (!here && channel.promised()) {
        // git ends at each object that a partial clone was promised and never got: it is asked for none of them again.
        here = await objectsHere(directory)
      } else {
        // git ends at an object it cannot unpack: that one is corrupt, and a new process answers the rest.
        take(stuck, corrupt)
        open.shift()
      }
      channel = undefined
    }
  }

  function each(oids: readonly string[], take: Take): Promise<void> {
    if (oids.length === 0) return Promise.resolve()
    const answer = last.then(() => readBatch(oids, take))
    last = answer.catch(() => undefined)
    return answer
  }

  return {
    async read(oids) {
      const found: GitObject[] = new Array<GitObject>(oids.length)
      await each(oids, (n, object) => (found[n] = 'data' in object ? { ...object, data: Buffer.from(object.data) } : object))
      return found
    },
    each,
    close() {
      channel?.end()
      channel = undefined
      here = undefined
    },
  }
}

/** Ids of all objects that are stored, in packs or alone, without asking any remote. */
export async function objectsHere(directory: string): Promise<ReadonlySet<string>> {
  const all = ['cat-file', '--batch-all-objects', '--unordered', '--batch-check=%(objectname)']
  return new Set((await git(directory, all)).toString('latin1').split('\n'))
}

interface Channel {
  /** How many were answered; fewer than asked when the process ended. */
  ask(oids: readonly string[], take: Take): Promise<number>
  /** Whether the process ended at an object that a remote promised. */
  promised(): boolean
  end(): void
}

/** What is being answered. */
interface Question {
  readonly count: number
  readonly take: Take
  readonly resolve: (answered: number) => void
  readonly reject: (error: unknown) => void
  answered: number
}

/** Longest first line of an answer: an id, a type and a size. */
const longestHead = 200

function openChannel(directory: string): Channel {
  const child: ChildProcessWithoutNullStreams = startGit(directory, ['cat-file', '--batch-command', '--buffer'])
  let question: Question | undefined
  let ended = false
  let failure: Error | undefined
  /** What arrived of an answer that is not whole yet, and how many bytes of it are wanted before it is looked at again. */
  let pieces: Buffer[] = []
  let size = 0
  let need = 0

  function arrived(chunk: Buffer): void {
    if (!question) return
    const asked = question
    try {
      // Only the answer that two pieces share is copied.
      let at = 0
      while (pieces.length > 0 && at < chunk.length) {
        const end = Math.min(chunk.length, at + need - size)
        pieces.push(chunk.subarray(at, end))
        size += end - at
        at = end
        if (size < need) return
        const whole = Buffer.concat(pieces)
        pieces = []
        keep(whole.subarray(answer(whole, asked)))
      }
      if (at < chunk.length) keep(chunk.subarray(at + answer(chunk.subarray(at), asked)))
    } catch (error) {
      question = undefined
      asked.reject(error)
      return
    }
    if (asked.answered === asked.count) settle(asked)
  }
  function keep(rest: Buffer): void {
    pieces = rest.length > 0 ? [rest] : []
    size = rest.length
  }
  function settle(asked: Question): void {
    question = undefined
    if (failure) asked.reject(new GitError(`git could not be started in ${directory}: ${failure.message}`))
    else asked.resolve(asked.answered)
  }
  /** Hands over the objects that are whole: how many bytes they took, with `need` set for what is left. */
  function answer(bytes: Buffer, asked: Question): number {
    let at = 0
    while (asked.answered < asked.count && at < bytes.length) {
      const newline = bytes.subarray(at, at + longestHead).indexOf(10)
      if (newline < 0) {
        need = bytes.length - at + 1
        return at
      }
      const [, type, length] = bytes.toString('latin1', at, at + newline).split(' ')
      const start = at + newline + 1
      if (length === undefined || !isType(type)) {
        at = start
        asked.take(asked.answered++, missing)
        continue
      }
      const end = start + Number(length)
      if (bytes.length < end + 1) {
        need = end + 1 - at
        return at
      }
      at = end + 1
      asked.take(asked.answered++, { type, data: bytes.subarray(start, end) })
    }
    return at
  }
  function stop(): void {
    ended = true
    if (question) settle(question)
  }

  child.stdout.on('data', arrived)
  child.on('error', (error) => {
    failure = error
    stop()
  })
  child.on('close', stop)
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString('latin1')).slice(-1000)))

  return {
    ask(oids, take) {
      return new Promise((resolve, reject) => {
        question = { count: oids.length, take, resolve, reject, answered: 0 }
        if (ended) settle(question)
        else child.stdin.write(oids.map((oid) => `contents ${oid}\n`).join('') + 'flush\n', 'latin1')
      })
    },
    promised: () => complaint.includes('from promisor remote'),
    end() {
      child.stdin.end()
    },
  }
}

function isType(type: string | undefined): type is 'blob' | 'tree' | 'commit' | 'tag' {
  return type === 'blob' || type === 'tree' || type === 'commit' || type === 'tag'
}
