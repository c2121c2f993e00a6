/** Sets of Unicode code points, as sorted, disjoint, non-adjacent inclusive ranges. */

export type Characters = readonly (readonly [number, number])[]

export const lastCodePoint = 0x10ffff
export const noCharacter: Characters = []
export const anyCharacter: Characters = [[0, lastCodePoint]]
export const surrogates: Characters = [[0xd800, 0xdfff]]
export const digits: Characters = [[48, 57]]
export const wordCharacters: Characters = [
  [48, 57],
  [65, 90],
  [95, 95],
  [97, 122],
]
/** ECMA-262 WhiteSpace and LineTerminator, what `\s` stands for. */
export const spaces: Characters = [
  [9, 13],
  [32, 32],
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x2028, 0x2029],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
  [0xfeff, 0xfeff],
]
export const lineEnds: Characters = [
  [10, 10],
  [13, 13],
  [0x2028, 0x2029],
]

export function character(codePoint: number): Characters {
  return [[codePoint, codePoint]]
}

export function union(...sets: Characters[]): Characters {
  const ranges = sets.flat().sort((a, b) => a[0] - b[0])
  const merged: [number, number][] = []
  for (const [from, to] of ranges) {
    const last = merged.at(-1)
    if (last && from <= last[1] + 1) last[1] = Math.max(last[1], to)
    else merged.push([from, to])
  }
  return merged
}

export function complement(set: Characters): Characters {
  const gaps: [number, number][] = []
  let next = 0
  for (const [from, to] of set) {
    if (from > next) gaps.push([next, from - 1])
    next = to + 1
  }
  if (next <= lastCodePoint) gaps.push([next, lastCodePoint])
  return gaps
}

export function intersection(a: Characters, b: Characters): Characters {
  const common: [number, number][] = []
  let [i, j] = [0, 0]
  for (;;) {
    const left = a[i]
    const right = b[j]
    if (!left || !right) return common
    const from = Math.max(left[0], right[0])
    const to = Math.min(left[1], right[1])
    if (from <= to) common.push([from, to])
    if (left[1] < right[1]) i++
    else j++
  }
}

export function contains(set: Characters, codePoint: number): boolean {
  return set.some(([from, to]) => from <= codePoint && codePoint <= to)
}

/** Splits all code points into the coarsest classes that no given set cuts in two. */
export function classes(sets: readonly Characters[]): Characters[] {
  const cuts = new Set<number>([0])
  for (const set of sets) {
    for (const [from, to] of set) {
      cuts.add(from)
      if (to < lastCodePoint) cuts.add(to + 1)
    }
  }
  const starts = [...cuts].sort((a, b) => a - b)
  const groups = new Map<string, [number, number][]>()
  for (const [index, from] of starts.entries()) {
    const to = (starts[index + 1] ?? lastCodePoint + 1) - 1
    const signature = sets.map((set) => (contains(set, from) ? '1' : '0')).join('')
    const group = groups.get(signature)
    if (group) group.push([from, to])
    else groups.set(signature, [[from, to]])
  }
  return [...groups.values()].map((ranges) => union(ranges))
}

/** What a reader finds easiest first: letters, digits, other printable ASCII, then the rest without surrogates. */
const readable: readonly (readonly [number, number])[] = [
  [97, 122],
  [48, 57],
  [65, 90],
  [45, 46],
  [95, 95],
  [33, 126],
  [32, 32],
  [0xa1, 0xd7ff],
  [0xe000, lastCodePoint],
  [0, lastCodePoint],
]

export function* preferred(set: Characters): Generator<number> {
  const given = new Set<number>()
  for (const band of readable) {
    for (const [from, to] of intersection(set, [band])) {
      for (let codePoint = from; codePoint <= to; codePoint++) {
        if (given.has(codePoint)) continue
        given.add(codePoint)
        yield codePoint
      }
    }
  }
}
