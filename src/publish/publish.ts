import { annotations } from '../report/annotations.ts'
import { badgeJson, badgeSvg } from '../report/badge.ts'
import type { Report } from '../model.ts'
import { publishBadge, rawUrl } from './badge.ts'
import { publishCheckRun } from './check-run.ts'
import { problemWords, statusOf, type Remote } from './client.ts'
import { markerOf, publishComment } from './comment.ts'
import type { Occasion } from './event.ts'
import { findPull } from './foreign-run.ts'
import type { Inputs } from './inputs.ts'
import { publishReleaseNotes } from './release-notes.ts'
import { publishSummary } from './summary.ts'
import { isClean, markdownOf, titleOf, type Verdict } from './verdict.ts'

/** Bytes: GitHub takes 65,536 characters, our own lines included. */
const COMMENT_BUDGET = 60_000
const CHECK_RUN_BUDGET = 65_000
const BADGE = { svg: 'upgrade-paths.svg', json: 'upgrade-paths.json' } as const

/** The job this is a step of. */
export interface Job {
  /** Absent without a token. */
  readonly remote: Remote | undefined
  readonly server: string
  readonly workflow: string
  readonly name: string
  readonly runUrl: string
  readonly commit: string
  readonly summaryFile: string | undefined
  /** Prints a line that the runner obeys. */
  readonly command: (line: string) => void
}

export interface Published {
  readonly commentUrl?: string
  readonly badgeUrl?: string
  /** What could not be published and why, as sentences. */
  readonly missed: readonly string[]
}

/** Publishes to all places asked for. What one place refuses is told in the summary and keeps none of the others back. */
export async function publish(verdict: Verdict, occasion: Occasion, inputs: Inputs, job: Job): Promise<Published> {
  const missed = new Map<string, string[]>()
  const foreign = occasion.foreignRun !== undefined
  const { report } = verdict

  async function attempt<T>(what: string, permission: string, act: () => Promise<T>): Promise<T | undefined> {
    try {
      return await act()
    } catch (error) {
      const why = whyNot(error, permission, occasion)
      missed.set(why, [...(missed.get(why) ?? []), what])
      return undefined
    }
  }

  const comments = inputs.comment && (occasion.pull !== undefined || foreign)
  const commentUrl = comments
    ? await attempt('comment', 'pull-requests: write', () => comment(connected(job), verdict, occasion, inputs, job))
    : undefined
  const uncommented = missed.size > 0
  // A report from a fork's run is the fork's own word: it may be shown, and decides nothing.
  if (!foreign) {
    const shown =
      inputs.checkRun &&
      (await attempt('check run', 'checks: write', () => checkRun(connected(job), verdict, occasion, inputs, job)))
    if (report && shown !== true) for (const line of annotations(report)) job.command(line)
  }
  const badgeUrl = report && (await badge(report, occasion, inputs, job, attempt))
  const { tag, releaseId: id } = occasion
  if (inputs.releaseNotes && tag !== undefined && report) {
    const notes = { tag, ...(id === undefined ? {} : { id }) }
    await attempt('release notes', 'contents: write', () => publishReleaseNotes(connected(job), notes, report))
  }
  const told = () => [...missed].map(([why, whats]) => `No ${whats.join(' and no ')}: ${why}`)
  if (inputs.summary || uncommented) {
    await attempt('summary', '', () =>
      publishSummary(job.summaryFile, told(), (bytes) => markdownOf(verdict, bytes, 'the report file')),
    )
  }
  return {
    ...(commentUrl === undefined ? {} : { commentUrl }),
    ...(badgeUrl === undefined ? {} : { badgeUrl }),
    missed: told(),
  }
}

function connected({ remote }: Job): Remote {
  if (!remote) throw new Error('the input token is empty')
  return remote
}

function whyNot(error: unknown, permission: string, { readOnly }: Occasion): string {
  if (readOnly === undefined || statusOf(error) !== 403) return problemWords(error, permission)
  return `the token of ${readOnly} can only read; a second workflow on workflow_run can comment, see docs/action.md`
}

async function comment(
  remote: Remote,
  verdict: Verdict,
  { pull, foreignRun }: Occasion,
  { config = '' }: Inputs,
  { workflow, name, runUrl }: Job,
): Promise<string | undefined> {
  const number = pull ?? (foreignRun && (await findPull(remote, foreignRun)))
  if (number === undefined) return undefined
  const origin = foreignRun ? 'Written by the run of the pull request itself, shown as it is. ' : ''
  const text = `${markdownOf(verdict, COMMENT_BUDGET, "the job's summary")}\n\n<sub>${origin}[Workflow run](${runUrl})</sub>\n`
  const quiet = verdict.report === undefined || isClean(verdict)
  return await publishComment(remote, number, markerOf([workflow, name, config]), text, quiet)
}

async function checkRun(
  remote: Remote,
  verdict: Verdict,
  { shownAt }: Occasion,
  { config }: Inputs,
  { runUrl, commit }: Job,
): Promise<true> {
  const { report } = verdict
  const run = {
    name: config === undefined ? 'Upgrade paths' : `Upgrade paths (${config})`,
    commit: shownAt ?? report?.candidate.commit ?? commit,
    passed: verdict.result === 'passed',
    title: titleOf(verdict),
    summary: markdownOf(verdict, CHECK_RUN_BUDGET, "the job's summary"),
    detailsUrl: runUrl,
  }
  await publishCheckRun(remote, run, report)
  return true
}

type Attempt = <T>(what: string, permission: string, act: () => Promise<T>) => Promise<T | undefined>

/** The badge tells of a branch or a release: what is only proposed does not change it. */
async function badge(
  report: Report,
  { pull, event, foreignRun, defaultBranch }: Occasion,
  { badge: branch }: Inputs,
  job: Job,
  attempt: Attempt,
): Promise<string | undefined> {
  if (branch === undefined || pull !== undefined || foreignRun || event === 'merge_group') return undefined
  return await attempt('badge', 'contents: write', async () => {
    const remote = connected(job)
    if (branch === defaultBranch)
      throw new Error(`input badge: ${branch} is the default branch; name a branch for the badge alone`)
    await publishBadge(remote, branch, { [BADGE.svg]: badgeSvg(report), [BADGE.json]: badgeJson(report) })
    return rawUrl(job.server, remote, branch, BADGE.svg)
  })
}
