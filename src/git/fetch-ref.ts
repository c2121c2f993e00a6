import type { Repository } from './repository.ts'
import { firstLine, tryGit } from './run.ts'

/**
 * Fetches one ref of `origin` under its own name, without the contents of files and without checking anything out.
 * Returns undefined when done, else why not.
 */
export async function fetchRef(
  { directory, objects }: Pick<Repository, 'directory' | 'objects'>,
  ref: string,
): Promise<string | undefined> {
  const quiet = ['--quiet', '--no-tags', '--no-recurse-submodules', '--no-auto-maintenance', '--filter=blob:none']
  const run = await tryGit(directory, ['fetch', ...quiet, '--no-write-fetch-head', '--', 'origin', `+${ref}:${ref}`])
  // The reading process has its list of packs from before the fetch.
  objects.close()
  return run.code === 0 ? undefined : firstLine(run.stderr) || `git fetch ended with code ${run.code}`
}
