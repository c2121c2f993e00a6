import { findConfig } from './config/find.ts'
import { deepen } from './git/fetch.ts'
import { openRepository, type Repository } from './git/repository.ts'
import type { Candidate, Report, Revision } from './model.ts'
import { look, openProject, parseAsOf, settle, sight, snapshotsFor, trace, worldFor } from './project.ts'
import { branchOf, findRevision, placeCandidate, placeRelease, releaseAt } from './releases/candidate.ts'
import { assemble } from './report/assemble.ts'
import { baseRelease } from './world.ts'
import { findAll, judge, keysOf, type Found } from './rules/apply.ts'

export interface CheckRequest {
  /** A work tree or a bare repository. */
  readonly repo: string
  readonly config?: string
  /** Default `HEAD`. */
  readonly candidate?: string
  readonly candidateVersion?: string
  /** Tells new from known; the predecessor where absent. */
  readonly base?: string
  readonly asOf?: string
  /** Labels of the pull request: one may mark it for other lines. */
  readonly labels?: readonly string[]
  /** Fetch what a shallow checkout left out. */
  readonly fetch?: boolean
  readonly progress?: (text: string) => void
}

/** Judges one candidate against every earlier release. Throws `GitError` or `ConfigError` where it cannot. */
export async function check(request: CheckRequest): Promise<Report> {
  const remarks: string[] = []
  const repository = await open(request, remarks)
  try {
    const revision = await findRevision(repository, request.candidate ?? 'HEAD', '--candidate')
    const base = request.base === undefined ? undefined : await findRevision(repository, request.base, '--base')
    const { config, remark } = await findConfig(repository, request.config, base, revision)
    if (remark !== undefined) remarks.push(remark)
    request.progress?.('reading releases')
    const extra = base ? [revision, base] : [revision]
    const opened = await openProject(repository, config, extra)
    const asOf = request.asOf === undefined ? undefined : await parseAsOf(repository, request.asOf)
    const sighted = await sight(opened, revision, asOf)
    const first = snapshotsFor(opened, [sighted], extra)
    const placed = placeCandidate({
      revision,
      history: opened.history,
      manifests: (await first.migrations).get(revision.tree)?.manifests ?? [],
      ...(request.candidateVersion === undefined ? {} : { version: request.candidateVersion }),
      ...(releaseAt(revision, opened.history)
        ? {}
        : branchFact(await branchOf(repository, request.base ?? revision.ref))),
    })
    const settled = { project: opened, seen: sighted, read: first, candidate: placed }
    const { project, seen, read, candidate } = await settle(settled, extra)
    request.progress?.('judging upgrade paths')
    const glance = {
      ...(base ? { base: { ...base, date: seen.asOf } } : {}),
      ...(request.labels ? { labels: request.labels } : {}),
    }
    // Commits are compared while settings are still being read: the one waits for git, the other for the processor.
    const begun = worldFor(project, await read.migrations, seen, candidate, glance)
    const [traced, snapshots] = await Promise.all([trace(project, begun, glance), read.whole])
    const view = { ...worldFor(project, snapshots, seen, candidate, glance), ...traced }
    const found = findAll(view)
    const release = baseRelease(view)
    const before = base ? { ...candidate, ...base } : release && placeRelease(release)
    // A pull request's target is seen as of today, a release as it was on its own day.
    const day = base ? seen.asOf : (release?.date ?? seen.asOf)
    const known = before ? await knownAt(before, found) : none
    const judgement = judge(view, found, known)
    return assemble(view, judgement, { base: before?.ref, remarks: [...remarks, ...project.history.remarks] })

    /** What the base has already of what the candidate is found to have. */
    async function knownAt(before: Candidate, found: readonly Found[]): Promise<ReadonlySet<string>> {
      const asked = [...new Set(found.filter(({ finding }) => finding.known !== true).map(({ rule }) => rule))]
      if (asked.length === 0) return none
      const then = { asOf: day, heads: new Map<string, Revision>() }
      return keysOf(findAll(await look(project, snapshots, then, before, { without: candidate, base: 'none' }), asked))
    }
  } finally {
    repository.close()
  }
}

const none: ReadonlySet<string> = new Set()

function branchFact(branch: string | undefined): { branch?: string } {
  return branch === undefined ? {} : { branch }
}

/** Opens the repository; a shallow or tagless checkout is completed where that is allowed, else said so. */
export async function open(request: Pick<CheckRequest, 'repo' | 'fetch'>, remarks: string[]): Promise<Repository> {
  const repository = await openRepository(request.repo)
  if (!repository.shallow) return repository
  const cure =
    'set `fetch-depth: 0` and `filter: blob:none` on actions/checkout, or run: git fetch --unshallow --tags --filter=blob:none'
  if (request.fetch !== true) {
    remarks.push(`the checkout is shallow: history, tags and lines beyond it are not seen; ${cure}`)
    return repository
  }
  const failure = await deepen(repository)
  repository.close()
  remarks.push(
    failure === undefined
      ? 'the checkout was shallow: history and tags were fetched'
      : `the checkout is shallow and could not be completed (${failure}); ${cure}`,
  )
  return await openRepository(request.repo)
}
