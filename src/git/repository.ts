import { statSync } from 'node:fs'
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

/** Opens a repository. Throws `GitError` where there is none or git is too old. */
export async function openRepository(directory: string): Promise<Repository> {
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) {
    throw new GitError(`${directory}: no such directory; --repo names a git work tree or a bare repository`)
  }
  // All at once: each answer takes longer to ask for than to give.
  const promisor = ['config', '--get-regexp', '^(remote\\..*\\.promisor|extensions\\.partialclone)$']
  const [probe, settings, head, version] = await Promise.all([
    tryGit(directory, ['rev-parse', '--is-shallow-repository', '--show-object-format', '--git-dir']),
    tryGit(directory, promisor),
    tryGit(directory, ['symbolic-ref', '--quiet', 'HEAD']),
    tryGit(directory, ['--version']),
  ])
  requireGit(version.stdout.toString('utf8'))
  if (probe.code !== 0) throw new GitError(explain(directory, probe.stderr))
  const [shallow, format] = probe.stdout.toString('utf8').split('\n')
  const branch = head.stdout
    .toString('utf8')
    .trim()
    .replace(/^refs\/heads\//, '')
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
    partial: settings.code === 0 && settings.stdout.length > 0,
    ...(head.code === 0 && branch !== '' ? { branch } : {}),
    close: () => {
      objects.close()
      changes.close()
      patches.close()
    },
  }
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

/** Throws `GitError` where git is too old for `cat-file --batch-command` (2.36). */
export function requireGit(version: string): void {
  const [major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(version)?.slice(1) ?? []).map(Number)
  if (major > 2 || (major === 2 && minor >= 36)) return
  throw new GitError(`git 2.36 or newer is needed, found: ${version.trim()}`)
}
