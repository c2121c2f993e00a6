import type { Report, ReportedFinding } from '../model.ts'
import { clip, cleanLines } from '../report/escape.ts'
import { newFindings } from '../report/order.ts'
import { fixParts } from '../report/words.ts'
import type { Remote } from './client.ts'

/** Annotations GitHub takes in one request; more come by updates. */
const PER_REQUEST = 50
/** Each further request takes a second. */
const MOST = 500

export interface CheckRun {
  readonly name: string
  readonly commit: string
  readonly passed: boolean
  readonly title: string
  /** Markdown, at most 65,535 characters. */
  readonly summary: string
  readonly detailsUrl: string
}

/** Makes a completed check run with an annotation for every new finding that has a place. Throws what the client throws. */
export async function publishCheckRun(
  { client, owner, repo }: Remote,
  { name, commit, passed, title, summary, detailsUrl }: CheckRun,
  report: Report | undefined,
): Promise<void> {
  const all = report === undefined ? [] : newFindings(report).flatMap(annotation).slice(0, MOST)
  const output = { title: clip(title, 250), summary }
  const created = await client.rest.checks.create({
    owner,
    repo,
    name,
    head_sha: commit,
    status: 'completed',
    conclusion: passed ? 'success' : 'failure',
    details_url: detailsUrl,
    output: { ...output, annotations: all.slice(0, PER_REQUEST) },
  })
  for (let from = PER_REQUEST; from < all.length; from += PER_REQUEST) {
    await client.rest.checks.update({
      owner,
      repo,
      check_run_id: created.data.id,
      output: { ...output, annotations: all.slice(from, from + PER_REQUEST) },
    })
  }
}

const LEVELS = { error: 'failure', warning: 'warning', note: 'notice' } as const

/** GitHub shows these as plain text. */
function annotation({ severity, rule, subject, location, message, fix }: ReportedFinding) {
  if (location === undefined) return []
  const advice = fixParts(fix).map((part) => part.text)
  const words = [message, ...(advice.length > 0 ? [`Fix: ${advice.join('\n\n')}`] : [])].join('\n\n')
  return [
    {
      path: location.path,
      start_line: location.line,
      end_line: location.line,
      annotation_level: LEVELS[severity],
      title: clip(cleanLines(`${rule}: ${subject}`).join(' '), 200),
      message: clip(cleanLines(words).join('\n'), 8_000),
    },
  ]
}
