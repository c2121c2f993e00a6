import { open } from '../check.ts'
import { fetchRef } from '../git/fetch-ref.ts'
import type { Repository } from '../git/repository.ts'
import { GitError } from '../git/run.ts'
import type { Occasion, Wanted } from './event.ts'

/** What to give to the check. */
export interface Prepared {
  readonly candidate: string
  readonly base?: string
  readonly remarks: readonly string[]
  /** Part of the history is missing still. */
  readonly shallow: boolean
}

/** A revision a person names: a branch stands under the remote's name in a checkout. */
export function named(revision: string): Wanted[] {
  return [{ revision }, { revision: `refs/remotes/origin/${revision}` }]
}

/**
 * Completes a shallow checkout and brings the commits the event is about, as data: nothing is checked out. Throws
 * `GitError` where the candidate, or what it is to be compared with, cannot be had.
 */
export async function prepare(repo: string, { candidate, base }: Occasion): Promise<Prepared> {
  const remarks: string[] = []
  const repository = await open({ repo, fetch: true }, remarks)
  try {
    const judged = await first(repository, candidate, remarks)
    const compared = base.length === 0 ? undefined : await first(repository, base, remarks)
    const { shallow } = repository
    return { candidate: judged, ...(compared === undefined ? {} : { base: compared }), remarks, shallow }
  } finally {
    repository.close()
  }
}

/** The first revision that names a commit, after fetching it where need be. */
async function first(repository: Repository, wanted: readonly Wanted[], remarks: readonly string[]): Promise<string> {
  const reasons = [...remarks]
  for (const { revision, commit, remoteRef } of wanted) {
    if (commit !== undefined && (await repository.objects.commitNamed('HEAD')) === commit) return 'HEAD'
    if (await repository.objects.commitNamed(revision)) return revision
    if (remoteRef === undefined) continue
    const failure = await fetchRef(repository, remoteRef)
    if (failure !== undefined) reasons.push(failure)
    if (await repository.objects.commitNamed(revision)) return revision
  }
  const tried = wanted.map(({ revision }) => revision).join(', ')
  const why = reasons.length === 0 ? '' : ` (${reasons.join('; ')})`
  throw new GitError(`none of ${tried} is a commit here${why}; set \`fetch-depth: 0\` on actions/checkout`)
}
