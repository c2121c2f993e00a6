import type { Lines } from './lines.ts'

/** Whether a file shows that a change was made to it: `unlike` where it differs too much to tell. */
export type Standing = 'there' | 'lacking' | 'unlike'

/** A file before and after a change, and the same file where the change is looked for; undefined where there is none. */
export interface Change {
  readonly before: Lines | undefined
  readonly after: Lines | undefined
  readonly there: Lines
}

/** Shares of lines: added ones that stand where the change is there, or where it is not; old ones that stand where it is not. */
const most = 0.8
const few = 0.3
const half = 0.5

/**
 * Compares by lines. The change is there where what it added stands; it is lacking where what it removed still stands, or
 * where the lines around its additions stand without them.
 */
export function standing({ before, after, there }: Change): Standing {
  if (before === undefined || after === undefined) {
    const only = before ?? after
    if (only === undefined || !isAlike(only, there)) return 'unlike'
    return after === undefined ? 'lacking' : 'there'
  }
  const { added, removed } = difference(before, after)
  if (added.length === 0 && removed.length === 0) return 'unlike'
  const told = new Set([...added, ...removed])
  const [old, now, here] = [before, after, there].map((lines) => timesOf(told, lines))
  const standingAdded = share(added, (line) => timesIn(here!, line) > timesIn(old!, line))
  const standingRemoved = share(removed, (line) => timesIn(here!, line) > timesIn(now!, line))
  if (added.length === 0) return standingRemoved >= most ? 'lacking' : standingRemoved === 0 ? 'there' : 'unlike'
  if (standingAdded >= most) return 'there'
  if (standingAdded > few) return 'unlike'
  if (removed.length > 0) return standingRemoved >= most ? 'lacking' : 'unlike'
  const around = neighbours(after, new Set(added))
  const standingAround = new Set(there)
  return share(around, (line) => standingAround.has(line)) >= half ? 'lacking' : 'unlike'
}

type Times = ReadonlyMap<number, number>

function timesIn(times: Times, line: number): number {
  return times.get(line) ?? 0
}

/** How often each of some lines stands in a file. */
function timesOf(wanted: ReadonlySet<number>, lines: Lines): Times {
  const times = new Map<number, number>()
  for (const line of lines) if (wanted.has(line)) times.set(line, timesIn(times, line) + 1)
  return times
}

function isAlike(one: Lines, other: Lines): boolean {
  const standing = new Set(other)
  return share([...one], (line) => standing.has(line)) >= most
}

/** Lines that stand right above and below added ones. */
function neighbours(rows: Lines, added: ReadonlySet<number>): readonly number[] {
  return [...rows].filter(
    (row, at) => !added.has(row) && (added.has(rows[at - 1] ?? -1) || added.has(rows[at + 1] ?? -1)),
  )
}

/** Lines that the second text has more often than the first, and the other way round. */
function difference(
  before: Lines,
  after: Lines,
): { readonly added: readonly number[]; readonly removed: readonly number[] } {
  // What both begin and end with is as often in either.
  let start = 0
  const shorter = Math.min(before.length, after.length)
  while (start < shorter && before[start] === after[start]) start += 1
  let end = 0
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1
  const surplus = new Map<number, number>()
  const count = (lines: Lines, step: number): void => {
    for (let at = start; at < lines.length - end; at += 1) {
      const line = lines[at]!
      surplus.set(line, timesIn(surplus, line) + step)
    }
  }
  count(before, -1)
  count(after, 1)
  const lines = [...surplus]
  return {
    added: lines.filter(([, times]) => times > 0).map(([line]) => line),
    removed: lines.filter(([, times]) => times < 0).map(([line]) => line),
  }
}

function share(lines: readonly number[], holds: (line: number) => boolean): number {
  return lines.length === 0 ? 0 : lines.filter(holds).length / lines.length
}
