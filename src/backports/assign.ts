import { bySurety, type Claim } from './claims.ts'
import type { Match } from './match.ts'

/** How much less sure a free equivalent may be than one that another commit has a better claim to. */
const near = 3

/**
 * One equivalent for each commit, the surest claims first. Equivalents are shared only where that is said or shown: a fix
 * picked twice (it was reverted in between) has one original; of commits that merely look alike each needs its own.
 */
export function assign(claims: ReadonlyMap<string, readonly Claim[]>): readonly Match[] {
  const taken = new Set<string>()
  const chosen = new Map<string, Claim>()
  const order = [...claims].flatMap(([commit, [best, ...rest]]) => (best ? [{ commit, best, rest }] : []))
  order.sort((a, b) => bySurety(a.best, b.best) || (a.commit < b.commit ? -1 : 1))
  for (const { commit, best, rest } of order) {
    const free = [best, ...rest].find((claim) => !taken.has(claim.equivalent) && claim.score >= best.score - near)
    const claim = free ?? (best.by === 'lines' || best.by === 'reference' ? undefined : best)
    if (!claim) continue
    chosen.set(commit, claim)
    taken.add(claim.equivalent)
  }
  return [...claims.keys()].map((commit) => {
    const claim = chosen.get(commit)
    return claim ? { commit, equivalent: claim.equivalent, by: claim.by } : { commit, equivalent: null }
  })
}
