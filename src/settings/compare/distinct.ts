import type { Demands, Filler, Option } from './arrays.ts'
import { canonical } from './json.ts'
import type { Meaning } from './meaning.ts'
import { empty, found, unknown, type Outcome } from './outcome.ts'
import type { Search } from './search.ts'

/** So many different ways to fill an array are tried before the question is left undecided. */
const mostPaths = 300
/** Beyond the shortest array that ignores `uniqueItems`, so many more lengths are tried. */
const moreLengths = 6
const fewValues = 40

/** Builds an array of different items, given the shortest one that need not be different. */
export function distinct(plain: unknown, demands: Demands, filler: Filler, search: Search): Outcome {
  const shortest = Array.isArray(plain) ? plain.length : 0
  const trial: Trial = { paths: 0, reason: undefined }
  const start = demands.counts.map(() => 0)
  let longest = demands.max
  for (let length = shortest; length <= Math.min(longest, shortest + moreLengths); length++) {
    const items = complete(filler, search, length, [], start, trial)
    if (items) return found(items)
    if (trial.paths > mostPaths) return unknown('too many ways to fill an array of different items')
    if (length === shortest) longest = Math.min(longest, supply(demands, search))
  }
  const reason = trial.reason ?? filler.reason
  if (reason !== undefined) return unknown(reason)
  return longest > shortest + moreLengths ? unknown('arrays of different items longer than those tried') : empty
}

/** Where only so many values exist, an array of different ones cannot be longer. */
function supply(demands: Demands, search: Search): number {
  const rest = demands.every.filter(({ to }) => to === Infinity).map(({ items }) => items)
  const { values, complete: all } = search.several(rest, fewValues)
  return all ? demands.alike + values.length : Infinity
}

interface Trial {
  paths: number
  reason: string | undefined
}

function complete(
  filler: Filler,
  search: Search,
  length: number,
  chosen: readonly Option[],
  counts: readonly number[],
  trial: Trial,
): unknown[] | undefined {
  search.spend()
  if (chosen.length === length) {
    if (!filler.enough(counts)) return undefined
    trial.paths++
    return assign(
      chosen.map((option) => option.goals),
      search,
      trial,
    )
  }
  for (const option of filler.options(chosen.length)) {
    const next = filler.count(counts, option)
    if (!next) continue
    const items = complete(filler, search, length, [...chosen, option], next, trial)
    if (items) return items
    if (trial.paths > mostPaths) return undefined
  }
  return undefined
}

/** One different value per position: a matching between positions and values, by augmenting paths. */
function assign(positions: readonly (readonly Meaning[])[], search: Search, trial: Trial): unknown[] | undefined {
  const known = new Map<string, unknown[]>()
  const choices = positions.map((goals) => {
    const key = goals.map((goal) => goal.id).join()
    let values = known.get(key)
    if (!values) {
      const supply = search.several(goals, positions.length)
      known.set(key, (values = supply.values))
      if (!supply.complete && values.length < positions.length)
        trial.reason ??= supply.reason ?? 'not all values are known'
    }
    return values
  })
  const takenBy = new Map<string, { position: number; value: unknown }>()
  const place = (position: number, visited: Set<string>): boolean => {
    for (const value of choices[position] ?? []) {
      const key = canonical(value)
      if (visited.has(key)) continue
      visited.add(key)
      const holder = takenBy.get(key)
      if (holder && !place(holder.position, visited)) continue
      takenBy.set(key, { position, value })
      return true
    }
    return false
  }
  for (const position of positions.keys()) {
    if (!place(position, new Set())) return undefined
  }
  const items: unknown[] = positions.map(() => null)
  for (const { position, value } of takenBy.values()) items[position] = value
  return items
}
