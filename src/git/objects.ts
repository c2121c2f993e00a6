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
  /** Asked for once a partial clone turned out to lack something. */
  let here: Promise<ReadonlySet<string>> | undefined

  async function each(oids: readonly string[], take: Take): Promise<void> {
    let open = [...oids.keys()]
    for (;;) {
      const present = here && (await here)
      if (present) {
        for (const at of open) if (!present.has(oids[at]!)) take(at, missing)
        open = open.filter((at) => present.has(oids[at]!))
      }
      if (open.length === 0) return
      channel ??= openChannel(directory)
      const [asked, answering] = [open, channel]
      const { answered, stuck } = await answering.ask(
        asked.map((at) => oids[at]!),
        (n, object) => {
          take(asked[n]!, object)
        },
      )
      open = open.slice(answered)
      if (open.length === 0) return
      if (channel === answering) channel = undefined
      if (!present && answering.promised()) {
        // git ends at each object that a partial clone was promised and never got: it is asked for none of them again.
        here ??= objectsHere(directory)
      } else if (stuck) {
        // git ends at an object it cannot unpack: that one is corrupt, and a new process answers the rest.
        take(open[0]!, corrupt)
        open = open.slice(1)
      }
    }
  }

  return {
    async read(oids) {
      const found: GitObject[] = new Array<GitObject>(oids.length)
      await each(
        oids,
        (n, object) => (found[n] = 'data' in object ? { ...object, data: Buffer.from(object.data) } : object),
      )
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
  /** Answers come in the order of the questions; git has the next one while the one before is read. */
  ask(oids: readonly string[], take: Take): Promise<Answer>
  /** Whether the process ended at an object that a remote promised. */
  promised(): boolean
  end(): void
}

interface Answer {
  /** How many were answered; fewer than asked when the process ended. */
  readonly answered: number
  /** It ended at the next of them. */
  readonly stuck: boolean
}

/** What is being answered. */
interface Question {
  readonly count: number
  readonly take: Take
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
  answered: number
}

/** Longest first line of an answer: an id, a type and a size. */
const longestHead = 200
const newline = 10
const space = 32
const zero = 48
const letters = { b: 98, c: 99, r: 114, t: 116 }

function openChannel(directory: string): Channel {
  const child: ChildProcessWithoutNullStreams = startGit(directory, ['cat-file', '--batch-command', '--buffer'])
  const questions: Question[] = []
  let ended = false
  let failure: Error | undefined
  /** What arrived of an answer that is not whole yet, and how many bytes of it are wanted before it is looked at again. */
  let pieces: Buffer[] = []
  let size = 0
  let need = 0

  function arrived(chunk: Buffer): void {
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
      keep(whole.subarray(answer(whole)))
    }
    if (at < chunk.length) keep(chunk.subarray(at + answer(chunk.subarray(at))))
  }
  function keep(rest: Buffer): void {
    pieces = rest.length > 0 ? [rest] : []
    size = rest.length
  }
  /** Hands over the objects that are whole: how many bytes they took, with `need` set for what is left. */
  function answer(bytes: Buffer): number {
    let at = 0
    while (at < bytes.length) {
      const [question] = questions
      if (!question) return bytes.length
      const end = bytes.subarray(at, at + longestHead).indexOf(newline) + at
      if (end < at) {
        need = bytes.length - at + 1
        return at
      }
      const type = typeAt(bytes, at)
      if (type === undefined) {
        at = end + 1
        give(question, missing)
        continue
      }
      const start = end + 1
      const next = start + sizeBefore(bytes, end) + 1
      if (bytes.length < next) {
        need = next - at
        return at
      }
      at = next
      give(question, { type, data: bytes.subarray(start, next - 1) })
    }
    return at
  }
  function give(question: Question, object: GitObject): void {
    try {
      question.take(question.answered++, object)
    } catch (error) {
      question.reject(error)
    }
    if (question.answered < question.count) return
    questions.shift()
    question.resolve({ answered: question.count, stuck: false })
  }
  function stop(): void {
    ended = true
    for (const [n, question] of questions.splice(0).entries()) {
      if (failure) question.reject(new GitError(`git could not be started in ${directory}: ${failure.message}`))
      else question.resolve({ answered: question.answered, stuck: n === 0 })
    }
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
        questions.push({ count: oids.length, take, resolve, reject, answered: 0 })
        if (ended) stop()
        else child.stdin.write(oids.map((oid) => `contents ${oid}\n`).join('') + 'flush\n', 'latin1')
      })
    },
    promised: () => complaint.includes('from promisor remote'),
    end() {
      child.stdin.end()
    },
  }
}

/** What follows the id in the first line of an answer (`<id> tree 123`); undefined where that says that there is no object. */
function typeAt(bytes: Buffer, line: number): 'blob' | 'tree' | 'commit' | 'tag' | undefined {
  const at = bytes.indexOf(space, line) + 1
  switch (bytes[at]) {
    case letters.b:
      return 'blob'
    case letters.c:
      return 'commit'
    case letters.t:
      return bytes[at + 1] === letters.r ? 'tree' : 'tag'
    default:
      return undefined
  }
}

/** The number that a line ends with. */
function sizeBefore(bytes: Buffer, end: number): number {
  let size = 0
  for (let [at, unit] = [end - 1, 1]; bytes[at] !== space; at--, unit *= 10) size += (bytes[at]! - zero) * unit
  return size
}
