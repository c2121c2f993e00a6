import { byId, distance, first, unseen, type Claim, type Side } from './claims.ts'
import { compareFacts, isSure, judge, opposed, type Likeness } from './likeness.ts'
import type { Kind } from './match.ts'
import type { Facts } from './message.ts'

/** Commits worth a look at their contents, for one commit. */
const mostProposed = 8

export interface Proposal {
  /** What messages alone decide. */
  readonly claims: readonly Claim[]
  /** Commits whose contents would decide; empty where nothing is left to decide. Next to a claim: it and its copies. */
  readonly ask: readonly string[]
}

const nothing: Proposal = { claims: [], ask: [] }

/** What a commit's message and another's have in common, and how much that promises. */
interface Promising {
  readonly other: Facts
  readonly like: Likeness
  readonly rank: number
}

/** By what is related to a commit, which stays the same array while nothing is added to it. */
const promised = new WeakMap<readonly Facts[], { without: ReadonlySet<Kind>; promises: Promises }>()

/** The most promising first; `sure` counts those up to the last that messages alone can decide for. */
interface Promises {
  readonly found: readonly Promising[]
  readonly sure: number
}

/** Related commits of any line. */
function promising(facts: Facts, { evidence, without }: Side): Promises {
  const related = evidence.related(facts)
  const known = promised.get(related)
  if (known?.without === without) return known.promises
  const found: Promising[] = []
  for (const other of related) {
    if (opposed(facts, other)) continue
    const like = compareFacts(facts, other, without)
    const rank = promise(like)
    if (rank > 0) found.push({ other, like, rank })
  }
  found.sort(
    (a, b) =>
      b.rank - a.rank || distance(a.like.apart) - distance(b.like.apart) || byId(a.other.commit, b.other.commit),
  )
  const promises = { found, sure: found.findLastIndex(({ like }) => isSure(like)) + 1 }
  promised.set(related, { without, promises })
  return promises
}

/** Candidates by what messages and author lines say. */
export function propose(facts: Facts, side: Side): Proposal {
  const { found, sure: lastSure } = promising(facts, side)
  const likely: Promising[] = []
  for (const [n, one] of found.entries()) {
    // Of those that contents must decide about only the first few are asked for.
    if (n >= lastSure && likely.length >= mostProposed) break
    const { commit } = one.other
    if (side.isCandidate(commit) || (isSure(one.like) && side.isShared(commit))) likely.push(one)
  }
  if (likely.length === 0) return nothing
  const sure = likely.filter(({ like }) => isSure(like))
  const best = sure.filter(({ rank }) => rank === sure[0]?.rank)
  const ask = (best.length > 1 ? best : likely).slice(0, mostProposed).map(({ other }) => other.commit)
  // Of several copies on the other line the first is the original, unless they only share a subject that many have.
  if (best.length === 1 || best.some(({ like }) => like.authored && !like.common)) {
    const { other, like } = first(best, side, (one) => one.other)
    const verdict = judge(like, unseen)
    const claim = { equivalent: other.commit, apart: distance(like.apart) }
    if (verdict) return { claims: [{ ...verdict, ...claim }], ask: best.length > 1 ? ask : [] }
  }
  return { claims: [], ask }
}

function promise(like: Likeness): number {
  const subject = like.subject ? (like.common ? 1 : 4) : 0
  return (
    (like.changeId ? 5 : 0) +
    (like.authored ? 5 : 0) +
    subject +
    (like.references ? 2 : 0) +
    (like.pull ? 3 : 0) +
    (like.squashed ? 2 : 0) +
    (like.author ? 0.5 : 0)
  )
}
