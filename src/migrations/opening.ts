import type { Migration, MigrationList } from '../model.ts'
import { byOrder } from './order.ts'

/**
 * The migration that a list opens with, where another list opens below it and either ends below it or goes on with what this
 * one has: numbered scripts are squashed by writing all of them into the last one, or one more, and deleting the rest, and
 * nothing in the file says so.
 */
export function laterOpening(now: MigrationList, before: MigrationList): Migration | undefined {
  const [own, other] = [extentOf(now), extentOf(before)]
  if (!own || !other || byOrder(other.first, own.first) >= 0) return undefined
  const goesOn = byOrder(other.last, own.first) < 0 || before.migrations.some(({ id }) => own.ids.has(id))
  return goesOn ? own.first : undefined
}

/** The first of those that have a number of their own; none where migrations are placed by what they stand on. */
export function openingOf(list: MigrationList): Migration | undefined {
  return extentOf(list)?.first
}

/** What two lists are held against each other by. */
interface Extent {
  readonly first: Migration
  readonly last: Migration
  readonly ids: ReadonlySet<string>
}

const known = new WeakMap<readonly Migration[], Extent | undefined>()

function extentOf({ migrations }: MigrationList): Extent | undefined {
  if (!known.has(migrations)) known.set(migrations, findExtent(migrations))
  return known.get(migrations)
}

function findExtent(migrations: readonly Migration[]): Extent | undefined {
  if (migrations.some(({ parents }) => parents.length > 0)) return undefined
  const ids = new Set(migrations.map(({ id }) => id))
  let extent: Extent | undefined
  for (const migration of migrations) {
    if (migration.mayChange) continue
    extent ??= { first: migration, last: migration, ids }
    if (byOrder(migration, extent.first) < 0) extent = { ...extent, first: migration }
    if (byOrder(migration, extent.last) > 0) extent = { ...extent, last: migration }
  }
  return extent
}
