/** Revisions as positions, parents before children. */
export interface Positions {
  /** Of each revision, as it names them. */
  readonly parents: readonly (readonly number[])[]
  /** Of each revision: where its file stands among all. */
  readonly files: readonly number[]
}

/** 1 at every given position and at all that it descends from. */
export function ancestors({ parents }: Positions, heads: Iterable<number>): Uint8Array {
  const marks = new Uint8Array(parents.length)
  for (const head of heads) marks[head] = 1
  // Parents come first, so one walk from the end reaches everything.
  for (let position = marks.length - 1; position >= 0; position -= 1) {
    if (marks[position] === 1) for (const parent of parents[position] ?? []) marks[parent] = 1
  }
  return marks
}

/**
 * The order in which marked revisions run. Alembic walks down from the heads, those of earlier files first, stays on a
 * branch as long as no other open one still leads to where it is, and runs the walk backwards - `RevisionMap._topological_sort`.
 */
export function runningOrder(graph: Positions, marked: Uint8Array): readonly number[] {
  const { parents, files } = graph
  const open = headsAmong(graph, marked).sort((a, b) => (files[a] ?? 0) - (files[b] ?? 0))
  const below = open.map((head) => ancestors(graph, [head]))
  const left = marked.slice()
  const walked: number[] = []
  let turn = 0
  for (let here = open[turn]; here !== undefined; here = open[turn]) {
    const place = here
    const leading = below.findIndex((marks, branch) => branch !== turn && marks[place] === 1)
    if (leading >= 0) {
      turn = leading
      continue
    }
    if (left[place] === 1) walked.push(place)
    left[place] = 0
    const above = parents[place] ?? []
    const [next, ...others] = above.filter((parent) => left[parent] === 1 && !open.includes(parent))
    if (next === undefined) {
      open.splice(turn, 1)
      below.splice(turn, 1)
      turn = Math.max(turn - 1, 0)
      continue
    }
    open.splice(turn, 1, next)
    open.push(...others)
    // On a plain line all but the step just made stays below.
    if (above.length === 1) below[turn]![place] = 0
    else below[turn] = ancestors(graph, [next])
    below.push(...others.map((other) => ancestors(graph, [other])))
  }
  return walked.reverse()
}

/** Marked revisions that nothing follows. */
function headsAmong({ parents }: Positions, marked: Uint8Array): number[] {
  const followed = new Set(parents.flat())
  return [...parents.keys()].filter((position) => marked[position] === 1 && !followed.has(position))
}
