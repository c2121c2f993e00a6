import type { Outcome, Report } from '../model.ts'
import { clip, markdownText } from '../report/escape.ts'
import { foldPaths, span } from '../report/fold.ts'
import { candidateName } from '../report/words.ts'
import { statusOf, type Remote } from './client.ts'

const BEGIN = '<!-- upgrade-paths:begin -->'
const END = '<!-- upgrade-paths:end -->'
/** Characters a release's text may have. */
const BODY_LIMIT = 125_000
const GROUPS_SHOWN = 60

/** Whose notes: a release by its id, where the event names it, else by its tag. */
export interface Notes {
  readonly tag: string
  readonly id?: number
}

/** Adds the upgrade paths to a release's notes, or replaces those added before. Throws what the client throws. */
export async function publishReleaseNotes(
  { client, owner, repo }: Remote,
  notes: Notes,
  report: Report,
): Promise<void> {
  const release = await find({ client, owner, repo }, notes)
  const old = release.body ?? ''
  const body = withBlock(old, releaseBlock(report))
  if (body.length > BODY_LIMIT) {
    throw new Error(`the release's text would have ${body.length} characters, more than the ${BODY_LIMIT} GitHub takes`)
  }
  if (body !== old) await client.rest.repos.updateRelease({ owner, repo, release_id: release.id, body })
}

async function find({ client, owner, repo }: Remote, { tag, id }: Notes) {
  if (id !== undefined) return (await client.rest.repos.getRelease({ owner, repo, release_id: id })).data
  try {
    return (await client.rest.repos.getReleaseByTag({ owner, repo, tag })).data
  } catch (error) {
    if (statusOf(error) !== 404) throw error
    throw new Error(`the tag ${tag} has no published release yet: run the workflow on the event "release" as well`, {
      cause: error,
    })
  }
}

const WORDS = {
  safe: 'runs',
  guarded: 'refused on purpose: the target lacks a fix',
  breaks: 'settings break',
  'loses-fix': 'loses a fix',
  skips: 'skips migrations',
  refused: 'refused',
} as const satisfies Record<Outcome, string>

/** The upgrade paths into and out of a release, for its users. */
export function releaseBlock(report: Report): string {
  const name = (ref: string) => (ref === report.candidate.ref ? candidateName(report.candidate) : ref)
  const cell = (names: readonly string[]) => markdownText(clip(span(names.map(name)), 160))
  const groups = foldPaths(report.paths, report.candidate.ref)
  const rows = groups
    .slice(0, GROUPS_SHOWN)
    .map(({ from, to, outcome }) => `| ${cell(from)} | ${cell(to)} | ${WORDS[outcome]} |`)
  const left = groups.length - rows.length
  return [
    BEGIN,
    '### Upgrade paths',
    '',
    ...(rows.length === 0
      ? ['No earlier release to upgrade from.']
      : ['| From | To | Upgrade |', '|---|---|---|', ...rows]),
    ...(left > 0 ? ['', `And ${left} more, see the report.`] : []),
    END,
  ].join('\n')
}

/** The text with our block in place of the last one in it, or at its end. */
export function withBlock(text: string, block: string): string {
  const begin = text.lastIndexOf(BEGIN)
  const end = begin < 0 ? -1 : text.indexOf(END, begin)
  if (end >= 0) return text.slice(0, begin) + block + text.slice(end + END.length)
  return text.trim() === '' ? block : `${text.trimEnd()}\n\n${block}`
}
