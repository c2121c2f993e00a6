import { cp, mkdir, readdir, rm, symlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { sqlOf, type Driver, type RunningEngine, type Tree } from '../driver.ts'
import type { Release, Step } from '../histories.ts'
import { programsOf, startOnPostgres } from '../postgres.ts'
import { memoryFolder } from '../processes.ts'

export const postgresExtension: Driver = {
  system: 'postgres-extension',
  engine: 'PostgreSQL',
  settings: ['default'],
  arePlaces: true,
  idOf,
  files,
  start,
}

/** Version 1.10 is above 1.9 for people, and below it for PostgreSQL. */
function idOf({ number }: Pick<Step, 'number'>): string {
  return `1.${number}`
}

/** The last step is the default version; some versions lead back as well. */
function files(release: Release): Tree {
  const last = release.at(-1)!
  const scriptOf = (name: string, step: Step): [string, string] => [`ext--${name}.sql`, sqlOf(idOf(step), step)]
  const updates = release.flatMap((step) => {
    const parents = release.filter(({ number }) => step.parents.includes(number))
    const up = parents.map((parent) => scriptOf(`${idOf(parent)}--${idOf(step)}`, step))
    const down = step.width === 3 ? parents.map((parent) => scriptOf(`${idOf(step)}--${idOf(parent)}`, parent)) : []
    return [...up, ...down]
  })
  return {
    'ext.control': `default_version = '${idOf(last)}'\n`,
    // A history needs a script that leads from somewhere.
    'ext--0.1--0.2.sql': '-- nothing to do\n',
    ...Object.fromEntries([scriptOf(idOf(last), last), ...updates]),
  }
}

/** PostgreSQL looks for extensions beside its programs: so a copy of them has a folder of its own for them. */
async function start(): Promise<RunningEngine> {
  const original = programsOf()
  const home = join(memoryFolder(), `upgrade-paths-extensions-${process.pid}`)
  const version = basename(dirname(original))
  const programs = join(home, 'lib/postgresql', version, 'bin')
  const share = join(home, 'share/postgresql', version)
  const extensions = join(share, 'extension')
  await mkdir(programs, { recursive: true })
  await mkdir(extensions, { recursive: true })
  for (const name of ['initdb', 'pg_ctl', 'postgres']) await cp(join(original, name), join(programs, name))
  await symlink(join(dirname(original), 'lib'), join(dirname(programs), 'lib'))
  const shared = join('/usr/share/postgresql', version)
  for (const name of await readdir(shared)) {
    if (name !== 'extension') await symlink(join(shared, name), join(share, name))
  }
  for (const name of await readdir(join(shared, 'extension'))) {
    if (name.startsWith('plpgsql')) await cp(join(shared, 'extension', name), join(extensions, name))
  }
  const engine = await startOnPostgres('postgres-extension/engine.mjs', programs, { EXTENSIONS: extensions })
  return {
    ...engine,
    stop: async () => {
      await engine.stop()
      await rm(home, { recursive: true, force: true })
    },
  }
}
