import { readdirSync } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Observed, RunningEngine } from './driver.ts'
import { HERE, memoryFolder, runProgram, startWorker } from './processes.ts'

/** Where Debian has one folder for each version of PostgreSQL. */
const PROGRAMS = '/usr/lib/postgresql'

/** A PostgreSQL server of our own, asked through a socket in its folder. */
interface Cluster {
  readonly folder: string
  readonly stop: () => Promise<void>
}

/** Of the newest PostgreSQL of the machine. */
export function programsOf(): string {
  const [newest] = readdirSync(PROGRAMS).sort((a, b) => Number(b) - Number(a))
  if (newest === undefined) throw new Error(`expected PostgreSQL in ${PROGRAMS}, found none`)
  return join(PROGRAMS, newest, 'bin')
}

async function startCluster(programs: string): Promise<Cluster> {
  const folder = await mkdtemp(join(memoryFolder(), 'upgrade-paths-postgres-'))
  await mkdir(join(folder, 'data'))
  // The server refuses to run as root, which containers have.
  const isRoot = process.getuid?.() === 0
  if (isRoot) await succeed('chown', ['-R', 'postgres', folder])
  const run = (name: string, ...args: string[]): Promise<void> => {
    const command = [join(programs, name), '-D', join(folder, 'data'), ...args]
    return isRoot ? succeed('setpriv', [...AS_POSTGRES, ...command]) : succeed(command[0]!, command.slice(1))
  }
  await run('initdb', '-U', 'postgres', '-A', 'trust', '--no-sync', '-E', 'UTF8', '--locale=C')
  const options = `-F -k ${folder} -c listen_addresses= -c autovacuum=off -c max_wal_senders=0 -c wal_level=minimal`
  await run('pg_ctl', '-l', join(folder, 'data', 'log'), '-o', options, '-w', 'start')
  return {
    folder,
    stop: async () => {
      await run('pg_ctl', '-m', 'fast', 'stop')
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const AS_POSTGRES = ['--reuid=postgres', '--regid=postgres', '--init-groups']

async function succeed(program: string, args: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await runProgram(program, args, { cwd: '/' })
  if (code !== 0) throw new Error(`${program} ${args.join(' ')}: ${stdout}${stderr}`)
}

/** An engine behind a script of this folder, which `serve`s on a PostgreSQL server of its own. */
export async function startOnPostgres(
  script: string,
  programs = programsOf(),
  more: NodeJS.ProcessEnv = {},
): Promise<RunningEngine> {
  const cluster = await startCluster(programs)
  const env = { PGHOST: cluster.folder, PGUSER: 'postgres', ...more }
  const worker = startWorker(process.execPath, [join(HERE, script)], env)
  const stop = async (): Promise<void> => {
    await worker.stop()
    await cluster.stop()
  }
  try {
    const { version } = (await worker.ask({})) as { readonly version: string }
    return {
      version,
      live: async (releases, setting) => (await worker.ask({ releases, setting })) as readonly Observed[],
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
