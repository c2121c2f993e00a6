import { lstat, readFile } from 'node:fs/promises'
import type { Report } from '../model.ts'
import { parseReport } from '../report/validate.ts'
import type { Remote } from './client.ts'
import type { ForeignRun } from './event.ts'

/** Reads a report that anybody may have written. Throws an Error that says what was expected. */
export async function readForeignReport(path: string): Promise<Report> {
  const stat = await lstat(path).catch(() => undefined)
  if (stat === undefined)
    throw new Error(`input report: there is no file ${path}; download the artifact of the first workflow there`)
  // An artifact may hold a link to a file of ours.
  if (!stat.isFile()) throw new Error(`input report: ${path} is no regular file`)
  return parseReport(await readFile(path, 'utf8'))
}

/**
 * The open pull request a run was for, by GitHub's word alone: the run's event does not name it for forks, and its
 * artifact could name any. Throws an Error where there is none, or more than one, or it has moved on.
 */
export async function findPull({ client, owner, repo }: Remote, run: ForeignRun): Promise<number> {
  const open = await client.paginate(client.rest.pulls.list, {
    owner,
    repo,
    state: 'open',
    head: `${run.headOwner}:${run.headBranch}`,
    per_page: 100,
  })
  const pulls = open.filter(
    ({ head }) => head.sha === run.headSha && (head.repo as { id: number } | null)?.id === run.headRepository,
  )
  const [pull] = pulls
  if (pull && pulls.length === 1) return pull.number
  const found = pulls.length === 0 ? 'no open pull request' : `${pulls.length} open pull requests`
  throw new Error(`${found} at commit ${run.headSha} of ${run.headOwner}:${run.headBranch}`)
}
