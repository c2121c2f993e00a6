import type { Migration, MigrationList } from '../model.ts'
import type { ListReading } from './reader.ts'

/** The lists of one release, as its readers found them. */
export interface ListsOf {
  /** Unique; releases come newest first. */
  readonly key: string
  readonly lists: readonly ListReading[]
}

/** A list in one place, over all releases that have it there. */
interface Place {
  readonly system: string
  readonly path: string
  /** Index of every release that has it, the newest first. */
  readonly releases: Set<number>
  /** Migration id -> what else is known of it: texts and names it had. */
  readonly marks: Map<string, Set<string>>
  /** Histories whose marks are taken. */
  readonly marked: Set<readonly Migration[]>
}

/**
 * Tells which lists of different releases are one history: those of one system in one place; and, where a list moved,
 * those of one system that no release has side by side and that share at least half of the smaller one's migrations.
 * A list is named by its place in the newest release that has it, with the system where that is not unique.
 */
export function alignLists(releases: readonly ListsOf[]): ReadonlyMap<string, ReadonlyMap<string, MigrationList>> {
  const places = new Map<string, Place>()
  for (const [index, { lists }] of releases.entries()) {
    for (const [key, list] of keyed(lists)) {
      const known = places.get(key)
      const { system, path } = list
      const place = known ?? { system, path, releases: new Set(), marks: new Map(), marked: new Set() }
      if (known === undefined) places.set(key, place)
      place.releases.add(index)
      if (!place.marked.has(list.migrations)) for (const migration of list.migrations) mark(place, migration)
      place.marked.add(list.migrations)
    }
  }
  const names = nameGroups(joinMoved([...places.values()]))
  return new Map(
    releases.map(({ key, lists }): [string, ReadonlyMap<string, MigrationList>] => [
      key,
      new Map(
        [...keyed(lists)].map(([placeKey, list]) => {
          const place = places.get(placeKey)
          const name = (place && names.get(place)) ?? list.path
          return [name, { ...list, name }]
        }),
      ),
    ]),
  )
}

/** A reader may find several histories in one place: they are told apart by their turn. */
function keyed(lists: readonly ListReading[]): ReadonlyMap<string, ListReading> {
  const result = new Map<string, ListReading>()
  for (const list of lists) {
    let turn = 0
    while (result.has(JSON.stringify([list.system, list.path, turn]))) turn += 1
    result.set(JSON.stringify([list.system, list.path, turn]), list)
  }
  return result
}

function mark({ marks }: Place, { id, blob, digest, slug }: Migration): void {
  const known = marks.get(id) ?? new Set()
  marks.set(id, known.add(`blob ${blob}`).add(`digest ${digest}`))
  if (slug !== '') known.add(`slug ${slug}`)
}

/** Groups of places that are one list; the strongest resemblance is joined first. */
function joinMoved(places: readonly Place[]): readonly ReadonlySet<Place>[] {
  const pairs = places.flatMap((a, i) =>
    places.slice(i + 1).flatMap((b) => {
      if (a.system !== b.system || overlap(a.releases, b.releases)) return []
      const shared = sharedBy(a, b)
      const enough = shared > 0 && shared * 2 >= Math.min(a.marks.size, b.marks.size)
      return enough ? [{ a, b, shared }] : []
    }),
  )
  // A stable sort: where resemblance ties, the newest places come first.
  pairs.sort((one, other) => other.shared - one.shared)
  const groups = new Map(places.map((place) => [place, new Set([place])]))
  for (const { a, b } of pairs) {
    const one = groups.get(a)
    const other = groups.get(b)
    if (one === undefined || other === undefined || one === other) continue
    const apart = [...one].every((x) => [...other].every((y) => !overlap(x.releases, y.releases)))
    if (!apart) continue
    for (const place of other) groups.set(place, one.add(place))
  }
  return [...new Set(groups.values())]
}

/** Many systems number from 1, so an id counts where the text or the name agrees as well. */
function sharedBy(a: Place, b: Place): number {
  const [smaller, larger] = a.marks.size <= b.marks.size ? [a, b] : [b, a]
  let shared = 0
  for (const [id, marks] of smaller.marks) {
    const other = larger.marks.get(id)
    if (other !== undefined && overlap(marks, other)) shared += 1
  }
  return shared
}

function overlap<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): boolean {
  if (a.size > b.size) return overlap(b, a)
  for (const entry of a) if (b.has(entry)) return true
  return false
}

function newestOf({ releases }: Place): number {
  const [newest = 0] = releases
  return newest
}

function nameGroups(groups: readonly ReadonlySet<Place>[]): ReadonlyMap<Place, string> {
  const newest = groups.map((group) => {
    const [place] = [...group].sort((a, b) => newestOf(a) - newestOf(b))
    return { group, place }
  })
  const names = new Map<Place, string>()
  const taken = new Set<string>()
  for (const { group, place } of newest) {
    if (place === undefined) continue
    const rivals = newest.filter((other) => other.place?.path === place.path && other.place.system !== place.system)
    const base = rivals.length === 0 ? place.path : `${place.path} (${place.system})`
    let name = base
    for (let turn = 2; taken.has(name); turn += 1) name = `${base} #${String(turn)}`
    taken.add(name)
    for (const member of group) names.set(member, name)
  }
  return names
}
