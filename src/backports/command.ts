import { readGraph } from '../git/graph.ts'
import { openRepository, type Repository } from '../git/repository.ts'
import { GitError } from '../git/run.ts'
import { createEquivalents } from './equivalents.ts'
import { kinds, type Kind, type Match } from './match.ts'

export interface MatchRequest {
  /** A work tree or a bare repository. */
  readonly repo: string
  readonly from: string
  readonly to: string
  /** Kinds of evidence left out, separated by commas. */
  readonly without?: string
}

/** The JSON of `match`: refs as they were given, full ids. */
export interface MatchResult {
  readonly from: string
  readonly to: string
  readonly matches: readonly Match[]
}

/** For each commit of `from` that is no ancestor of `to`, merges left out: its equivalent in `to`. Throws `GitError`. */
export async function runMatch(request: MatchRequest): Promise<MatchResult> {
  const without = parseKinds(request.without ?? '')
  const repository = await openRepository(request.repo)
  try {
    const from = await tip(repository, request.from, '--from')
    const to = await tip(repository, request.to, '--to')
    return { from: request.from, to: request.to, matches: await matchCommits(repository, { from, to, without }) }
  } finally {
    repository.close()
  }
}

export interface MatchTips {
  /** Full ids of commits. */
  readonly from: string
  readonly to: string
  readonly without?: readonly Kind[]
}

/** `runMatch` for an open repository. Newest commits first. Throws `GitError`. */
export async function matchCommits(
  repository: Repository,
  { from, to, without = [] }: MatchTips,
): Promise<readonly Match[]> {
  const graph = await readGraph(repository.directory, [from, to])
  return await createEquivalents(repository, graph, without).match(from, to)
}

function parseKinds(text: string): readonly Kind[] {
  const names = text.split(',').map((name) => name.trim()).filter((name) => name !== '') // prettier-ignore
  return names.map((name) => {
    const kind = kinds.find((known) => known === name)
    if (kind === undefined)
      throw new GitError(`--without ${name}: no such kind of evidence; expected some of ${kinds.join(', ')}`)
    return kind
  })
}

async function tip(repository: Repository, revision: string, flag: string): Promise<string> {
  const commit = await repository.objects.commitNamed(revision)
  if (commit === undefined)
    throw new GitError(
      `${flag} ${revision}: no such commit in ${repository.directory}; name a branch, a tag or a commit`,
    )
  return commit
}
