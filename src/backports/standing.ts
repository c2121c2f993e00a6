/** Whether a file shows that a change was made to it: `unlike` where it differs too much to tell. */
export type Standing = 'there' | 'lacking' | 'unlike'

/**
 * A file as lines without white space that means nothing, those with hardly a letter left out; a number for each, equal
 * for equal lines of one reader.
 */
export type Lines = Int32Array

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

/** Reads texts as lines. What two readers say cannot be compared. */
export function lineReader(): (text: Uint8Array) => Lines {
  // Versions of a file have most of their lines in common: each is looked at once.
  const asWritten = createTable()
  const rows = createTable()
  let count = 0

  function read(text: Uint8Array, from: number, to: number): number {
    let [high, low] = [0, 0]
    let [before, says] = [0, 0]
    let blank = false
    for (let at = from; at < to; at++) {
      const code = text[at]!
      const kind = KINDS[code]!
      if (kind === BLANK) {
        blank = true
        before = 0
        continue
      }
      if (blank && (high !== 0 || low !== 0)) {
        high = Math.imul(high ^ SPACE, HIGH)
        low = Math.imul(low ^ SPACE, LOW)
      }
      blank = false
      high = Math.imul(high ^ code, HIGH)
      low = Math.imul(low ^ code, LOW)
      says |= before & kind
      before = kind
    }
    if (says === 0) return SAYS_NOTHING
    return rows.get(high, low) ?? rows.set(high, low, count++)
  }
  return (text) => {
    const found: number[] = []
    for (let at = 0; at < text.length; at++) {
      const start = at
      let [high, low] = [0, 0]
      for (let code = text[at]!; code !== NEWLINE && at < text.length; code = text[++at]!) {
        high = Math.imul(high ^ code, HIGH)
        low = Math.imul(low ^ code, LOW)
      }
      const row = asWritten.get(high, low) ?? asWritten.set(high, low, read(text, start, at))
      if (row !== SAYS_NOTHING) found.push(row)
    }
    return Int32Array.from(found)
  }
}

const NEWLINE = 10
const SPACE = 32
const BLANK = 1
const LETTER = 2
/** What bytes are: files are taken apart byte by byte, in whatever encoding. */
const KINDS = Uint8Array.from({ length: 256 }, (_, code) => {
  if (code === SPACE || (code >= 9 && code <= 13)) return BLANK
  return /\w/.test(String.fromCharCode(code)) ? LETTER : 0
})
/** Multipliers of two hashes of 32 bits each, which together stand for a line. */
const HIGH = -1640531535
const LOW = 1597334677
const SAYS_NOTHING = -1

interface Table {
  get(high: number, low: number): number | undefined
  /** Answers the value. */
  set(high: number, low: number, value: number): number
}

/** Values for pairs of 32 bits: a map that is asked for millions of lines, and makes nothing for the answer. */
function createTable(): Table {
  let mask = (1 << 14) - 1
  let keys = new Int32Array(2 * (mask + 1))
  let values = new Int32Array(mask + 1).fill(FREE)
  let count = 0

  function placeOf(high: number, low: number): number {
    let at = (high ^ (high >>> 15) ^ low) & mask
    while (values[at] !== FREE && (keys[2 * at] !== high || keys[2 * at + 1] !== low)) at = (at + 1) & mask
    return at
  }
  function put(high: number, low: number, value: number): void {
    const at = placeOf(high, low)
    keys[2 * at] = high
    keys[2 * at + 1] = low
    values[at] = value
  }
  function grow(): void {
    const [oldKeys, old] = [keys, values]
    mask = 2 * mask + 1
    keys = new Int32Array(2 * (mask + 1))
    values = new Int32Array(mask + 1).fill(FREE)
    old.forEach((value, at) => {
      if (value !== FREE) put(oldKeys[2 * at]!, oldKeys[2 * at + 1]!, value)
    })
  }
  return {
    get(high, low) {
      const value = values[placeOf(high, low)]
      return value === FREE ? undefined : value
    },
    set(high, low, value) {
      put(high, low, value)
      count += 1
      if (2 * count > mask) grow()
      return value
    },
  }
}

const FREE = -2

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
