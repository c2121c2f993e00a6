import type { Evidence } from './evidence.ts'
import type { Facts } from './message.ts'

/** Which commits of one history still have their effect: a reverted one has not, until its revert is reverted. */
export interface Effective {
  /** The commit that undid this one, itself not undone; undefined where the commit still stands. */
  readonly undoneBy: (facts: Facts) => Facts | undefined
}

/**
 * Follows reverts within one history. A revert counts for the commit whose id it names; where that is not of this history (a
 * picked revert names the original's), or it names none, for the newest commit before it with the subject it quotes.
 */
export function effectiveIn(evidence: Evidence, reaches: (commit: string) => boolean): Effective {
  const known = new Map<string, Facts | undefined>()

  function undoneBy(facts: Facts): Facts | undefined {
    if (known.has(facts.commit)) return known.get(facts.commit)
    // Set before it is known: messages can name each other in a circle.
    known.set(facts.commit, undefined)
    const undoing = evidence
      .reversionsOf(facts)
      .find(
        (other) =>
          other.depth > 0 && reaches(other.commit) && target(other) === facts.commit && undoneBy(other) === undefined,
      )
    known.set(facts.commit, undoing)
    return undoing
  }

  function target(reversion: Facts): string | undefined {
    for (const id of reversion.reverts) {
      const named = evidence.find(id)
      if (named !== undefined && named !== reversion.commit && reaches(named)) return named
    }
    let newest: Facts | undefined
    for (const other of evidence.titled(reversion.key, reversion.depth - 1)) {
      if (other.date > reversion.date || !reaches(other.commit)) continue
      if (!newest || other.date >= newest.date) newest = other
    }
    return newest?.commit
  }

  return { undoneBy }
}
