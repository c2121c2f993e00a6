import { runCommandLine } from '../../src/commands/index.ts'

export interface Ran {
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs one command line in this process and keeps what it prints. One at a time. */
export async function runInProcess(...args: readonly string[]): Promise<Ran> {
  const printed = { stdout: '', stderr: '' }
  const streams = ['stdout', 'stderr'] as const
  const originals = {
    stdout: process.stdout.write.bind(process.stdout),
    stderr: process.stderr.write.bind(process.stderr),
  }
  for (const name of streams) {
    const keep = (text: string, done?: unknown): boolean => {
      printed[name] += text
      if (typeof done === 'function') (done as () => void)()
      return true
    }
    process[name].write = keep
  }
  try {
    const exit = await runCommandLine(['node', 'upgrade-paths', ...args])
    return { exit, ...printed }
  } finally {
    for (const name of streams) process[name].write = originals[name]
  }
}
