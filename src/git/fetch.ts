import { objectsHere } from './objects.ts'
import type { Repository } from './repository.ts'
import { firstLine, tryGit } from './run.ts'

const quiet = ['--quiet', '--no-recurse-submodules', '--no-auto-maintenance', '--filter=blob:none']

/**
 * Brings the history, the tags and the branches that a shallow checkout left out, without the contents of files.
 * Returns undefined when done, else why not. Writes only what `git fetch` writes.
 */
export async function deepen(repository: Repository): Promise<string | undefined> {
  const remote = await remoteName(repository)
  if (remote === undefined) return 'the repository has no remote to fetch from'
  const depth = repository.shallow ? ['--unshallow'] : []
  const refs = ['+refs/heads/*:refs/remotes/' + remote + '/*', '+refs/tags/*:refs/tags/*']
  const run = await tryGit(repository.directory, ['fetch', ...quiet, ...depth, '--', remote, ...refs])
  return run.code === 0 ? undefined : firstLine(run.stderr) || `git fetch ended with code ${run.code}`
}

/**
 * Fetches blobs that a blobless clone lacks, in one request. git's own lazy fetch would ask for them one by one.
 * What cannot be had stays missing and is reported where it is read.
 */
export async function fetchBlobs(repository: Repository, oids: readonly string[]): Promise<void> {
  const here = await objectsHere(repository.directory)
  const absent = oids.filter((oid) => !here.has(oid))
  if (absent.length === 0) return
  const remote = await remoteName(repository)
  if (remote === undefined) return
  await tryGit(
    repository.directory,
    [
      '-c',
      'fetch.negotiationAlgorithm=noop',
      'fetch',
      ...quiet,
      '--no-tags',
      '--no-write-fetch-head',
      '--stdin',
      remote,
    ],
    absent.join('\n') + '\n',
  )
  // The reading process has its list of packs from before the fetch.
  repository.objects.close()
}

async function remoteName(repository: Repository): Promise<string | undefined> {
  const run = await tryGit(repository.directory, ['remote'])
  const names = run.stdout
    .toString('utf8')
    .split('\n')
    .filter((name) => name !== '' && !name.startsWith('-'))
  return names.includes('origin') ? 'origin' : names[0]
}
