import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { devNull, tmpdir } from 'node:os'
import { join } from 'node:path'

/** Nobody's settings, one person, one day: object ids are the same everywhere. */
const environment: NodeJS.ProcessEnv = {
  PATH: process.env.PATH,
  HOME: devNull,
  LC_ALL: 'C',
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Sam Example',
  GIT_AUTHOR_EMAIL: 'sam@example.org',
  GIT_COMMITTER_NAME: 'Sam Example',
  GIT_COMMITTER_EMAIL: 'sam@example.org',
}

/** What git printed, as bytes; `date` is that of both author and committer, seconds since 1970. */
export function gitBytes(directory: string, args: readonly string[], input: string | Buffer = '', date = 0): Buffer {
  const when = `${date + 1_000_000_000} +0000`
  return execFileSync('git', args, {
    cwd: directory,
    input,
    env: { ...environment, GIT_AUTHOR_DATE: when, GIT_COMMITTER_DATE: when },
    stdio: ['pipe', 'pipe', 'pipe'],
    maxBuffer: 1 << 28,
  })
}

/** What git printed, without the last line break. */
export function runGit(directory: string, args: readonly string[], input: string | Buffer = '', date = 0): string {
  return gitBytes(directory, args, input, date).toString('utf8').trimEnd()
}

/** Writes an object of any kind, sound or not, and answers its id. */
export function writeObject(
  directory: string,
  type: 'blob' | 'tree' | 'commit' | 'tag',
  data: string | Buffer,
): string {
  return runGit(directory, ['hash-object', '-t', type, '-w', '--stdin', '--literally'], data)
}

/** One entry of a tree in git's own format. */
export function treeEntry(mode: string, name: string | Buffer, oid: string): Buffer {
  return Buffer.concat([Buffer.from(`${mode} `), Buffer.from(name), Buffer.from([0]), Buffer.from(oid, 'hex')])
}

/** A folder that goes when the tests of the file are done. */
export function temporaryFolder(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`))
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  return folder
}

/** A new bare repository with `main` as its branch. */
export function emptyRepository(parent: string, name: string): string {
  const directory = join(parent, name)
  runGit(parent, ['init', '--quiet', '--bare', '--initial-branch=main', '--template=', directory])
  return directory
}
