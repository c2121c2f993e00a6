import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { matchRequest, type ApiRequest, type Match } from './description.ts'

export interface Answer {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

export interface Comment {
  id: number
  body: string
  login: string
}

export interface Seen extends ApiRequest {
  readonly operation: string
  readonly values: Readonly<Record<string, string>>
}

export type Tree = Record<string, string>

/** GitHub as far as the action needs it, for one repository `acme/tool`. State is open to tests. */
export interface GitHub {
  readonly url: string
  readonly requests: Seen[]
  /** What GitHub's description does not allow. */
  readonly violations: string[]
  comments: Comment[]
  /** Account of the token. */
  login: string
  /** Branch -> commit; commits and trees by id. */
  readonly branches: Map<string, string>
  readonly commits: Map<string, { readonly tree: string; readonly parents: readonly string[] }>
  readonly trees: Map<string, Tree>
  readonly checkRuns: { readonly body: Record<string, unknown>; readonly annotations: unknown[] }[]
  readonly releases: { readonly id: number; readonly tag: string; body: string }[]
  pulls: unknown[]
  /** Answers instead of the server where it returns something. */
  fault: (request: Seen) => Answer | undefined
  /** Answers git, which asks for `/acme/tool/info/refs`, with a status. */
  git: (request: IncomingMessage) => number
  close(): Promise<void>
}

const OPERATIONS: Record<string, (hub: GitHub, request: Seen) => Answer> = {
  'GET /repos/{owner}/{repo}/issues/{issue_number}/comments': (hub, { query }) => {
    const [size, page] = [Number(query.per_page ?? 30), Number(query.page ?? 1)]
    const last = Math.ceil(hub.comments.length / size)
    const next = `<${hub.url}/repositories/1/issues/7/comments?per_page=${size}&page=${page + 1}>; rel="next"`
    const body = hub.comments.slice((page - 1) * size, page * size).map((one) => commentBody(hub, one))
    return { status: 200, body, headers: page < last ? { link: next } : {} }
  },
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': (hub, { body }) => {
    const text = field(body, 'body')
    if (text.length > 65_536) return refusal(422, 'Body is too long (maximum is 65536 characters)')
    const comment = { id: 1000 + hub.comments.length, body: text, login: hub.login }
    hub.comments.push(comment)
    return { status: 201, body: commentBody(hub, comment) }
  },
  'PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}': (hub, { values, body }) => {
    const comment = hub.comments.find(({ id }) => `${id}` === values.comment_id)
    if (!comment) return refusal(404, 'Not Found')
    comment.body = field(body, 'body')
    return { status: 200, body: commentBody(hub, comment) }
  },
  'POST /repos/{owner}/{repo}/check-runs': (hub, { body }) => {
    const made = body as { output: { annotations: unknown[] } }
    hub.checkRuns.push({ body: body as Record<string, unknown>, annotations: [...made.output.annotations] })
    return { status: 201, body: { id: hub.checkRuns.length } }
  },
  'PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}': (hub, { values, body }) => {
    const { output } = body as { output: { annotations: unknown[] } }
    hub.checkRuns[Number(values.check_run_id) - 1]?.annotations.push(...output.annotations)
    return { status: 200, body: { id: Number(values.check_run_id) } }
  },
  'GET /repos/{owner}/{repo}/git/ref/{ref}': (hub, { values }) => {
    const sha = hub.branches.get(branchOf(values.ref))
    return sha === undefined ? refusal(404, 'Not Found') : { status: 200, body: refBody(values.ref, sha) }
  },
  'POST /repos/{owner}/{repo}/git/refs': (hub, { body }) => {
    const [ref, sha] = [field(body, 'ref').replace(/^refs\//, ''), field(body, 'sha')]
    if (hub.branches.has(branchOf(ref))) return refusal(422, 'Reference already exists')
    hub.branches.set(branchOf(ref), sha)
    return { status: 201, body: refBody(ref, sha) }
  },
  'PATCH /repos/{owner}/{repo}/git/refs/{ref}': (hub, { values, body }) => {
    const [branch, sha] = [branchOf(values.ref), field(body, 'sha')]
    const parents = hub.commits.get(sha)?.parents ?? []
    if (!parents.includes(hub.branches.get(branch) ?? '')) return refusal(422, 'Update is not a fast forward')
    hub.branches.set(branch, sha)
    return { status: 200, body: refBody(values.ref, sha) }
  },
  'GET /repos/{owner}/{repo}/git/commits/{commit_sha}': (hub, { values }) => {
    const sha = values.commit_sha ?? ''
    const commit = hub.commits.get(sha)
    return commit ? { status: 200, body: { sha, tree: { sha: commit.tree } } } : refusal(404, 'Not Found')
  },
  'POST /repos/{owner}/{repo}/git/commits': (hub, { body }) => {
    const { tree, parents } = body as { tree: string; parents: string[] }
    const sha = sha1(JSON.stringify([body, hub.commits.size]))
    hub.commits.set(sha, { tree, parents })
    return { status: 201, body: { sha, tree: { sha: tree } } }
  },
  'GET /repos/{owner}/{repo}/git/trees/{tree_sha}': (hub, { values }) => {
    const entries = Object.entries(hub.trees.get(values.tree_sha ?? '') ?? {})
    const tree = entries.map(([path, text]) => ({ path, mode: '100644', type: 'blob', sha: blobId(text) }))
    return { status: 200, body: { sha: values.tree_sha, truncated: false, tree } }
  },
  'POST /repos/{owner}/{repo}/git/trees': (hub, { body }) => {
    const { base_tree, tree } = body as { base_tree?: string; tree: { path: string; content: string }[] }
    const files = {
      ...hub.trees.get(base_tree ?? ''),
      ...Object.fromEntries(tree.map((one) => [one.path, one.content])),
    }
    const sha = sha1(JSON.stringify(files))
    hub.trees.set(sha, files)
    return { status: 201, body: { sha, truncated: false, tree: [] } }
  },
  'GET /repos/{owner}/{repo}/releases/{release_id}': (hub, { values }) =>
    releaseBody(hub.releases.find(({ id }) => `${id}` === values.release_id)),
  'GET /repos/{owner}/{repo}/releases/tags/{tag}': (hub, { values }) =>
    releaseBody(hub.releases.find(({ tag }) => tag === values.tag)),
  'PATCH /repos/{owner}/{repo}/releases/{release_id}': (hub, { values, body }) => {
    const release = hub.releases.find(({ id }) => `${id}` === values.release_id)
    if (release) release.body = field(body, 'body')
    return releaseBody(release)
  },
  'GET /repos/{owner}/{repo}/pulls': (hub, { query }) => {
    const matches = hub.pulls.filter((pull) => (pull as { head: { label: string } }).head.label === query.head)
    return { status: 200, body: matches }
  },
}

/** Starts the server on a free port of this machine. */
export async function startGitHub(): Promise<GitHub> {
  const server = createServer((incoming, outgoing) => {
    void read(incoming).then((body) => {
      const { status, body: answer, headers } = respond(hub, incoming, body)
      outgoing.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
      outgoing.end(JSON.stringify(answer))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const hub: GitHub = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests: [],
    violations: [],
    comments: [],
    login: 'github-actions[bot]',
    branches: new Map(),
    commits: new Map(),
    trees: new Map(),
    checkRuns: [],
    releases: [],
    pulls: [],
    fault: () => undefined,
    git: () => 404,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => {
          resolve()
        })
      }),
  }
  return hub
}

function respond(hub: GitHub, incoming: IncomingMessage, text: string): Answer {
  const url = new URL(incoming.url ?? '/', hub.url)
  const method = incoming.method ?? ''
  if (url.pathname.endsWith('/info/refs')) return { status: hub.git(incoming), body: {} }
  const violation = (what: string): Answer => {
    hub.violations.push(`${method} ${incoming.url ?? ''}: ${what}`)
    return refusal(400, what)
  }
  if (!/^(token|bearer) ./i.test(incoming.headers.authorization ?? '')) return violation('no token')
  const body = text === '' ? undefined : (JSON.parse(text) as unknown)
  if (url.pathname === '/graphql') return viewer(hub, body, violation)
  // The links that GitHub gives to further pages name the repository by its id.
  const path = url.pathname.replace(/^\/repositories\/1\//, '/repos/acme/tool/')
  const request = { method, path, query: Object.fromEntries(url.searchParams), body }
  const match = matchRequest(request)
  if (!match) return violation('not in the description')
  for (const fault of match.faults) violation(fault)
  if (match.values.owner !== 'acme' || match.values.repo !== 'tool') violation('another repository')
  const seen = { ...request, operation: match.operation, values: match.values }
  hub.requests.push(seen)
  return hub.fault(seen) ?? honest(match, OPERATIONS[match.operation]?.(hub, seen), violation)
}

/** What this server makes up must look like GitHub's own answers. */
function honest(match: Match, answer: Answer | undefined, violation: (what: string) => Answer): Answer {
  if (!answer) return violation('not served here')
  if (answer.status < 300) for (const fault of match.answerFaults(answer.status, answer.body)) violation(fault)
  return answer
}

function viewer(hub: GitHub, body: unknown, violation: (what: string) => Answer): Answer {
  if (field(body, 'query') !== 'query { viewer { login } }') return violation('another query')
  return { status: 200, body: { data: { viewer: { login: hub.login } } } }
}

export function refusal(status: number, message: string): Answer {
  return { status, body: { message, documentation_url: 'https://docs.github.com/rest' } }
}

function field(body: unknown, name: string): string {
  return (body as Record<string, string>)[name] ?? ''
}

function branchOf(ref = ''): string {
  return ref.replace(/^heads\//, '')
}

function refBody(ref = '', sha: string) {
  return { ref: `refs/${ref}`, object: { type: 'commit', sha } }
}

function commentBody({ url }: GitHub, { id, body, login }: Comment) {
  return { id, body, user: { login }, html_url: `${url}/acme/tool/pull/7#issuecomment-${id}` }
}

function releaseBody(release: GitHub['releases'][number] | undefined): Answer {
  if (!release) return refusal(404, 'Not Found')
  return { status: 200, body: { id: release.id, tag_name: release.tag, body: release.body } }
}

function sha1(text: string): string {
  return createHash('sha1').update(text).digest('hex')
}

function blobId(text: string): string {
  return sha1(`blob ${Buffer.byteLength(text)}\0${text}`)
}

async function read(incoming: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of incoming) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString('utf8')
}
