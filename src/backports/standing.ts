/** Whether a file shows that a change was made to it: `unlike` where it differs too much to tell. */
export type Standing = 'there' | 'lacking' | 'unlike'

/** A file as lines without white space that means nothing; those with hardly a letter are left out. */
export interface Lines {
  readonly rows: readonly string[]
  /** How often each stands there. */
  readonly counts: ReadonlyMap<string, number>
}

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
  const added = beyond(after, before)
  const removed = beyond(before, after)
  if (added.length === 0 && removed.length === 0) return 'unlike'
  const standingAdded = share(added, (line) => timesIn(there, line) > timesIn(before, line))
  const standingRemoved = share(removed, (line) => timesIn(there, line) > timesIn(after, line))
  if (added.length === 0) return standingRemoved >= most ? 'lacking' : standingRemoved === 0 ? 'there' : 'unlike'
  if (standingAdded >= most) return 'there'
  if (standingAdded > few) return 'unlike'
  if (removed.length > 0) return standingRemoved >= most ? 'lacking' : 'unlike'
  return share(neighbours(after.rows, new Set(added)), (line) => there.counts.has(line)) >= half ? 'lacking' : 'unlike'
}

/** Lines of a text. */
export function linesOf(text: string): Lines {
  const rows: string[] = []
  const counts = new Map<string, number>()
  for (const line of text.split('\n')) {
    if (!/\w\w/.test(line)) continue
    const bare = line.trim()
    const row = /\s\s|[\t\f\v]/.test(bare) ? bare.replace(/\s+/g, ' ') : bare
    rows.push(row)
    counts.set(row, (counts.get(row) ?? 0) + 1)
  }
  return { rows, counts }
}

function timesIn({ counts }: Lines, line: string): number {
  return counts.get(line) ?? 0
}

function isAlike({ rows }: Lines, { counts }: Lines): boolean {
  return share(rows, (line) => counts.has(line)) >= most
}

/** Lines that stand right above and below added ones. */
function neighbours(rows: readonly string[], added: ReadonlySet<string>): readonly string[] {
  return rows.filter((row, at) => !added.has(row) && (added.has(rows[at - 1] ?? '') || added.has(rows[at + 1] ?? '')))
}

/** Lines that the first text has more often than the second. */
function beyond(one: Lines, other: Lines): readonly string[] {
  const found: string[] = []
  for (const [line, times] of one.counts) if (times > timesIn(other, line)) found.push(line)
  return found
}

function share(lines: readonly string[], holds: (line: string) => boolean): number {
  return lines.length === 0 ? 0 : lines.filter(holds).length / lines.length
}
