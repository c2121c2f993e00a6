/** A revision to judge or to compare with, and the remote ref that brings it where it is not here. */
export interface Wanted {
  readonly revision: string
  /** Where it stands as HEAD it is called that: a commit id says nothing to a reader. */
  readonly commit?: string
  readonly remoteRef?: string
}

/** The run of another workflow, whose report is to be shown on its pull request. */
export interface ForeignRun {
  readonly event: string
  readonly headSha: string
  readonly headBranch: string
  readonly headOwner: string
  readonly headRepository: number
}

/** What happened: what is to be judged, and where the answer goes. */
export interface Occasion {
  readonly event: string
  /** In order of preference. */
  readonly candidate: readonly Wanted[]
  readonly base: readonly Wanted[]
  readonly pull?: number
  /** Names of a pull request's labels. */
  readonly labels?: readonly string[]
  /** Commit that shows the check run; the candidate's where absent. */
  readonly shownAt?: string
  /** Why the token can do no more than read, where the event tells. */
  readonly readOnly?: string
  readonly tag?: string
  readonly releaseId?: number
  readonly defaultBranch?: string
  readonly foreignRun?: ForeignRun
}

/** Reads the event as the runner gives it: its name, `GITHUB_REF`, `GITHUB_SHA` and the payload of its webhook. */
export function readOccasion(event: string, ref: string, sha: string, payload: unknown): Occasion {
  const found = { event, base: [], ...known({ defaultBranch: text(payload, 'repository', 'default_branch') }) }
  const pull = number(payload, 'pull_request', 'number')
  if (pull !== undefined) return { ...found, ...pullRequest(event, sha, pull, payload) }
  if (event === 'merge_group') {
    const head = text(payload, 'merge_group', 'head_sha') ?? sha
    return {
      ...found,
      candidate: [{ revision: head, commit: head }],
      base: some(text(payload, 'merge_group', 'base_sha')).map((revision) => ({ revision })),
    }
  }
  if (event === 'workflow_run') return { ...found, candidate: [], foreignRun: foreignRun(payload) }
  const tag = text(payload, 'release', 'tag_name') ?? (ref.startsWith('refs/tags/') ? ref.slice(10) : undefined)
  if (tag === undefined) return { ...found, candidate: [{ revision: 'HEAD' }] }
  const remoteRef = `refs/tags/${tag}`
  return {
    ...found,
    candidate: [{ revision: remoteRef, remoteRef }],
    tag,
    ...known({ releaseId: number(payload, 'release', 'id') }),
  }
}

function pullRequest(event: string, sha: string, pull: number, payload: unknown) {
  const headSha = text(payload, 'pull_request', 'head', 'sha')
  const merge = `refs/pull/${pull}/merge`
  // The base's own commit stands at GITHUB_SHA for pull_request_target.
  const result = event === 'pull_request' ? [{ revision: sha, commit: sha }] : []
  return {
    candidate: [
      ...result,
      { revision: merge, remoteRef: merge },
      ...some(headSha).map((revision) => ({ revision, commit: revision, remoteRef: `refs/pull/${pull}/head` })),
    ],
    base: [
      ...some(text(payload, 'pull_request', 'base', 'ref')).map((name) => ({
        revision: `refs/remotes/origin/${name}`,
      })),
      ...some(text(payload, 'pull_request', 'base', 'sha')).map((revision) => ({ revision })),
    ],
    pull,
    labels: list(payload, 'pull_request', 'labels').flatMap((label) => some(text(label, 'name'))),
    ...known({ shownAt: headSha, readOnly: event === 'pull_request' ? readOnly(payload) : undefined }),
  }
}

function readOnly(payload: unknown): string | undefined {
  if (text(payload, 'sender', 'login') === 'dependabot[bot]') return 'a pull request from Dependabot'
  const head = number(payload, 'pull_request', 'head', 'repo', 'id')
  return head === number(payload, 'pull_request', 'base', 'repo', 'id') ? undefined : 'a pull request from a fork'
}

function foreignRun(payload: unknown): ForeignRun {
  const run = (...path: string[]) => text(payload, 'workflow_run', ...path) ?? ''
  return {
    event: run('event'),
    headSha: run('head_sha'),
    headBranch: run('head_branch'),
    headOwner: run('head_repository', 'owner', 'login'),
    headRepository: number(payload, 'workflow_run', 'head_repository', 'id') ?? 0,
  }
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), value)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function text(value: unknown, ...path: string[]): string | undefined {
  const found = at(value, path)
  return typeof found === 'string' && found !== '' ? found : undefined
}

function number(value: unknown, ...path: string[]): number | undefined {
  const found = at(value, path)
  return typeof found === 'number' ? found : undefined
}

/** At most a hundred, as many as a pull request can have labels. */
function list(value: unknown, ...path: string[]): readonly unknown[] {
  const found = at(value, path)
  return Array.isArray(found) ? found.slice(0, 100) : []
}

function some<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value]
}

/** Without the members that are undefined. */
function known<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}
