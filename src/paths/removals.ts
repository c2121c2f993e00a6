import { laterOpening } from '../migrations/opening.ts'
import { byOrder } from '../migrations/order.ts'
import type { Migration, MigrationList, Release } from '../model.ts'
import { compareVersions } from '../releases/version.ts'
import type { Step, View, World } from '../view.ts'
import { within } from '../within.ts'

/** One line may open with a migration that the trunk never had; two that do so before the target were cut from a trunk with it. */
const openersThatTell = 2

/**
 * Whether a migration that a step's `from` has and its `to` lacks was dropped in between, by a clean-up or a squash that
 * declares nothing, rather than never brought along: it stood where their histories part, `to` is built on a release with
 * it, has revisions that came after it, or opens above it, or releases that opened lines before `to` was made already had
 * it. Where the engine ignores it nothing is lost; `migration-removed` speaks of it.
 */
export function isRemoval(
  world: World & Partial<Pick<View, 'stoodAtFork'>>,
  list: string,
  migration: Migration,
  { from, to }: Pick<Step, 'from' | 'to'>,
): boolean {
  const [before, now] = [from, to].map((end) => world.snapshot(end).lists.get(list))
  if (before && now && surpassed(world, list, before, now).has(migration.id)) return true
  const { isBuiltOn, openers: opened } = holdersOf(world, list)(migration.id)
  if (isBuiltOn(to.commit) || world.stoodAtFork?.(migration, { from, to }) === true) return true
  const openers = opened.filter((opener) => opener.date < to.date && compareVersions(opener.version, to.version) < 0)
  const opening = before && now && laterOpening(now, before)
  const isBelow = opening !== undefined && !migration.mayChange && byOrder(migration, opening) < 0
  // What was never there cannot have been dropped: it was numbered below the opening afterwards.
  if (isBelow && openers.length > 0) return true
  return openers.length >= openersThatTell
}

interface Holders {
  /** Whether a commit is built on another release that has the migration. */
  readonly isBuiltOn: (commit: string) => boolean
  /** Releases with it that opened a line. */
  readonly openers: readonly Release[]
}

/** Releases with one and the same history: of hundreds of releases most share it. */
interface Sharing {
  readonly migrations: readonly Migration[]
  /** In the order of the lines. */
  readonly releases: Release[]
}

const histories = new WeakMap<World['lines'], Map<string, readonly Sharing[]>>()

function historiesOf({ lines, snapshot }: World, list: string): readonly Sharing[] {
  const byList = within(histories, lines, () => new Map<string, readonly Sharing[]>())
  return within(byList, list, () => {
    const found = new Map<readonly Migration[], Sharing>()
    for (const release of lines.flatMap(({ releases }) => releases)) {
      const migrations = snapshot(release).lists.get(list)?.migrations
      if (migrations) within(found, migrations, () => ({ migrations, releases: [] })).releases.push(release)
    }
    return [...found.values()]
  })
}

const holders = new WeakMap<World['lines'], Map<string, (id: string) => Holders>>()

/** Who has a migration of a list. */
function holdersOf(world: World, list: string): (id: string) => Holders {
  const byList = within(holders, world.lines, () => new Map<string, (id: string) => Holders>())
  return within(byList, list, () => {
    const having = new Map<string, Sharing[]>()
    for (const sharing of historiesOf(world, list))
      for (const { id } of sharing.migrations) within(having, id, (): Sharing[] => []).push(sharing)
    const first = new Set(world.lines.flatMap(({ releases }) => releases.slice(0, 1)))
    const known = new Map<string, Holders>()
    return (id) =>
      within(known, id, () => {
        const all = (having.get(id) ?? []).flatMap(({ releases }) => releases)
        const reaches = (tip: string): boolean =>
          all.some(({ commit }) => commit !== tip && world.graph.reaches(tip, commit))
        const built = new Map<string, boolean>()
        return {
          isBuiltOn: (tip) => within(built, tip, () => reaches(tip)),
          openers: all.filter((release) => first.has(release)),
        }
      })
  })
}

const nothing: ReadonlySet<string> = new Set()
type Surpassed = WeakMap<MigrationList, WeakMap<MigrationList, ReadonlySet<string>>>
const surpasses = new WeakMap<World['lines'], Surpassed>()

/** Ids of a list that a revision of the other stood on when it was first released: empty for lists without parents. */
function surpassed(world: World, name: string, before: MigrationList, now: MigrationList): ReadonlySet<string> {
  if (before.migrations.every(({ parents }) => parents.length === 0)) return nothing
  // Who came first is another matter in another world.
  const bySource = within(surpasses, world.lines, (): Surpassed => new WeakMap())
  const byTarget = within(bySource, before, () => new WeakMap<MigrationList, ReadonlySet<string>>())
  return within(byTarget, now, () => ancestorsOfShared(before, now, originsOf(world, name), holdersOf(world, name)))
}

function ancestorsOfShared(
  { migrations }: MigrationList,
  now: MigrationList,
  origins: ReadonlyMap<string, readonly string[]>,
  having: (id: string) => Holders,
): ReadonlySet<string> {
  const parents = new Map(migrations.map((migration) => [migration.id, migration.parents]))
  const present = new Set(now.migrations.map(({ id }) => id))
  const reached = new Set<string>()
  // A pick stands on something else than where it was made.
  const standsOn = (id: string): readonly string[] =>
    (parents.get(id) ?? []).filter((parent) => origins.get(id)?.includes(parent) === true)
  const open = now.migrations.flatMap(({ id, parents: own }) => {
    // What was cut off names what it stood on, or nothing that both know where a line opened with it.
    const cut = (parent: string): boolean =>
      own.includes(parent) || (having(parent).openers.length > 0 && !own.some((other) => parents.has(other)))
    return standsOn(id).filter(cut)
  })
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reached.has(id)) continue
    reached.add(id)
    // What is there stands on what it says itself, as asked above.
    if (!present.has(id)) open.push(...standsOn(id))
  }
  return reached
}

const origins = new WeakMap<World['lines'], Map<string, ReadonlyMap<string, readonly string[]>>>()

/** The parents of each migration of a list where it was first released. */
function originsOf(world: World, list: string): ReadonlyMap<string, readonly string[]> {
  const byList = within(origins, world.lines, () => new Map<string, ReadonlyMap<string, readonly string[]>>())
  return within(byList, list, () => {
    const since = ({ releases }: Sharing): number => Math.min(...releases.map(({ date }) => date))
    const newestFirst = historiesOf(world, list).toSorted((a, b) => since(b) - since(a))
    return new Map(newestFirst.flatMap(({ migrations }) => migrations.map(({ id, parents }) => [id, parents])))
  })
}
