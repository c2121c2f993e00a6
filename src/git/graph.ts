import { childrenFirst, firstParent, parseRows, type Parents } from './graph-rows.ts'
import { git, tryGit, type Run } from './run.ts'

/** The commits reachable from a set of tips, and which tip reaches which commit. */
export interface CommitGraph {
  /** All of them, newest first as git lists them. */
  readonly commits: readonly string[]
  has(commit: string): boolean
  /** Committer date in seconds since 1970; undefined where the commit is not in the graph. */
  date(commit: string): number | undefined
  /** Whether `tip` reaches `commit`: at once for the tips the graph was read for, else by a walk. A commit reaches itself. */
  reaches(tip: string, commit: string): boolean
  /** Commits that `tip` reaches and `without` does not, newest first as git lists them; with or without merges. */
  between(without: string, tip: string, merges?: 'no merges'): readonly string[]
  /** Commits that both reach, merges left out, and that are dated `since` or later, in seconds since 1970. */
  shared(a: string, b: string, since: number): readonly string[]
  /** First-parent ancestors, the commit itself first. */
  firstParents(commit: string): Iterable<string>
  /** The first of them that is not dated after `day`, in seconds since 1970; undefined where there is none. */
  asOf(commit: string, day: number): string | undefined
  /** A best common ancestor: the newest of the commits that both reach and no other such commit descends from. */
  forkPoint(a: string, b: string): string | undefined
  /** Why the history is not whole; undefined where it is. */
  readonly incomplete?: string
}

/** Reads the history of the tips in one `git rev-list`. */
export async function readGraph(directory: string, tips: readonly string[]): Promise<CommitGraph> {
  const unique = [...new Set(tips)]
  if (unique.length === 0) return buildGraph(Buffer.alloc(0), [])
  const args = ['rev-list', '--parents', '--timestamp', '--stdin']
  const run: Run = await tryGit(directory, args, unique.join('\n') + '\n')
  if (run.code === 0) return buildGraph(run.stdout, unique)
  // A damaged or partial history: what each tip can show of itself is still worth having.
  const alone = await git(
    directory,
    ['rev-list', '--no-walk', '--parents', '--timestamp', '--ignore-missing', '--stdin'],
    unique.join('\n') + '\n',
  )
  const graph = buildGraph(Buffer.concat([run.stdout, alone]), unique)
  return { ...graph, incomplete: `git could not walk the whole history: ${run.stderr.split('\n', 1)[0] ?? ''}` }
}

