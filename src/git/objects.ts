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
  /** Hands over each as it arrives, with its place among those asked for: git goes on meanwhile, and nothing is held. */
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
      await each(oids, (n, object) => (found[n] = object))
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

function openChannel(directory: string): Channel {
  const child: ChildProcessWithoutNullStreams = startGit(directory, ['cat-file', '--batch-command', '--buffer'])
  let chunks: Buffer[] = []
  let size = 0
  let need = 0
  let ended = false
  let failure: Error | undefined
  let notify: (() => void) | undefined

  function wake(): void {
    const waiting = notify
    notify = undefined
    waiting?.()
  }
  child.stdout.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    size += chunk.length
    if (size >= need) wake()
  })
  child.on('error', (error) => {
    failure = error
    ended = true
    wake()
  })
  child.on('close', () => {
    ended = true
    wake()
  })
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => (complaint = (complaint + chunk.toString('latin1')).slice(-1000)))

  /** Waits for `count` bytes; undefined where the process ended before. */
  async function available(count: number): Promise<Buffer | undefined> {
    need = count
    while (size < count && !ended) await new Promise<void>((resolve) => (notify = resolve))
    if (size < count) return undefined
    if (chunks.length > 1) chunks = [Buffer.concat(chunks)]
    return chunks[0]
  }

  return {
    async ask(oids, take) {
      child.stdin.write(oids.map((oid) => `contents ${oid}\n`).join('') + 'flush\n', 'latin1')
      let count = 0
      let at = 0
      while (count < oids.length) {
        let buffer = await available(at + 1)
        let newline = buffer?.indexOf(10, at) ?? -1
        while (buffer && newline < 0) {
          buffer = await available(size + 1)
          newline = buffer?.indexOf(10, at) ?? -1
        }
        if (!buffer) break
        const [, type, length] = buffer.toString('latin1', at, newline).split(' ')
        at = newline + 1
        if (length === undefined || !isType(type)) {
          take(count++, missing)
        } else {
          const end = at + Number(length)
          if (buffer.length < end + 1) {
            // Drop what was consumed before waiting, so that a large object is copied once.
            chunks = [buffer.subarray(at)]
            size -= at
            const more = await available(end - at + 1)
            if (!more) break
            take(count++, { type, data: more.subarray(0, end - at) })
            at = end - at + 1
          } else {
            take(count++, { type, data: buffer.subarray(at, end) })
            at = end + 1
          }
        }
        if (at > 1 << 20) drop()
      }
      if (failure) throw new GitError(`git could not be started in ${directory}: ${failure.message}`)
      drop()
      return count

      function drop(): void {
        const rest = Buffer.concat(chunks).subarray(at)
        chunks = rest.length > 0 ? [rest] : []
        size = rest.length
        at = 0
      }
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
