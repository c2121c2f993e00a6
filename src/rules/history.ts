/** What the history rules share: they speak where a break is introduced, against the predecessor. */
import { findTwin } from '../migrations/match.ts'
import { openingOf } from '../migrations/opening.ts'
import type { Migration, MigrationList, Obstacle, Release } from '../model.ts'
import { upgradesBetween } from '../paths/steps.ts'
import { relation, type View } from '../view.ts'
import { within } from '../within.ts'
import { baseRelease } from '../world.ts'

export interface ListChange {
  readonly name: string
  readonly own: MigrationList
  readonly before: MigrationList
  readonly predecessor: Release
  /**
   * The list of the highest lower release, where that is not the predecessor: the line begins on a trunk that other lines
   * were cut from since. What it shares with the candidate is no news.
   */
  readonly highest?: MigrationList
  /** What the engine makes of an upgrade from the predecessor, by migration id. */
  readonly obstacles: ReadonlyMap<string, Obstacle>
}

/** Lists that a release, the predecessor where nothing else is said, and the candidate both have. */
export function listChanges(view: View, predecessor = view.predecessor): readonly ListChange[] {
  const { candidate } = view
  if (!predecessor) return []
  const upgrades = upgradesBetween(view, predecessor, candidate)
  const base = baseRelease(view)
  return [...view.snapshot(candidate).lists].flatMap(([name, own]): ListChange[] => {
    const before = view.snapshot(predecessor).lists.get(name)
    if (!before) return []
    const byId = new Map((upgrades.get(name)?.obstacles ?? []).map((obstacle) => [obstacle.migration.id, obstacle]))
    const highest = base && base !== predecessor ? view.snapshot(base).lists.get(name) : undefined
    return [{ name, own, before, predecessor, ...(highest ? { highest } : {}), obstacles: byId }]
  })
}

/** Marks a finding that the highest lower release had too. */
export function knownIf(holds: boolean | undefined): { readonly known?: true } {
  return holds === true ? { known: true } : {}
}

/** Earlier releases of the candidate's own history whose list fits, in version order: older ones only widen a finding. */
export function historyReleases(view: View, list: string, fits: (own: MigrationList) => boolean): readonly Release[] {
  return view.earlier.filter((release) => {
    const found = view.snapshot(release).lists.get(list)
    return found !== undefined && relation(view, release) === 'history' && fits(found)
  })
}

export function byId({ migrations }: Pick<MigrationList, 'migrations'>): ReadonlyMap<string, Migration> {
  return within(indexes, migrations, () => new Map(migrations.map((migration) => [migration.id, migration])))
}

// Releases share most of their lists.
const indexes = new WeakMap<readonly Migration[], ReadonlyMap<string, Migration>>()

/** Whether a release declares a migration by its very id: a squash in its place does not count. */
export function declares(view: View, release: Release, list: string, id: string): boolean {
  const found = view.snapshot(release).lists.get(list)
  return found !== undefined && byId(found).has(id)
}

export interface Gone {
  readonly migration: Migration
  /** The same change under another id. */
  readonly twin?: Migration
}

// Of hundreds of releases, a few dozen lists are compared.
const gone = new WeakMap<readonly Migration[], WeakMap<readonly Migration[], readonly Gone[]>>()

/** Migrations of one list that another lacks by id and by squash, each with its renumbered twin where there is one. */
export function goneBetween(before: MigrationList, now: MigrationList): readonly Gone[] {
  const known = within(gone, before.migrations, () => new WeakMap<readonly Migration[], readonly Gone[]>())
  return within(known, now.migrations, () => findGone(before, now))
}

function findGone(before: MigrationList, now: MigrationList): readonly Gone[] {
  const present = byId(now)
  const replaced = new Set(now.migrations.flatMap((migration) => migration.replaces))
  const shared = new Set(before.migrations.map((migration) => migration.id))
  return before.migrations.flatMap((migration): Gone[] => {
    if (present.has(migration.id) || replaced.has(migration.id)) return []
    const squashed =
      migration.replaces.length > 0 && migration.replaces.every((id) => present.has(id) || replaced.has(id))
    if (squashed) return []
    const twin = findTwin(migration, now, shared)
    // Every squash of everything is called init: a name that two lists open with says nothing.
    const isInit = twin?.by === 'slug' && twin.migration === openingOf(now) && migration === openingOf(before)
    return [{ migration, ...(twin && !isInit ? { twin: twin.migration } : {}) }]
  })
}
