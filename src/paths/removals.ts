import { laterOpening } from '../migrations/opening.ts'
import { byOrder } from '../migrations/order.ts'
import type { Migration, MigrationList, Release } from '../model.ts'
import { compareVersions } from '../releases/version.ts'
import type { Step, World } from '../view.ts'

/** One line may open with a migration that the trunk never had; two that do so before the target were cut from a trunk with it. */
const openersThatTell = 2

/**
 * Whether a migration that a step's `from` has and its `to` lacks was dropped in between, by a clean-up or a squash that
 * declares nothing, rather than never brought along: `to` is built on a release with it, has revisions that came after
 * it, or opens above it, or releases that opened lines before `to` was made already had it. Where the engine ignores it
 * nothing is lost; `migration-removed` speaks of it.
 */
export function isRemoval(
  world: World,
  list: string,
  migration: Migration,
  { from, to }: Pick<Step, 'from' | 'to'>,
): boolean {
  const [before, now] = [from, to].map((end) => world.snapshot(end).lists.get(list))
  if (before && now && surpassed(world, list, before, now).has(migration.id)) return true
  const holders = holdersOf(world, list).get(migration.id)
  if (holders?.all.some(({ commit }) => commit !== to.commit && world.graph.reaches(to.commit, commit))) return true
  const openers = (holders?.openers ?? []).filter(
    (opener) => opener.date < to.date && compareVersions(opener.version, to.version) < 0,
  )
  const opening = before && now && laterOpening(now, before)
  const isBelow = opening !== undefined && !migration.mayChange && byOrder(migration, opening) < 0
  // What was never there cannot have been dropped: it was numbered below the opening afterwards.
  if (isBelow && openers.length > 0) return true
  return openers.length >= openersThatTell
}

interface Holders {
  /** Releases with a migration. */
  readonly all: Release[]
  /** Those among them that opened a line. */
  readonly openers: Release[]
}

const known = new WeakMap<World['lines'], Map<string, ReadonlyMap<string, Holders>>>()

/** Who has each migration of a list. */
function holdersOf({ lines, snapshot }: World, list: string): ReadonlyMap<string, Holders> {
  let byList = known.get(lines)
  if (!byList) known.set(lines, (byList = new Map<string, ReadonlyMap<string, Holders>>()))
  let holders = byList.get(list)
  if (!holders) {
    const found = new Map<string, Holders>()
    for (const { releases } of lines) {
      for (const [n, release] of releases.entries()) {
        for (const { id } of snapshot(release).lists.get(list)?.migrations ?? []) {
          let entry = found.get(id)
          if (!entry) found.set(id, (entry = { all: [], openers: [] }))
          entry.all.push(release)
          if (n === 0) entry.openers.push(release)
        }
      }
    }
    byList.set(list, (holders = found))
  }
  return holders
}

const nothing: ReadonlySet<string> = new Set()
const surpasses = new WeakMap<MigrationList, WeakMap<MigrationList, ReadonlySet<string>>>()

/** Ids of a list that a revision of the other stood on when it was first released: empty for lists without parents. */
function surpassed(world: World, name: string, before: MigrationList, now: MigrationList): ReadonlySet<string> {
  if (before.migrations.every(({ parents }) => parents.length === 0)) return nothing
  let byTarget = surpasses.get(before)
  if (!byTarget) surpasses.set(before, (byTarget = new WeakMap<MigrationList, ReadonlySet<string>>()))
  let found = byTarget.get(now)
  if (!found)
    byTarget.set(now, (found = ancestorsOfShared(before, now, originsOf(world, name), holdersOf(world, name))))
  return found
}

function ancestorsOfShared(
  { migrations }: MigrationList,
  now: MigrationList,
  origins: ReadonlyMap<string, readonly string[]>,
  holders: ReadonlyMap<string, Holders>,
): ReadonlySet<string> {
  const parents = new Map(migrations.map((migration) => [migration.id, migration.parents]))
  const reached = new Set<string>()
  // A pick stands on something else than where it was made.
  const standsOn = (id: string): readonly string[] =>
    (parents.get(id) ?? []).filter((parent) => origins.get(id)?.includes(parent) === true)
  const open = now.migrations.flatMap(({ id, parents: own }) => {
    // What was cut off names what it stood on, or nothing that both know where a line opened with it.
    const cut = (parent: string): boolean =>
      own.includes(parent) ||
      ((holders.get(parent)?.openers.length ?? 0) > 0 && !own.some((other) => parents.has(other)))
    return standsOn(id).filter(cut)
  })
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reached.has(id)) continue
    reached.add(id)
    open.push(...standsOn(id))
  }
  return reached
}

const origins = new WeakMap<World['lines'], Map<string, ReadonlyMap<string, readonly string[]>>>()

/** The parents of each migration of a list where it was first released. */
function originsOf({ lines, snapshot }: World, list: string): ReadonlyMap<string, readonly string[]> {
  const byList = origins.get(lines) ?? new Map<string, ReadonlyMap<string, readonly string[]>>()
  origins.set(lines, byList)
  let found = byList.get(list)
  if (!found) {
    const newestFirst = lines.flatMap(({ releases }) => releases).toSorted((a, b) => b.date - a.date)
    const all = newestFirst.flatMap((release) => snapshot(release).lists.get(list)?.migrations ?? [])
    byList.set(list, (found = new Map(all.map(({ id, parents }) => [id, parents]))))
  }
  return found
}
