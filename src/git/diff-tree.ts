import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { startGit } from './run.ts'

/** What commits changed, through one long-lived `git diff-tree --stdin`. */
export interface DiffTree {
  /**
   * Hands over what git prints for the commits, piece by piece, while git goes on; a line of a dot ends it. False where git
   * ended over one of them: ask for fewer.
   */
  ask(commits: readonly string[], take: (chunk: Buffer) => void): Promise<boolean>
  close(): void
}

/** A line that is no object id: git prints it back once it is done with what came before. */
const done = '.\n'

export function openDiffTree(directory: string, args: readonly string[]): DiffTree {
  let child: ChildProcessWithoutNullStreams | undefined
  let last: Promise<unknown> = Promise.resolve()

  function start(): ChildProcessWithoutNullStreams {
    const started = startGit(directory, ['diff-tree', '--stdin', ...args])
    started.stderr.resume()
    started.on('error', () => undefined)
    return started
  }
  async function askNow(commits: readonly string[], take: (chunk: Buffer) => void): Promise<boolean> {
    child ??= start()
    const running = child
    return await new Promise((resolve) => {
      let tail = '\n'
      function settle(answer: boolean): void {
        running.stdout.off('data', read)
        running.off('close', fail)
        resolve(answer)
      }
      function fail(): void {
        child = undefined
        settle(false)
      }
      function read(chunk: Buffer): void {
        take(chunk)
        tail = (tail + chunk.toString('latin1', Math.max(0, chunk.length - 3))).slice(-3)
        // The mark stands at the very end and after the end of a record.
        if (tail.endsWith(done) && (tail.startsWith('\0') || tail.startsWith('\n'))) settle(true)
      }
      running.stdout.on('data', read)
      running.on('close', fail)
      running.stdin.write(`${commits.join('\n')}\n${done}`)
    })
  }

  return {
    ask(commits, take) {
      if (commits.length === 0) return Promise.resolve(true)
      const answer = last.then(() => askNow(commits, take))
      last = answer.catch(() => undefined)
      return answer
    },
    close() {
      child?.stdin.end()
      child = undefined
    },
  }
}
