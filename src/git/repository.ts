import { statSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { openDiffTree, type DiffTree } from './diff-tree.ts'
import { rawDiff } from './log.ts'
import { patchDiff } from './patch-ids.ts'
import { openObjects, type ObjectReader } from './objects.ts'
import { firstLine, GitError, tryGit } from './run.ts'

/** A work tree or a bare repository, opened for reading. */
export interface Repository {
  /** Directory git is run in. */
  readonly directory: string
  readonly objects: ObjectReader
  /** Files that commits changed, as log.ts reads them. */
  readonly changes: DiffTree
  /** Their patches, as patch-ids.ts reads them. */
  readonly patches: DiffTree
  /** 20 for SHA-1, 32 for SHA-256. */
  readonly idBytes: number
  /** History is cut off: `actions/checkout` does so by default. */
  readonly shallow: boolean
  /** A promisor remote has blobs or trees that are not here. */
  readonly partial: boolean
  /** Branch that HEAD names; undefined when detached. */
  readonly branch?: string
  close(): void
}

const heads = 'refs/heads/'
const facts = ['--is-shallow-repository', '--show-object-format', '--git-path', 'config']

/** Opens a repository. Throws `GitError` where there is none. */
export async function openRepository(directory: string): Promise<Repository> {
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
    throw new GitError(`${directory}: no such directory; --repo names a git work tree or a bare repository`)
  }
  const probe = await tryGit(directory, ['rev-parse', ...facts, '--symbolic-full-name', 'HEAD', '--'])
  const [shallow, format, configFile, head] = probe.stdout.toString('utf8').split('\n')
  if (configFile === undefined) throw new GitError(explain(directory, probe.stderr))
  const branch = probe.code === 0 ? head : await unbornBranch(directory)
  const objects = openObjects(directory)
  const changes = openDiffTree(directory, rawDiff)
  const patches = openDiffTree(directory, patchDiff)
  return {
    directory,
    objects,
    changes,
    patches,
    idBytes: format === 'sha256' ? 32 : 20,
    shallow: shallow === 'true',
    partial: await isPartial(directory, configFile),
    ...(branch?.startsWith(heads) ? { branch: branch.slice(heads.length) } : {}),
    close: () => {
      objects.close()
      changes.close()
      patches.close()
    },
  }
}

/** Where no commit is on the branch that HEAD names, `rev-parse` cannot name it. */
async function unbornBranch(directory: string): Promise<string> {
  return (await tryGit(directory, ['symbolic-ref', '--quiet', 'HEAD'])).stdout.toString('utf8').trim()
}

/** Git is asked only where the repository's own config may say so: most have no such line, and starting git takes longer. */
async function isPartial(directory: string, configFile: string): Promise<boolean> {
  const config = await readFile(resolve(directory, configFile), 'utf8').catch((error: unknown) =>
    (error as NodeJS.ErrnoException).code === 'ENOENT' ? '' : 'include',
  )
  if (!/promisor|partialclone|include|worktreeconfig/i.test(config)) return false
  const promisor = ['config', '--get-regexp', '^(remote\\..*\\.promisor|extensions\\.partialclone)$']
  const settings = await tryGit(directory, promisor)
  return settings.code === 0 && settings.stdout.length > 0
}

function explain(directory: string, stderr: string): string {
  if (stderr.includes('dubious ownership')) {
    return `${directory} belongs to another user and git refuses to read it; run: git config --global --add safe.directory ${directory}`
  }
  if (stderr.includes('not a git repository')) {
    return `${directory} is not a git repository; --repo names a work tree or a bare repository`
  }
  return `git cannot read ${directory}: ${firstLine(stderr)}`
}
