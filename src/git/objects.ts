import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { git, GitError, startGit } from './run.ts'

/** An object as git stores it, or why it cannot be had. */
export type GitObject =
  | { readonly type: 'blob' | 'tree' | 'commit' | 'tag'; readonly data: Buffer }
  | { readonly type: 'missing' | 'corrupt' }
  /** More bytes than anything that is read has; they are passed over. */
  | { readonly type: 'huge'; readonly size: number }

/** Reads objects in batches through one long-lived `git cat-file --batch-command`. */
export interface ObjectReader {
  /** Answers in the order asked. Object ids must be full. Throws `GitError` where git cannot be started, or is older than 2.36. */
  read(oids: readonly string[]): Promise<readonly GitObject[]>
  /**
   * Hands over each as it arrives, with its place among those asked for: git goes on meanwhile, and nothing is held. The
   * bytes are lent: whoever keeps them copies them.
   */
  each(oids: readonly string[], take: Take): Promise<void>
  /**
   * The full id of the commit that a revision names (`v1.0`, `HEAD~2`); undefined where it names none. A leading `-` names
   * nothing.
   */
  commitNamed(revision: string): Promise<string | undefined>
  close(): void
}

export type Take = (n: number, object: GitObject) => void

const missing: GitObject = { type: 'missing' }
const corrupt: GitObject = { type: 'corrupt' }

