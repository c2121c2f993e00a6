import type { Outcome, PathReason, UpgradePath } from '../model.ts'

/** Paths with one outcome that share an end. */
export interface FoldedPaths {
  readonly from: readonly string[]
  readonly to: readonly string[]
  readonly outcome: Outcome
  /** Of all of them, in order. */
  readonly reasons: readonly PathReason[]
}

/** Outcomes that leave a user stranded, without a fix or with broken settings. */
export function fails(outcome: Outcome): boolean {
  return outcome !== 'safe' && outcome !== 'guarded'
}

/**
 * Folds neighbours of one outcome: those that arrive at `hub` by their sources, all others by their targets.
 * Input in version order; so is the output, arrivals first.
 */
export function foldPaths(paths: readonly UpgradePath[], hub?: string): FoldedPaths[] {
  const arriving = paths.filter((path) => path.to === hub)
  const leaving = paths.filter((path) => path.to !== hub)
  return [...foldRuns(arriving, 'from', 'to'), ...foldRuns(leaving, 'to', 'from')]
}

function foldRuns(paths: readonly UpgradePath[], open: 'from' | 'to', shared: 'from' | 'to'): FoldedPaths[] {
  const runs: UpgradePath[][] = []
  for (const path of paths) {
    const last = runs.at(-1)
    const head = last?.[0]
    if (last && head?.[shared] === path[shared] && head.outcome === path.outcome) last.push(path)
    else runs.push([path])
  }
  return runs.flatMap((run) => {
    const [first] = run
    if (!first) return []
    const ends = run.map((path) => path[open])
    const hub = [first[shared]]
    const [from, to] = open === 'from' ? [ends, hub] : [hub, ends]
    return [{ from, to, outcome: first.outcome, reasons: run.flatMap(({ reasons }) => reasons) }]
  })
}

/** Names in order, three or more folded to the first and the last. */
export function span(names: readonly string[]): string {
  const [first, last] = [names[0] ?? '', names.at(-1) ?? '']
  return names.length < 3 ? names.join(', ') : `${first} .. ${last} (${names.length})`
}
