import { firstLine, tryGit } from './run.ts'

/**
 * Fetches one ref of `origin` under its own name, without the contents of files and without checking anything out.
 * Returns undefined when done, else why not.
 */
export async function fetchRef(directory: string, ref: string): Promise<string | undefined> {
  const quiet = ['--quiet', '--no-tags', '--no-recurse-submodules', '--no-auto-maintenance', '--filter=blob:none']
  const run = await tryGit(directory, ['fetch', ...quiet, '--no-write-fetch-head', '--', 'origin', `+${ref}:${ref}`])
  return run.code === 0 ? undefined : firstLine(run.stderr) || `git fetch ended with code ${run.code}`
}