/** Lines of `timestamp commit parent...`; every commit after all of its children is not required. */
export function buildGraph(text: Buffer, tips: readonly string[]): CommitGraph {
  const { size, find, name, dates, parents } = parseRows(text)
  const words = Math.max(1, Math.ceil(tips.length / 32))
  const reached = new Uint32Array(size * words)
  tips.forEach((tip, n) => {
    const at = find(tip)
    if (at !== undefined) reached[at * words + (n >>> 5)]! |= 1 << (n & 31)
  })
  for (const at of childrenFirst(parents)) {
    for (let p = parents.starts[at]!; p < parents.starts[at + 1]!; p++) {
      const parent = parents.list[p]!
      for (let w = 0; w < words; w++) reached[parent * words + w]! |= reached[at * words + w]!
    }
  }
  // Whole histories are gone through many times, one tip at a time.
  const columns = transposed(reached, words)
  const known = new Map(tips.map((tip, n): [string, Marks] => [tip, { marks: columns[n >>> 5]!, mask: 1 << (n & 31) }]))
  const walked = new Map<string, Marks>()
  /** Marks of the commits a tip reaches. Walks of other commits are remembered, the oldest forgotten. */
  function reach(tip: string): Marks {
    let seen = known.get(tip) ?? walked.get(tip)
    if (!seen) {
      seen = { marks: walk(find(tip), parents), mask: 1 }
      if (walked.size >= 64) walked.delete(walked.keys().next().value!)
      walked.set(tip, seen)
    }
    return seen
  }
  function isMerge(at: number): boolean {
    return parents.starts[at + 1]! - parents.starts[at]! > 1
  }
  let ends: Float64Array | undefined
  /** How many commits to look at for all that are dated `since` or later: they are listed newest first, nearly. */
  function endOf(since: number): number {
    ends ??= newestAfter(dates)
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >>> 1
      if (ends[middle]! >= since) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    get commits() {
      return Array.from({ length: size }, (_, at) => name(at))
    },
    has: (commit) => find(commit) !== undefined,
    date(commit) {
      const at = find(commit)
      return at === undefined ? undefined : dates[at]
    },
    reaches(tip, commit) {
      const at = find(commit)
      return at !== undefined && isMarked(reach(tip), at)
    },
    between(without, tip, merges) {
      const found: string[] = []
      for (const at of beyond(find(tip), reach(without), parents))
        if (merges === undefined || !isMerge(at)) found.push(name(at))
      return found
    },
    shared(a, b, since) {
      const [one, other, end] = [reach(a), reach(b), endOf(since)]
      const found: string[] = []
      for (let at = 0; at < end; at++) {
        if (isMarked(one, at) && isMarked(other, at) && dates[at]! >= since && !isMerge(at)) found.push(name(at))
      }
      return found
    },
    *firstParents(commit) {
      let at = find(commit)
      while (at !== undefined) {
        yield name(at)
        at = firstParent(parents, at)
      }
    },
    asOf(commit, day) {
      let at = find(commit)
      while (at !== undefined && dates[at]! > day) at = firstParent(parents, at)
      return at === undefined ? undefined : name(at)
    },
    forkPoint(a, b) {
      const [one, other] = [reach(a), reach(b)]
      const inherited = new Uint8Array(size)
      for (let at = 0; at < size; at++) {
        if (!isMarked(one, at) || !isMarked(other, at)) continue
        for (let p = parents.starts[at]!; p < parents.starts[at + 1]!; p++) inherited[parents.list[p]!] = 1
      }
      let best: number | undefined
      for (let at = 0; at < size; at++) {
        if (inherited[at] === 1 || !isMarked(one, at) || !isMarked(other, at)) continue
        if (best === undefined || dates[at]! > dates[best]!) best = at
      }
      return best === undefined ? undefined : name(best)
    },
  }
}

/** One bit of each entry: plain loops over typed arrays, since they run over whole histories many times. */
interface Marks {
  readonly marks: Uint32Array
  readonly mask: number
}

function isMarked({ marks, mask }: Marks, at: number): boolean {
  return (marks[at]! & mask) !== 0
}

/** The words of each entry as lists of all first words, all second ones and so on. */
function transposed(entries: Uint32Array, words: number): readonly Uint32Array[] {
  return Array.from({ length: words }, (_, w) => {
    const column = new Uint32Array(entries.length / words)
    for (let at = 0; at < column.length; at++) column[at] = entries[at * words + w]!
    return column
  })
}

/** Commits from a start on that are not marked, in the order of the list: far fewer than all, where lines are near. */
function beyond(start: number | undefined, no: Marks, { starts, list }: Parents): Uint32Array {
  if (start === undefined || isMarked(no, start)) return new Uint32Array(0)
  const found = [start]
  const seen = new Set(found)
  for (const at of found) {
    for (let p = starts[at]!; p < starts[at + 1]!; p++) {
      const parent = list[p]!
      if (isMarked(no, parent) || seen.has(parent)) continue
      seen.add(parent)
      found.push(parent)
    }
  }
  return Uint32Array.from(found).sort()
}

/** The newest date of each commit and all that are listed after it. */
function newestAfter(dates: Float64Array): Float64Array {
  const newest = Float64Array.from(dates)
  for (let at = newest.length - 2; at >= 0; at--) newest[at] = Math.max(newest[at]!, newest[at + 1]!)
  return newest
}

function walk(start: number | undefined, { starts, list }: Parents): Uint32Array {
  const seen = new Uint32Array(starts.length - 1)
  const open = start === undefined ? [] : [start]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (seen[at] === 1) continue
    seen[at] = 1
    for (let p = starts[at]!; p < starts[at + 1]!; p++) open.push(list[p]!)
  }
  return seen
}
