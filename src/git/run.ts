import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process'

/** Git could not answer. The message says what was asked, what git said and what to do. */
export class GitError extends Error {}

/** Settings that a repository or a user could use to make git run something, ask something or answer differently. */
const fixed = [
  '-c', 'core.quotePath=false',
  '-c', 'core.fsmonitor=false',
  '-c', 'core.bigFileThreshold=1m',
  '-c', 'core.deltaBaseCacheLimit=16m',
  '-c', 'core.hooksPath=/dev/null',
  '-c', 'core.attributesFile=/dev/null',
  '-c', 'diff.external=',
  '-c', 'log.showSignature=false',
  '-c', 'protocol.ext.allow=never',
] // prettier-ignore

/**
 * Git asks again at once for the memory that it has freed. Each page that a system hands out anew takes longer than what git
 * does with it: what glibc would give back is kept, and `core.deltaBaseCacheLimit` keeps that small.
 */
const memory = { MALLOC_MMAP_THRESHOLD_: '268435456', MALLOC_TRIM_THRESHOLD_: '268435456' }

export function gitEnvironment(): NodeJS.ProcessEnv {
  return {
    ...memory,
    ...process.env,
    LC_ALL: 'C',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_REPLACE_OBJECTS: '1',
    // Whole histories come through pipes: a write for each commit costs more than the commit.
    GIT_FLUSH: '0',
    // A blobless clone is filled in batches by fetch.ts, never one object at a time.
    GIT_NO_LAZY_FETCH: '1',
    GIT_PAGER: 'cat',
  }
}

/** Starts git in a directory. Arguments never pass through a shell. Throws `GitError` where no system could pass them. */
export function startGit(directory: string, args: readonly string[]): ChildProcessWithoutNullStreams {
  const child = spawned(directory, args)
  // A process that ends early closes its input; the exit code says what happened.
  child.stdin.on('error', () => undefined)
  return child
}

function spawned(directory: string, args: readonly string[]): ChildProcessWithoutNullStreams {
  try {
    return spawn('git', [...fixed, ...args], { cwd: directory, env: gitEnvironment(), stdio: 'pipe' })
  } catch (error) {
    // A NUL in an argument, or arguments too long for the system.
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown error'
    throw new GitError(
      `git ${args[0] ?? ''} could not be started (${code}): a name in its arguments is too long or holds a NUL`,
    )
  }
}

export interface Run {
  readonly stdout: Buffer
  readonly stderr: string
  readonly code: number
}

/** Runs git to its end; the exit code is data. */
export async function tryGit(directory: string, args: readonly string[], input = ''): Promise<Run> {
  return await new Promise((resolve, reject) => {
    const child = startGit(directory, args)
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    child.on('error', (error: NodeJS.ErrnoException) => {
      const missing = error.code === 'ENOENT'
      reject(
        new GitError(
          missing ? `git was not found, or ${directory} does not exist` : `git could not be started: ${error.message}`,
        ),
      )
    })
    child.on('close', (code) => {
      resolve({ stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString('utf8').trim(), code: code ?? 1 })
    })
    child.stdin.end(input)
  })
}

/** Runs git and returns what it printed; throws `GitError` where it fails. */
export async function git(directory: string, args: readonly string[], input = ''): Promise<Buffer> {
  const run = await tryGit(directory, args, input)
  if (run.code === 0) return run.stdout
  const what = args.find((arg) => !arg.startsWith('-')) ?? 'git'
  throw new GitError(`git ${what} failed in ${directory}: ${firstLine(run.stderr) || `exit code ${run.code}`}`)
}

export function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? ''
}
