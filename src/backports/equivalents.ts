import type { CommitGraph } from '../git/graph.ts'
import { readCommits } from '../git/log.ts'
import type { Repository } from '../git/repository.ts'
import { tryGit } from '../git/run.ts'
import { assign } from './assign.ts'
import { sureCopies, type Side } from './claims.ts'
import { createContents, type ContentStore } from './contents.ts'
import { createEvidence, isRevision, type Evidence } from './evidence.ts'
import { isMerge } from './likeness.ts'
import type { Kind, Match } from './match.ts'
import { parseCommit, type Facts } from './message.ts'
import { effectiveIn, type Effective } from './reversions.ts'
import {
  again,
  asked,
  byContents,
  byMessages,
  byUndoing,
  contentsCount,
  narrow,
  suspect,
  undoneThere,
} from './round.ts'

/**
 * How far a search goes: `messages` looks at what commits say alone, which costs little and finds most; `proposals` also at
 * the contents of those that say nearly enough; `contents` at all that touch the same files.
 */
export type Depth = 'messages' | 'proposals' | 'contents'

/** Finds the same change on other lines. What it learns of a commit is kept, so that many pairs cost little more than one. */
export interface Equivalents {
  /**
   * For each commit that `from` has and `to` has not (or those of them in `commits`), merges left out, its equivalent in
   * `to`. Both are full ids, best tips of the graph. Throws `GitError`.
   */
  match: (from: string, to: string, commits?: readonly string[], depth?: Depth) => Promise<readonly Match[]>
  /** Commits that `from` has and `to` has not, merges left out, newest first. */
  own(from: string, to: string): readonly string[]
  /** What the commits say; read where that was not done yet. */
  read(commits: readonly string[]): Promise<readonly Facts[]>
  /** Reads what all commits say: no answer then depends on what was asked before. */
  readAll(): Promise<void>
  /** Which commits of a history still have their effect, by what was read of it. */
  effective: (tip: string) => Effective
  /** The commit of a history that undid the same change there, by what was read so far; undefined where none did. */
  undone(commit: string, tip: string): Facts | undefined
  readonly contents: ContentStore
}

/** How far a chain of picks of picks is followed to commits of other lines. */
const longestChain = 4

/** Seconds after which nobody picks a change that the line has already; author dates can be any. */
const longestDelay = 2 * 365 * 86_400

/** Pairs of revisions whose commits are remembered. */
const mostOwned = 5_000

