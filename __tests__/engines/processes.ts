import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Observed, RunningEngine } from './driver.ts'

/** Where the engines and their scripts lie; the runner starts in the repository's root. */
export const HERE = join(process.cwd(), '__tests__', 'engines')

const PATIENCE = 60_000

export interface Ended {
  /** 0 for success. */
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end; throws where it cannot be started or does not end. */
export function runProgram(
  program: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    execFile(program, args, { ...options, timeout: PATIENCE }, (error, stdout, stderr) => {
      if (error !== null && typeof error.code !== 'number') reject(new Error(`${program}: ${error.message}`))
      else resolve({ code: typeof error?.code === 'number' ? error.code : 0, stdout, stderr })
    })
  })
}

export interface Worker {
  /** Sends one JSON line and gives the next one that comes back; throws where the process ends instead. */
  ask(question: unknown): Promise<unknown>
  stop(): Promise<void>
}

/** A process that answers JSON lines for as long as it lives; what it writes to stderr is told when it fails. */
export function startWorker(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Worker {
  // Scripts in Python find `worker.py`, and leave nothing behind.
  const python = { PYTHONPATH: HERE, PYTHONDONTWRITEBYTECODE: '1' }
  const child = spawn(program, args, { cwd: HERE, env: { ...process.env, ...python, ...env } })
  let complaint = ''
  let failure: Error | undefined
  let waiting: { resolve: (answer: unknown) => void; reject: (error: Error) => void } | undefined
  child.stderr.on('data', (data: Buffer) => (complaint = (complaint + data.toString()).slice(-2000)))
  const ended = new Promise<void>((resolve) => {
    const fail = (reason: string): void => {
      failure = new Error(`${program} ${args.join(' ')}: ${reason}\n${complaint}`)
      waiting?.reject(failure)
      resolve()
    }
    child.on('error', (error) => {
      fail(error.message)
    })
    child.on('close', (code) => {
      fail(`ended with ${String(code)}`)
    })
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    try {
      waiting?.resolve(JSON.parse(line))
    } catch {
      waiting?.reject(new Error(`${program} ${args.join(' ')}: expected a JSON line, found ${line}`))
    }
  })

  function ask(question: unknown): Promise<unknown> {
    return new Promise((resolve, reject) => {
      if (failure !== undefined) {
        reject(failure)
        return
      }
      const timer = setTimeout(() => {
        reject(new Error(`${program} ${args.join(' ')}: no answer within ${PATIENCE / 1000} s\n${complaint}`))
      }, PATIENCE)
      const settle = <T>(then: (value: T) => void): ((value: T) => void) => {
        return (value) => {
          clearTimeout(timer)
          waiting = undefined
          then(value)
        }
      }
      waiting = { resolve: settle(resolve), reject: settle(reject) }
      child.stdin.write(`${JSON.stringify(question)}\n`)
    })
  }

  async function stop(): Promise<void> {
    child.stdin.end()
    const timer = setTimeout(() => child.kill(), 5000)
    await ended
    clearTimeout(timer)
  }

  return { ask, stop }
}

/** An engine behind a script of this folder that tells its version and lives through releases when asked. */
export async function startEngine(program: string, script: string): Promise<RunningEngine> {
  const worker = startWorker(program, [join(HERE, script)])
  const { version } = (await worker.ask({})) as { readonly version: string }
  return {
    version,
    live: async (releases, setting) => (await worker.ask({ releases, setting })) as readonly Observed[],
    stop: () => worker.stop(),
  }
}

/** Databases and migrations live for milliseconds: memory will do. */
export function memoryFolder(): string {
  return existsSync('/dev/shm') ? '/dev/shm' : tmpdir()
}
