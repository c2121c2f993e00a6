import { randomUUID } from 'node:crypto'
import { startGit } from './run.ts'

/** What commits changed, through one long-lived `git diff-tree --stdin`. */
export interface DiffTree {
  /**
   * Hands over what git prints for the commits, piece by piece, while git goes on. False where git ended over one of them:
   * ask for fewer.
   */
  ask(commits: readonly string[], take: (chunk: Buffer) => void): Promise<boolean>
  close(): void
}

type Outcome = 'whole' | 'broken off' | 'not begun'

/** What is being answered. */
interface Question {
  readonly take: (chunk: Buffer) => void
  readonly resolve: (outcome: Outcome) => void
  readonly reject: (error: unknown) => void
}

export function openDiffTree(directory: string, args: readonly string[]): DiffTree {
  let running: Stream | undefined
  return {
    async ask(commits, take) {
      if (commits.length === 0) return true
      for (;;) {
        if (!running || running.ended()) running = openStream(directory, args)
        const outcome = await running.ask(commits, take)
        if (outcome !== 'not begun') return outcome === 'whole'
      }
    },
    close() {
      running?.close()
      running = undefined
    },
  }
}

interface Stream {
  ask(commits: readonly string[], take: (chunk: Buffer) => void): Promise<Outcome>
  ended(): boolean
  close(): void
}

/** Answers come in the order of the questions; git has the next one while the one before is read. */
function openStream(directory: string, args: readonly string[]): Stream {
  const child = startGit(directory, ['diff-tree', '--stdin', ...args])
  // A line that is no object id: git prints it back once it is done with what came before. Nobody can have foreseen it.
  const mark = Buffer.from(`\u0001${randomUUID()}\n`)
  const questions: Question[] = []
  let ended = false
  /** The beginning of a mark, perhaps, at the end of what arrived. */
  let rest: Buffer | undefined

  function give(chunk: Buffer): void {
    const [question] = questions
    if (chunk.length === 0 || !question) return
    try {
      question.take(chunk)
    } catch (error) {
      question.reject(error)
    }
  }
  function arrived(piece: Buffer): void {
    const chunk = rest ? Buffer.concat([rest, piece]) : piece
    rest = undefined
    let at = 0
    for (let end = chunk.indexOf(mark); end >= 0; end = chunk.indexOf(mark, at)) {
      give(chunk.subarray(at, end))
      questions.shift()?.resolve('whole')
      at = end + mark.length
    }
    const start = chunk.indexOf(mark[0]!, Math.max(at, chunk.length - mark.length + 1))
    give(chunk.subarray(at, start < 0 ? chunk.length : start))
    if (start >= 0) rest = chunk.subarray(start)
  }
  function stop(): void {
    ended = true
    if (rest) give(rest)
    rest = undefined
    for (const [n, question] of questions.splice(0).entries()) question.resolve(n === 0 ? 'broken off' : 'not begun')
  }
  child.stderr.resume()
  child.stdout.on('data', arrived)
  child.on('error', stop)
  child.on('close', stop)
  return {
    ask(commits, take) {
      return new Promise((resolve, reject) => {
        questions.push({ take, resolve, reject })
        if (ended) stop()
        else child.stdin.write(Buffer.concat([Buffer.from(`${commits.join('\n')}\n`), mark]))
      })
    },
    ended: () => ended,
    close() {
      child.stdin.end()
    },
  }
}
