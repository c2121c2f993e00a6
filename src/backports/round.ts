import { assign } from './assign.ts'
import { chooseCopy, claimsByTrailer, originalUndone, settle, type Claim, type Side } from './claims.ts'
import { createEvidence } from './evidence.ts'
import type { Contents } from './likeness.ts'
import type { Kind, Match } from './match.ts'
import type { Facts } from './message.ts'
import { propose } from './proposals.ts'
import { effectiveIn } from './reversions.ts'
import { alike, comparable, suspects, type Changed } from './suspects.ts'

/** Commits on the way to their equivalents: what was found for each, and whose contents to compare for the others. */
export interface Round {
  readonly claims: Map<string, readonly Claim[]>
  readonly open: Map<Facts, readonly string[]>
  /** Commits whose equivalent is known but for which of several copies it is. */
  readonly copies: Map<Facts, readonly string[]>
}

/** What messages and author lines decide. */
export function byMessages(commits: readonly Facts[], side: Side): Round {
  const round: Round = { claims: new Map(), open: new Map(), copies: new Map() }
  for (const facts of commits) {
    const stated = claimsByTrailer(facts, side)
    const { claims, ask } = stated.length > 0 ? { claims: stated, ask: [] } : propose(facts, side)
    round.claims.set(facts.commit, claims)
    if (claims.length === 0) round.open.set(facts, ask)
    else if (ask.length > 0) round.copies.set(facts, ask)
  }
  return round
}

/** Asks again for the open commits, now that more is known. */
export function again(round: Round, side: Side): void {
  for (const facts of round.open.keys()) {
    const { claims, ask } = propose(facts, side)
    if (claims.length === 0) {
      round.open.set(facts, ask)
      continue
    }
    round.claims.set(facts.commit, claims)
    round.open.delete(facts)
    if (ask.length > 0) round.copies.set(facts, ask)
  }
}

/** Open commits of which the other line undid the very original. */
export function undoneThere(round: Round, side: Side): readonly Facts[] {
  return [...round.open.keys()].filter((facts) => originalUndone(facts, side))
}

/** Commits that this line undid, and the other line their originals: still the same change, which neither has. */
export function byUndoing(undone: readonly Facts[], round: Round, side: Side): void {
  const isUndone = (commit: string): boolean => side.isUndone(commit)
  const { claims } = byMessages(undone, { ...side, stands: isUndone, isCandidate: isUndone, isShared: () => false })
  for (const facts of undone) {
    const found = claims.get(facts.commit) ?? []
    if (found.length === 0) continue
    round.claims.set(facts.commit, found)
    round.open.delete(facts)
  }
}

/** What the contents asked for decide. */
export function byContents(round: Round, side: Side, contents: (commit: string) => Contents | undefined): void {
  for (const [facts, copies] of round.copies) {
    const claim = chooseCopy(facts, copies, side, contents)
    if (claim) round.claims.set(facts.commit, [claim])
    round.copies.delete(facts)
  }
  for (const [facts, ask] of round.open) {
    const claims = settle(facts, ask, side, contents)
    if (claims.length === 0) continue
    round.claims.set(facts.commit, claims)
    round.open.delete(facts)
  }
}

/** Whether contents may decide by themselves. */
export function contentsCount(without: ReadonlySet<Kind>): boolean {
  return !without.has('patch-id') || !without.has('lines') || !without.has('migration')
}

/** Asks for commits that touch the same files or say nearly the same, where nothing else helped. Answers all that the changes must be known of. */
export function suspect(round: Round, side: Side, changed: Changed): readonly string[] {
  for (const [facts, ask] of round.open) {
    const found = [...new Set([...suspects(facts, side, changed, round.open.size), ...alike(facts, side)])]
    round.open.set(
      facts,
      found.filter((commit) => !ask.includes(commit)),
    )
  }
  return [...round.open.values()].flat()
}

/** Leaves out what is of another size altogether. */
export function narrow(round: Round, changed: Changed): void {
  for (const [facts, ask] of round.open) {
    round.open.set(
      facts,
      ask.filter((commit) => comparable(facts.commit, commit, changed)),
    )
  }
}

/** Commits whose contents decide about the open ones. */
export function asked({ open, copies }: Round): readonly string[] {
  return [...copies, ...open].flatMap(([facts, ask]) => (ask.length > 0 ? [facts.commit, ...ask] : []))
}

/** One commit with all there is to know of it. */
export interface Known {
  readonly facts: Facts
  readonly contents: Contents
}

/** Matches commits that only one line has with those that only the other has; everything is known, nothing is read. */
export function matchAll(
  from: readonly Known[],
  to: readonly Known[],
  without: readonly Kind[] = [],
): readonly Match[] {
  const evidence = createEvidence()
  const contents = new Map<string, Contents>()
  for (const known of [...from, ...to]) {
    evidence.add(known.facts)
    contents.set(known.facts.commit, known.contents)
  }
  const others = new Set(to.map(({ facts }) => facts.commit))
  const { undoneBy } = effectiveIn(evidence, (commit) => others.has(commit))
  const stands = (commit: string): boolean => {
    const facts = evidence.facts(commit)
    return facts !== undefined && others.has(commit) && undoneBy(facts) === undefined
  }
  const side: Side = {
    evidence,
    without: new Set(without),
    stands,
    isCandidate: stands,
    isShared: () => false,
    isUndone: (commit) => others.has(commit) && !stands(commit),
    isMainline: () => true,
  }
  const changed: Changed = {
    changes: (commit) => contents.get(commit)?.changes,
    touching: (path) =>
      new Map(
        to.flatMap(({ facts, contents: { changes } }) => {
          const change = changes.find((file) => file.path === path)
          return change ? [[facts.commit, change]] : []
        }),
      ),
  }
  const find = (commit: string): Contents | undefined => contents.get(commit)
  const round = byMessages(
    from.map(({ facts }) => facts),
    side,
  )
  const own = new Set(from.map(({ facts }) => facts.commit))
  const here = effectiveIn(evidence, (commit) => own.has(commit))
  byUndoing(
    undoneThere(round, side).filter((facts) => here.undoneBy(facts) !== undefined),
    round,
    side,
  )
  byContents(round, side, find)
  if (contentsCount(side.without)) {
    suspect(round, side, changed)
    narrow(round, changed)
    byContents(round, side, find)
  }
  return assign(round.claims)
}
