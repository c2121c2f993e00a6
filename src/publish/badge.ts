import { createHash } from 'node:crypto'
import { statusOf, type Remote } from './client.ts'

const ATTEMPTS = 5

/** File name -> text. */
export type BadgeFiles = Readonly<Record<string, string>>

/**
 * Commits the files to a branch: none where they are there already, a branch without history where there is none.
 * Other files of the branch stay. Answers whether it committed. Throws what the client throws.
 */
export async function publishBadge(remote: Remote, branch: string, files: BadgeFiles): Promise<boolean> {
  for (let attempt = 1; ; attempt++) {
    const tip = await findTip(remote, branch)
    if (tip && (await hasFiles(remote, tip.tree, files))) return false
    try {
      await commit(remote, branch, files, tip)
      return true
    } catch (error) {
      // 422: another job moved the branch, or made it, in the meantime. 409: GitHub is at work on it.
      if (attempt === ATTEMPTS || ![409, 422].includes(statusOf(error) ?? 0)) throw error
    }
  }
}

interface Tip {
  readonly commit: string
  readonly tree: string
}

async function findTip({ client, owner, repo }: Remote, branch: string): Promise<Tip | undefined> {
  try {
    const { data } = await client.rest.git.getRef({ owner, repo, ref: `heads/${branch}` })
    const commit = await client.rest.git.getCommit({ owner, repo, commit_sha: data.object.sha })
    return { commit: data.object.sha, tree: commit.data.tree.sha }
  } catch (error) {
    if (statusOf(error) === 404) return undefined
    throw error
  }
}

async function hasFiles({ client, owner, repo }: Remote, tree_sha: string, files: BadgeFiles): Promise<boolean> {
  const { data } = await client.rest.git.getTree({ owner, repo, tree_sha })
  const there = new Map(data.tree.map((entry) => [entry.path, entry.sha]))
  return Object.entries(files).every(([path, text]) => there.get(path) === blobId(text))
}

/** The id git gives a file. */
function blobId(text: string): string {
  const data = Buffer.from(text)
  return createHash('sha1').update(`blob ${data.length}\0`).update(data).digest('hex')
}

async function commit({ client, owner, repo }: Remote, branch: string, files: BadgeFiles, tip?: Tip): Promise<void> {
  const tree = await client.rest.git.createTree({
    owner,
    repo,
    tree: Object.entries(files).map(([path, content]) => ({ path, mode: '100644', type: 'blob', content })),
    ...(tip ? { base_tree: tip.tree } : {}),
  })
  const made = await client.rest.git.createCommit({
    owner,
    repo,
    message: 'Update the upgrade-paths badge',
    tree: tree.data.sha,
    parents: tip ? [tip.commit] : [],
  })
  const { sha } = made.data
  if (tip) await client.rest.git.updateRef({ owner, repo, ref: `heads/${branch}`, sha, force: false })
  else await client.rest.git.createRef({ owner, repo, ref: `refs/heads/${branch}`, sha })
}

/** Where a file of a branch can be had as it is. */
export function rawUrl(
  server: string,
  { owner, repo }: Pick<Remote, 'owner' | 'repo'>,
  branch: string,
  file: string,
): string {
  const path = [owner, repo, ...branch.split('/'), file].map(encodeURIComponent)
  if (server === 'https://github.com') return `https://raw.githubusercontent.com/${path.join('/')}`
  return `${server}/${[...path.slice(0, 2), 'raw', ...path.slice(2)].join('/')}`
}
