import { open } from '../check.ts'
import { fetchRef } from '../git/fetch-ref.ts'
import { resolve } from '../git/refs.ts'
import { GitError } from '../git/run.ts'
import type { Occasion, Wanted } from './event.ts'

/** What to give to the check. */
export interface Prepared {
  readonly candidate: string
  readonly base?: string
  readonly remarks: readonly string[]
}

/**
 * Completes a shallow checkout and brings the commits the event is about, as data: nothing is checked out. Throws
 * `GitError` where the candidate cannot be had.
 */
export async function prepare(repo: string, { candidate, base }: Occasion): Promise<Prepared> {
  const remarks: string[] = []
  const repository = await open({ repo, fetch: true }, remarks)
  repository.close()
  const judged = await first(repo, candidate)
  if (typeof judged !== 'string') {
    const tried = candidate.map(({ revision }) => revision).join(', ')
    const reasons = judged.reasons.length === 0 ? '' : ` (${judged.reasons.join('; ')})`
    throw new GitError(`none of ${tried} is a commit here${reasons}; set \`fetch-depth: 0\` on actions/checkout`)
  }
  const compared = await first(repo, base)
  return { candidate: judged, ...(typeof compared === 'string' ? { base: compared } : {}), remarks }
}

/** The first revision that names a commit, after fetching it where need be; else why none could be fetched. */
async function first(
  repo: string,
  wanted: readonly Wanted[],
): Promise<string | { readonly reasons: readonly string[] }> {
  const reasons: string[] = []
  for (const { revision, commit, remoteRef } of wanted) {
    if (commit !== undefined && (await resolve(repo, 'HEAD')) === commit) return 'HEAD'
    if (await resolve(repo, revision)) return revision
    if (remoteRef === undefined) continue
    const failure = await fetchRef(repo, remoteRef)
    if (failure !== undefined) reasons.push(failure)
    if (await resolve(repo, revision)) return revision
  }
  return { reasons }
}
