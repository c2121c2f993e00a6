import type { Side } from './claims.ts'
import type { FileChange } from '../git/log.ts'
import { commonWords, otherVersions, reworded } from './likeness.ts'
import type { Facts } from './message.ts'

/** Which commits touch which files. */
export interface Changed {
  readonly changes: (commit: string) => readonly FileChange[] | undefined
  /** What commits of the other line did to the path. */
  readonly touching: (path: string) => ReadonlyMap<string, FileChange>
}

/** Patches compared over all commits for which messages gave no answer. */
const mostPatches = 3000
const mostEach = 8

/**
 * Commits of the other line that touch the same files, the most telling first: files that few commits touch, the same
 * contents, the same author. Only these are compared line by line.
 */
export function suspects(facts: Facts, side: Side, contents: Changed, rivals: number): readonly string[] {
  const changes = facts.routine ? [] : (contents.changes(facts.commit) ?? [])
  const scores = new Map<string, number>()
  const isSuspect = (commit: string): boolean =>
    commit !== facts.commit && side.isCandidate(commit) && side.evidence.facts(commit)?.routine === false
  for (const own of changes) {
    // What other lines did to the file was looked at, or not, for other pairs of lines.
    const touching = [...contents.touching(own.path)].filter(([commit]) => isSuspect(commit))
    const weight = 1 / Math.log2(2 + touching.length)
    for (const [commit, theirs] of touching) {
      if (theirs.status !== own.status) continue
      const same = theirs.newBlob === own.newBlob ? 3 : 1
      scores.set(commit, (scores.get(commit) ?? 0) + weight * same)
    }
  }
  const each = Math.max(1, Math.min(mostEach, Math.floor(mostPatches / rivals)))
  return [...scores]
    .map(([commit, score]) => {
      const other = side.evidence.facts(commit)
      const author = other && (other.authorEmail === facts.authorEmail || other.authorName === facts.authorName)
      const months = other ? Math.abs(other.date - facts.date) / 2_600_000 : 100
      return { commit, score: score * (author ? 2 : 1) * (1 + 1 / (1 + months)) }
    })
    .sort((a, b) => b.score - a.score || (a.commit < b.commit ? -1 : 1))
    .slice(0, each)
    .map(({ commit }) => commit)
}

/** Commits of an author beyond this: it is a bot, whose subjects are all alike. */
const mostOfAuthor = 5000
/** Nobody ports a change later than that, in seconds. */
const longestTime = 2 * 365 * 86_400
const mostAlike = 3

/** Commits by the same author that say nearly the same, the most alike first: their files may have moved. */
export function alike(facts: Facts, side: Side): readonly string[] {
  const others = side.evidence.by(facts)
  if (facts.routine || facts.common || others.length > mostOfAuthor || side.without.has('subject')) return []
  return worded(facts, others)
    .filter(({ commit }) => side.isCandidate(commit))
    .sort((a, b) => b.words - a.words || a.apart - b.apart || (a.commit < b.commit ? -1 : 1))
    .slice(0, mostAlike)
    .map(({ commit }) => commit)
}

interface Worded {
  readonly commit: string
  readonly words: number
  /** Seconds between them. */
  readonly apart: number
}

/** What was found among the first commits of an author's list, which only grows. */
const wordedLike = new WeakMap<Facts, { others: readonly Facts[]; seen: number; found: Worded[] }>()

/** Those that say nearly the same, on any line. */
function worded(facts: Facts, others: readonly Facts[]): readonly Worded[] {
  let known = wordedLike.get(facts)
  if (known?.others !== others) wordedLike.set(facts, (known = { others, seen: 0, found: [] }))
  for (; known.seen < others.length; known.seen++) {
    const other = others[known.seen]!
    const apart = Math.abs(other.date - facts.date)
    if (apart > longestTime || other.routine || otherVersions(facts, other)) continue
    const words = commonWords(facts, other)
    if (words >= reworded) known.found.push({ commit: other.commit, words, apart })
  }
  return known.found
}

/** Whether one may be the other, or a squash of it and a few more: the number of files must not be of another order. */
export function comparable(one: string, other: string, contents: Changed): boolean {
  const own = contents.changes(one)?.length ?? 0
  const theirs = contents.changes(other)?.length ?? 0
  return own <= 3 * theirs + 10 && theirs <= 3 * own + 10
}
