import { createHash } from 'node:crypto'
import { statusOf, type Remote } from './client.ts'

const ATTEMPTS = 3
/** The account of the token that every job gets. */
const ACTIONS_BOT = 'github-actions[bot]'

/** What tells one comment of ours from another: names of the workflow, the job and the config file. */
export type CommentKey = readonly [workflow: string, job: string, config: string]

/** The first line of our comment. Hashed, so that no name can end the HTML comment or stand for another marker. */
export function markerOf(key: CommentKey): string {
  const digest = createHash('sha256').update(JSON.stringify(key)).digest('hex').slice(0, 16)
  return `<!-- upgrade-paths ${digest} -->`
}

interface Found {
  readonly id: number
}

/**
 * Puts the text into the pull request's one comment of ours: updated in place, or made where there is none and there is
 * something to say. Answers its address. Throws what the client throws.
 */
export async function publishComment(
  { client, owner, repo }: Remote,
  pull: number,
  marker: string,
  text: string,
  quiet: boolean,
): Promise<string | undefined> {
  const body = `${marker}\n${text}`
  for (let attempt = 1; ; attempt++) {
    const own = await findOwn({ client, owner, repo }, pull, marker)
    if (own) return (await client.rest.issues.updateComment({ owner, repo, comment_id: own.id, body })).data.html_url
    if (quiet) return undefined
    try {
      // A comment may exist although the answer was lost: look again before trying again, or there are two.
      const request = { retries: 0 }
      return (await client.rest.issues.createComment({ owner, repo, issue_number: pull, body, request })).data.html_url
    } catch (error) {
      if (attempt === ATTEMPTS || (statusOf(error) ?? 0) < 500) throw error
    }
  }
}

/** Anybody can write our marker: only a comment of our own account counts. */
async function findOwn({ client, owner, repo }: Remote, pull: number, marker: string): Promise<Found | undefined> {
  const pages = client.paginate.iterator(client.rest.issues.listComments, {
    owner,
    repo,
    issue_number: pull,
    per_page: 100,
  })
  let self: string | undefined
  for await (const { data } of pages) {
    for (const comment of data) {
      if (comment.body?.startsWith(`${marker}\n`) !== true) continue
      self ??= await ownLogin({ client, owner, repo })
      if (comment.user?.login === self) return { id: comment.id }
    }
  }
  return undefined
}

/** The REST API refuses `GET /user` to the tokens of apps, which jobs have; this query answers to every token. */
async function ownLogin({ client }: Remote): Promise<string> {
  try {
    const answer = await client.graphql<{ viewer: { login: string } }>('query { viewer { login } }')
    return answer.viewer.login
  } catch {
    return ACTIONS_BOT
  }
}
