import type { ChildProcessWithoutNullStreams } from 'node:child_process'
import { startGit } from './run.ts'

/** What commits changed, through one long-lived `git diff-tree --stdin`. */
export interface DiffTree {
  /** What git prints for the commits. Undefined where it ended over one of them: ask for fewer. */
  ask(commits: readonly string[]): Promise<Buffer | undefined>
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
  async function askNow(commits: readonly string[]): Promise<Buffer | undefined> {
    child ??= start()
    const running = child
    return await new Promise((resolve) => {
      const chunks: Buffer[] = []
      function settle(answer: Buffer | undefined): void {
        running.stdout.off('data', take)
        running.off('close', fail)
        resolve(answer)
      }
      function fail(): void {
        child = undefined
        settle(undefined)
      }
      function take(chunk: Buffer): void {
        chunks.push(chunk)
        // The mark stands at the very end and after the end of a record.
        const tail = Buffer.concat(chunks.slice(-2)).subarray(-3).toString('latin1')
        if (!tail.endsWith(done)) return
        const whole = Buffer.concat(chunks)
        const before = whole.at(-3)
        if (whole.length === 2 || before === 0 || before === 10) settle(whole.subarray(0, -2))
      }
      running.stdout.on('data', take)
      running.on('close', fail)
      running.stdin.write(`${commits.join('\n')}\n${done}`)
    })
  }

  return {
    ask(commits) {
      if (commits.length === 0) return Promise.resolve(Buffer.alloc(0))
      const answer = last.then(() => askNow(commits))
      last = answer.catch(() => undefined)
      return answer
    },
    close() {
      child?.stdin.end()
      child = undefined
    },
  }
}
