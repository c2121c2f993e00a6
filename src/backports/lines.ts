/**
 * A file as lines without white space that means nothing, those with hardly a letter left out; a number for each, equal
 * for equal lines of one reader.
 */
export type Lines = Int32Array

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
