/** The parents of all commits in one array, those of commit `n` from `starts[n]` to `starts[n + 1]`. */
export interface Parents {
  readonly starts: Uint32Array
  readonly list: Uint32Array
}

export function firstParent({ starts, list }: Parents, at: number): number | undefined {
  return starts[at]! < starts[at + 1]! ? list[starts[at]!] : undefined
}

export interface Rows {
  readonly index: ReadonlyMap<string, number>
  readonly commits: readonly string[]
  readonly dates: readonly number[]
  readonly parents: Parents
}

/** Lines of `timestamp commit parent...`, in any order. */
export function parseRows(text: string): Rows {
  const index = new Map<string, number>()
  const commits: string[] = []
  const dates: number[] = []
  const names: string[] = []
  const ends: number[] = []
  for (let at = 0; at < text.length;) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline
    const space = text.indexOf(' ', at)
    if (space > 0 && space < end) {
      const words = text.slice(space + 1, end).split(' ')
      const commit = words[0]!
      if (!index.has(commit)) {
        index.set(commit, commits.length)
        commits.push(commit)
        dates.push(Number(text.slice(at, space)))
        for (let n = 1; n < words.length; n++) names.push(words[n]!)
        ends.push(names.length)
      }
    }
    at = end + 1
  }
  // Parents beyond a shallow boundary are not in the graph.
  const starts = new Uint32Array(commits.length + 1)
  const list = new Uint32Array(names.length)
  let count = 0
  let name = 0
  ends.forEach((end, at) => {
    for (; name < end; name++) {
      const parent = index.get(names[name]!)
      if (parent !== undefined) list[count++] = parent
    }
    starts[at + 1] = count
  })
  return { index, commits, dates, parents: { starts, list } }
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
