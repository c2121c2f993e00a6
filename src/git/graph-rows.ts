/** The parents of all commits in one array, those of commit `n` from `starts[n]` to `starts[n + 1]`. */
export interface Parents {
  readonly starts: Uint32Array
  readonly list: Uint32Array
}

export function firstParent({ starts, list }: Parents, at: number): number | undefined {
  return starts[at]! < starts[at + 1]! ? list[starts[at]!] : undefined
}

export interface Rows {
  readonly size: number
  /** Position of a commit; undefined where no row is its. */
  readonly find: (commit: string) => number | undefined
  readonly name: (at: number) => string
  readonly dates: Float64Array
  readonly parents: Parents
}

const NEWLINE = 10
const SPACE = 32
const MINUS = 45
const ZERO = 48

/**
 * Lines of `timestamp commit parent...`, in any order. A history has tens of thousands, of which few are ever named: commits
 * are told apart by their bytes, and become text when somebody asks.
 */
export function parseRows(text: Buffer): Rows {
  let lines = 1
  for (let at = text.indexOf(NEWLINE); at >= 0; at = text.indexOf(NEWLINE, at + 1)) lines++
  const table = createTable(text, lines)
  const dates = new Float64Array(lines)
  /** Where the parents of each row are written. */
  const written: number[] = []
  const ends = new Uint32Array(lines)
  for (let at = 0; at < text.length; at++) {
    const isNegative = text[at] === MINUS
    let date = 0
    for (at += isNegative ? 1 : 0; text[at]! >= ZERO; at++) date = 10 * date + text[at]! - ZERO
    const start = at + 1
    const end = endOf(text, start)
    const isNew = text[at] === SPACE && table.add(start, end)
    const row = table.size - 1
    if (isNew) dates[row] = isNegative ? -date : date
    for (at = end; text[at] === SPACE; at = endOf(text, at + 1)) if (isNew) written.push(at + 1)
    if (isNew) ends[row] = written.length
  }
  // Parents beyond a shallow boundary are not in the graph.
  const starts = new Uint32Array(table.size + 1)
  const list = new Uint32Array(written.length)
  let [count, next] = [0, 0]
  for (let row = 0; row < table.size; row++) {
    for (; next < ends[row]!; next++) {
      const parent = table.find(text, written[next]!, endOf(text, written[next]!))
      if (parent !== undefined) list[count++] = parent
    }
    starts[row + 1] = count
  }
  return { size: table.size, ...named(table), dates: dates.subarray(0, table.size), parents: { starts, list } }
}

/** Where a word ends. */
function endOf(text: Uint8Array, start: number): number {
  let at = start
  while (at < text.length && text[at] !== SPACE && text[at] !== NEWLINE) at++
  return at
}

/** Names and their positions, each looked up once. */
function named(table: Table): Pick<Rows, 'find' | 'name'> {
  const known = new Map<string, number | undefined>()
  const names: string[] = []
  return {
    find(commit) {
      let at = known.get(commit)
      if (at === undefined && !known.has(commit)) {
        const bytes = Buffer.from(commit, 'latin1')
        at = table.find(bytes, 0, bytes.length)
        known.set(commit, at)
      }
      return at
    },
    name: (at) => (names[at] ??= table.name(at)),
  }
}

/** Words of a text by their bytes. */
interface Table {
  readonly size: number
  /** Whether it is new. */
  add(start: number, end: number): boolean
  find(bytes: Uint8Array, start: number, end: number): number | undefined
  name(at: number): string
}

function createTable(text: Buffer, most: number): Table {
  const starts = new Uint32Array(most)
  const ends = new Uint32Array(most)
  let mask = 1
  while (mask < 2 * most) mask = 2 * mask + 1
  /** One more than the position; 0 where a place is free. */
  const places = new Uint32Array(mask + 1)
  let size = 0

  function placeOf(bytes: Uint8Array, start: number, end: number): number {
    let hash = 0
    for (let at = start; at < end; at++) hash = Math.imul(hash ^ bytes[at]!, 0x5bd1e995)
    let place = (hash ^ (hash >>> 15)) & mask
    while (places[place] !== 0 && !isAt(places[place]! - 1, bytes, start, end)) place = (place + 1) & mask
    return place
  }
  function isAt(position: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = starts[position]!
    if (ends[position]! - from !== end - start) return false
    for (let n = 0; n < end - start; n++) if (text[from + n] !== bytes[start + n]) return false
    return true
  }
  return {
    get size() {
      return size
    },
    add(start, end) {
      const place = placeOf(text, start, end)
      if (places[place] !== 0) return false
      starts[size] = start
      ends[size] = end
      places[place] = ++size
      return true
    },
    find(bytes, start, end) {
      const position = places[placeOf(bytes, start, end)]!
      return position === 0 ? undefined : position - 1
    },
    name: (at) => text.toString('latin1', starts[at], ends[at]),
  }
}

/** Kahn's order: every commit before its parents, whatever the clocks said. */
export function childrenFirst({ starts, list }: Parents): Uint32Array {
  const size = starts.length - 1
  const waiting = new Uint32Array(size)
  for (let p = 0; p < starts[size]!; p++) waiting[list[p]!]!++
  const order = new Uint32Array(size)
  let end = 0
  for (let at = 0; at < size; at++) if (waiting[at] === 0) order[end++] = at
  for (let next = 0; next < end; next++) {
    const at = order[next]!
    for (let p = starts[at]!; p < starts[at + 1]!; p++) {
      const parent = list[p]!
      const left = waiting[parent]! - 1
      waiting[parent] = left
      if (left === 0) order[end++] = parent
    }
  }
  return order
}