export function openObjects(directory: string): ObjectReader {
  let channel: Channel | undefined
  /** Asked for once a partial clone turned out to lack something. */
  let here: Promise<ReadonlySet<string>> | undefined

  /** A process that ended before it answered everything is not asked again. */
  async function ask(names: readonly string[], take: Answered): Promise<Answer & { readonly promised: boolean }> {
    const asked = (channel ??= openChannel(directory))
    const answer = await asked.ask(names, take)
    if (answer.answered < names.length && channel === asked) channel = undefined
    return { ...answer, promised: asked.promised() }
  }

  async function each(oids: readonly string[], take: Take): Promise<void> {
    let open = [...oids.keys()]
    for (;;) {
      const present = here && (await here)
      if (present) {
        for (const at of open) if (!present.has(oids[at]!)) take(at, missing)
        open = open.filter((at) => present.has(oids[at]!))
      }
      if (open.length === 0) return
      const asked = open
      const { answered, stuck, promised } = await ask(
        asked.map((at) => oids[at]!),
        (n, object) => {
          take(asked[n]!, object)
        },
      )
      open = open.slice(answered)
      if (open.length === 0) return
      if (!present && promised) {
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
    async commitNamed(revision) {
      // A question is a line of its own.
      if (/[\n\0]/.test(revision) || revision.length > longestName) return undefined
      let id: string | undefined
      await ask([`${revision}^{commit}`], (_, object, bytes, head) => {
        if (object.type === 'commit') id = bytes.toString('latin1', head, bytes.indexOf(space, head))
      })
      return id
    },
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

/** What is done with an answer: its first line (`<id> tree 123`) begins at `head` of the bytes. */
type Answered = (n: number, object: GitObject, bytes: Buffer, head: number) => void

interface Channel {
  /** Answers come in the order of the questions; git has the next one while the one before is read. */
  ask(names: readonly string[], take: Answered): Promise<Answer>
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
  readonly take: Answered
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
  answered: number
}

/** What is read is at most 4 MB; trees, commits and tags are far below this. Larger ones are never held. */
const largestObject = 1 << 26
/** No path is longer, and so no ref. */
const longestName = 4096
/** Bytes of an answer that are kept room for; more is given back when it is done. */
const usualPart = 1 << 17
const largestPart = 1 << 24
const newline = 10
const space = 32
const zero = 48
const nine = 57
const letters = { b: 98, c: 99, r: 114, t: 116 }

function openChannel(directory: string): Channel {
  const child: ChildProcessWithoutNullStreams = startGit(directory, ['cat-file', '--batch-command', '--buffer'])
  const questions: Question[] = []
  let ended = false
  let failure: GitError | undefined
  /** What arrived of an answer that is not whole yet, and how many bytes of it are wanted before it is looked at again. */
  let part = Buffer.allocUnsafe(usualPart)
  let size = 0
  let need = 0
  /** Bytes still to come of an object that is passed over. */
  let passing = 0

  function arrived(chunk: Buffer): void {
    for (let at = 0; at < chunk.length;) {
      if (passing > 0) {
        const end = Math.min(chunk.length, at + passing)
        passing -= end - at
        at = end
      } else if (size > 0) {
        // Only the answer that two pieces share is copied, and to a place that is used again: new memory costs more than that.
        const end = Math.min(chunk.length, at + need - size)
        keep(chunk, at, end)
        at = end
        if (size >= need && answer(part.subarray(0, size)) > 0) size = 0
      } else {
        const rest = at + answer(at === 0 ? chunk : chunk.subarray(at))
        if (rest < chunk.length) keep(chunk, rest, chunk.length)
        return
      }
    }
  }
  function keep(chunk: Buffer, start: number, end: number): void {
    const room = Math.max(need, size + end - start)
    if (room > part.length || (size === 0 && part.length > largestPart)) {
      const before = part
      part = Buffer.allocUnsafe(Math.max(usualPart, room))
      before.copy(part, 0, 0, size)
    }
    size += chunk.copy(part, size, start, end)
  }
  /** Hands over the objects that are whole: how many bytes they took, with `need` set for what is left. */
  function answer(bytes: Buffer): number {
    let at = 0
    while (at < bytes.length) {
      const [question] = questions
      if (!question) return bytes.length
      const head = at
      let end = head
      while (end < bytes.length && bytes[end] !== newline) end++
      if (end === bytes.length) {
        need = end - head + 1
        return head
      }
      const type = typeBefore(bytes, end, head)
      if (type === undefined) {
        at = end + 1
        give(question, missing, bytes, head)
        continue
      }
      const start = end + 1
      const length = sizeBefore(bytes, end)
      const next = start + length + 1
      if (length > largestObject) {
        passing = Math.max(0, next - bytes.length)
        at = Math.min(next, bytes.length)
        give(question, { type: 'huge', size: length }, bytes, head)
        continue
      }
      if (bytes.length < next) {
        need = next - head
        return head
      }
      at = next
      give(question, { type, data: bytes.subarray(start, next - 1) }, bytes, head)
    }
    return at
  }
  function give(question: Question, object: GitObject, bytes: Buffer, head: number): void {
    try {
      question.take(question.answered++, object, bytes, head)
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
      if (failure) question.reject(failure)
      else question.resolve({ answered: question.answered, stuck: n === 0 })
    }
  }

  child.stdout.on('data', arrived)
  child.on('error', (error) => {
    failure = new GitError(`git could not be started in ${directory}: ${error.message}`)
    stop()
  })
  child.on('close', (code) => {
    // Usage: a git that does not know `--batch-command`.
    if (code === 129) failure = new GitError('git 2.36 or newer is needed; see `git --version`')
    stop()
  })
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString('latin1')).slice(-1000)))

  return {
    ask(names, take) {
      return new Promise((resolve, reject) => {
        questions.push({ count: names.length, take, resolve, reject, answered: 0 })
        if (ended) stop()
        else child.stdin.write(names.map((name) => `contents ${name}\n`).join('') + 'flush\n')
      })
    },
    promised: () => complaint.includes('from promisor remote'),
    end() {
      child.stdin.end()
    },
  }
}

/** The type in `<id> tree 123`; undefined for `<name> missing`, whose name may hold anything. */
function typeBefore(bytes: Buffer, end: number, head: number): 'blob' | 'tree' | 'commit' | 'tag' | undefined {
  const last = bytes[end - 1]!
  if (end === head || last < zero || last > nine) return undefined
  const at = bytes.indexOf(space, head) + 1
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
