import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { GitError, startGit } from './run.ts'

/** An object as git stores it, or why it cannot be had. */
export type GitObject =
  | { readonly type: 'blob' | 'tree' | 'commit' | 'tag'; readonly data: Buffer }
  | { readonly type: 'missing' | 'corrupt' }

/** Reads objects in batches through one long-lived `git cat-file --batch-command`. */
export interface ObjectReader {
  /** Answers in the order asked. Object ids must be full. Throws `GitError` where git cannot be started. */
  read(oids: readonly string[]): Promise<readonly GitObject[]>
  close(): void
}

const missing: GitObject = { type: 'missing' }
const corrupt: GitObject = { type: 'corrupt' }

export function openObjects(directory: string): ObjectReader {
  let channel: Channel | undefined
  let last: Promise<unknown> = Promise.resolve()

  async function readBatch(oids: readonly string[]): Promise<readonly GitObject[]> {
    const found: GitObject[] = []
    while (found.length < oids.length) {
      channel ??= openChannel(directory)
      const rest = oids.slice(found.length)
      const answer = await channel.ask(rest)
      found.push(...answer)
      if (found.length < oids.length) {
        // git ends at an object it cannot unpack: that one is corrupt, and a new process answers the rest.
        channel = undefined
        found.push(corrupt)
      }
    }
    return found
  }

  return {
    read(oids) {
      if (oids.length === 0) return Promise.resolve([])
      const answer = last.then(() => readBatch(oids))
      last = answer.catch(() => undefined)
      return answer
    },
    close() {
      channel?.end()
      channel = undefined
    },
  }
}

interface Channel {
  /** The objects answered; fewer than asked when the process ended. */
  ask(oids: readonly string[]): Promise<readonly GitObject[]>
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
  child.stderr.resume()

  /** Waits for `count` bytes; undefined where the process ended before. */
  async function available(count: number): Promise<Buffer | undefined> {
    need = count
    while (size < count && !ended) await new Promise<void>((resolve) => (notify = resolve))
    if (size < count) return undefined
    if (chunks.length > 1) chunks = [Buffer.concat(chunks)]
    return chunks[0]
  }

  return {
    async ask(oids) {
      child.stdin.write(oids.map((oid) => `contents ${oid}\n`).join('') + 'flush\n')
      const found: GitObject[] = []
      let at = 0
      while (found.length < oids.length) {
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
          found.push(missing)
        } else {
          const end = at + Number(length)
          if (buffer.length < end + 1) {
            // Drop what was consumed before waiting, so that a large object is copied once.
            chunks = [buffer.subarray(at)]
            size -= at
            const more = await available(end - at + 1)
            if (!more) break
            found.push({ type, data: more.subarray(0, end - at) })
            at = end - at + 1
          } else {
            found.push({ type, data: buffer.subarray(at, end) })
            at = end + 1
          }
        }
        if (at > 1 << 20) drop()
      }
      if (failure) throw new GitError(`git could not be started in ${directory}: ${failure.message}`)
      drop()
      return found

      function drop(): void {
        const rest = Buffer.concat(chunks).subarray(at)
        chunks = rest.length > 0 ? [rest] : []
        size = rest.length
        at = 0
      }
    },
    end() {
      child.stdin.end()
    },
  }
}

function isType(type: string | undefined): type is 'blob' | 'tree' | 'commit' | 'tag' {
  return type === 'blob' || type === 'tree' || type === 'commit' || type === 'tag'
}
