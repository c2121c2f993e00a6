import { open, type CheckRequest } from '../check.ts'
import { findConfig } from '../config/find.ts'
import { GitError } from '../git/run.ts'
import { openProject, sight, snapshotsFor } from '../project.ts'
import { findRevision, placeCandidate, placeRelease, branchOf } from '../releases/candidate.ts'
import { migrationReaders } from '../readers.ts'
import { buildWorld } from '../world.ts'
import { findCommit, findFix, type Found } from './find.ts'
import { lineFacts } from './line-facts.ts'
import { planFix } from './plan.ts'
import type { PlanReport } from './shapes.ts'

export interface PlanRequest extends Pick<CheckRequest, 'repo' | 'config' | 'progress'> {
  /** A commit, or a migration's id. */
  readonly fix: string
}

export interface PlanAnswer {
  readonly report: PlanReport
  /** The line that the commit checked out belongs to; for `--write`. */
  readonly line: string
}

/** What is to be released on which line, in which order, so that a fix reaches every supported line. Throws `GitError`. */
export async function runPlan(request: PlanRequest): Promise<PlanAnswer> {
  const repository = await open(request, [])
  try {
    const head = await findRevision(repository, 'HEAD', 'HEAD')
    const { config } = await findConfig(repository, request.config, undefined, head)
    const asked = await findCommit(repository, request.fix)
    request.progress?.('reading releases')
    const project = await openProject(repository, config, asked ? [head, asked] : [head])
    const { history, matcher } = project
    const newest = history.releases.reduce<(typeof history.releases)[number] | undefined>(
      (latest, release) => (latest && latest.date > release.date ? latest : release),
      undefined,
    )
    if (!newest)
      throw new GitError('there is no release to plan from: no tag names a version; see `releases.tags` in the config')
    const today = await sight(project, newest, Infinity)
    const main = history.defaultBranch
    const owned = main === undefined || [...today.heads.values()].some(({ ref }) => ref === main.name)
    const trunk = owned
      ? undefined
      : { ...(await findRevision(repository, main.ref.commit, main.name)), ref: main.name }
    const parent = asked && (await findCommit(repository, `${asked.commit}^`))
    const extra = [head, asked, parent, trunk].filter((revision) => revision !== undefined)
    const snapshots = await snapshotsFor(project, [today], extra).whole
    const world = buildWorld({
      history,
      config,
      candidate: placeRelease(newest),
      asOf: Infinity,
      earlier: history.releases,
      heads: today.heads,
      snapshots,
      readers: migrationReaders,
    })
    request.progress?.('looking for the fix on every line')
    const found: Found = {
      repository,
      matcher,
      history,
      world,
      ...(parent ? { parent } : {}),
      ...(trunk ? { trunk } : {}),
    }
    const fix = await findFix(found, request.fix, asked)
    const lines = await lineFacts(found, fix)
    const branch = await branchOf(repository, 'HEAD')
    const checkedOut = lines.find((line) => line.head !== undefined && line.head.ref === branch)?.name
    const placed = placeCandidate({
      revision: head,
      history,
      manifests: [],
      ...(branch === undefined ? {} : { branch }),
    })
    return { report: planFix(world, fix, lines), line: checkedOut ?? placed.line }
  } finally {
    repository.close()
  }
}