export function createEquivalents(
  repository: Repository,
  graph: CommitGraph,
  hidden: readonly Kind[] = [],
): Equivalents {
  const evidence: Evidence = createEvidence()
  const contents = createContents(repository)
  const without: ReadonlySet<Kind> = new Set(hidden)
  const lookedUp = new Set<string>()
  let effects = new Map<string, Effective>()
  const owned = new Map<string, readonly string[]>()

  async function read(commits: readonly string[]): Promise<readonly Facts[]> {
    await ensure(commits)
    return commits.flatMap((commit) => evidence.facts(commit) ?? [])
  }

  async function readAll(): Promise<void> {
    await ensure(graph.commits)
    allRead = true
  }

  /** Lists of `own` that were read: they are asked for again and again. */
  const ensured = new WeakSet<readonly string[]>()
  let allRead = false

  async function ensure(commits: readonly string[]): Promise<void> {
    if (allRead || ensured.has(commits)) return
    let open: readonly string[] = commits.filter((commit) => !evidence.facts(commit))
    for (let step = 0; step <= longestChain && open.length > 0; step++) {
      const texts = await readCommits(repository.objects, open)
      const fresh = texts.map(parseCommit)
      for (const facts of fresh) evidence.add(facts)
      effects = new Map()
      open = without.has('trailer') ? [] : await known(fresh.flatMap((facts) => facts.origins))
    }
    ensured.add(commits)
  }

  /** Full ids of those names that are commits here and not read yet. */
  async function known(names: readonly string[]): Promise<readonly string[]> {
    // git knows nothing of Subversion's numbers.
    const ids = names.filter((name) => !isRevision(name))
    const open = [...new Set(ids)].filter((name) => !lookedUp.has(name) && evidence.find(name) === undefined)
    if (open.length === 0) return []
    for (const name of open) lookedUp.add(name)
    // Full ids need not be asked for: what is no commit here is passed over where it is read.
    const short = repository.partial ? open : open.filter((name) => name.length !== 2 * repository.idBytes)
    const full = repository.partial ? [] : open.filter((name) => name.length === 2 * repository.idBytes)
    return [...new Set([...full, ...(await expanded(short))])].filter((commit) => !evidence.facts(commit))
  }

  async function expanded(names: readonly string[]): Promise<readonly string[]> {
    if (names.length === 0) return []
    const check = ['cat-file', '--batch-check=%(objectname) %(objecttype)']
    const run = await tryGit(repository.directory, check, names.join('\n') + '\n')
    const found = run.stdout.toString('latin1').matchAll(/^([0-9a-f]{40,64}) commit$/gm)
    return [...found].map(([, commit = '']) => commit)
  }

  function own(from: string, to: string): readonly string[] {
    const key = `${from} ${to}`
    let found = owned.get(key)
    if (!found) {
      if (owned.size >= mostOwned) owned.clear()
      owned.set(key, (found = graph.between(to, from, 'no merges')))
    }
    return found
  }

  function effective(tip: string): Effective {
    const known = effects.get(tip) ?? effectiveIn(evidence, (commit) => graph.reaches(tip, commit))
    effects.set(tip, known)
    return known
  }

  function undone(commit: string, tip: string): Facts | undefined {
    const facts = evidence.facts(commit)
    if (!facts) return undefined
    const { undoneBy } = effective(tip)
    const there = sureCopies(facts, evidence, without).filter((copy) => graph.reaches(tip, copy.commit))
    return there.map(undoneBy).find((reversion) => reversion !== undefined)
  }

  function sideOf(from: string, to: string): Side {
    const { undoneBy } = effective(to)
    const stands = (commit: string): boolean => {
      if (!graph.reaches(to, commit)) return false
      const facts = evidence.facts(commit)
      return facts === undefined || undoneBy(facts) === undefined
    }
    const candidates = new Map<string, boolean>()
    // Commits that say the same are proposed to each other: each is asked about many times.
    const isCandidate = (commit: string): boolean => {
      let answer = candidates.get(commit)
      if (answer === undefined) {
        answer = !graph.reaches(from, commit) && stands(commit)
        if (evidence.facts(commit)) candidates.set(commit, answer)
      }
      return answer
    }
    let mainline: ReadonlySet<string> | undefined
    return {
      evidence,
      without,
      stands,
      isCandidate,
      isShared: (commit) => graph.reaches(from, commit) && stands(commit),
      isUndone: (commit) => graph.reaches(to, commit) && !stands(commit),
      isMainline: (commit) => (mainline ??= new Set(graph.firstParents(to))).has(commit),
    }
  }

  /** Commits of both histories that some of the commits may be picks of: this line may have a change twice. */
  function shared(from: string, to: string, commits: readonly Facts[]): readonly string[] {
    const earliest = ({ authorDate, date }: Facts): number => Math.max(authorDate, date - longestDelay)
    const since = commits.reduce((oldest, facts) => Math.min(oldest, earliest(facts)), Infinity)
    return graph.shared(from, to, since)
  }

  async function match(
    from: string,
    to: string,
    commits = own(from, to),
    depth: Depth = 'contents',
  ): Promise<readonly Match[]> {
    if (commits.length === 0) return []
    const others = own(to, from)
    const facts = await read(commits)
    if (!allRead) await ensure(facts.some(isMerge) ? graph.between(from, to) : others)
    const side = sideOf(from, to)
    const round = byMessages(facts, side)
    if (round.open.size > 0 && !allRead) {
      await ensure(shared(from, to, [...round.open.keys()]))
      again(round, side)
    }
    const undone = undoneThere(round, side)
    if (undone.length > 0) {
      await read(own(from, to))
      const { undoneBy } = effective(from)
      byUndoing(undone.filter((one) => undoneBy(one) !== undefined), round, side) // prettier-ignore
    }
    if (depth === 'messages') return assign(round.claims)
    if (round.open.size > 0 && !allRead) {
      // Merges change nothing by themselves, but can be picked (`cherry-pick -m`).
      await ensure(graph.between(from, to))
      again(round, side)
    }
    await contents.load(asked(round))
    byContents(round, side, contents.contents)
    if (depth === 'proposals') return assign(round.claims)
    if (round.open.size > 0 && others.length > 0 && contentsCount(without)) {
      const open = [...round.open.keys()].map((one) => one.commit)
      await contents.loadChanges(open)
      const paths = open.flatMap((commit) => (contents.changes(commit) ?? []).map((change) => change.path))
      await contents.scan(others, paths)
      await contents.loadChanges(suspect(round, side, contents))
      narrow(round, contents)
      await contents.load(asked(round))
      byContents(round, side, contents.contents)
    }
    return assign(round.claims)
  }

  return { match, own, read, readAll, effective, undone, contents }
}
