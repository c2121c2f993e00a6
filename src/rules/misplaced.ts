/** What the rules about refused upgrades say where an engine cannot place a migration. */
import type { EngineCause, Migration, MigrationList } from '../model.ts'
import { byId } from './history.ts'

export interface Misplaced {
  readonly words: string
  /** What follows on the migration in the target, and was there before it for everybody who is refused. */
  readonly below?: Migration
}

export type PlaceCause = Extract<EngineCause, 'misplaced' | 'dead-end'>

/** Whether an obstacle is about where a migration stands, not about which there are. */
export function isAboutPlace(cause: EngineCause): cause is PlaceCause {
  return cause === 'misplaced' || cause === 'dead-end'
}

/** Why `target` refuses users of the `lists` over the migration `id`. */
export function misplacedIn(
  target: MigrationList | undefined,
  id: string,
  cause: PlaceCause,
  lists: readonly MigrationList[],
): Misplaced {
  if (cause === 'dead-end') return { words: `nothing leads on from ${id}` }
  if (target && (byId(target).get(id)?.replaces.length ?? 0) > 0)
    return { words: `${id} takes the place of several migrations, of which they applied some` }
  const below = target && appliedBelow(target, id, lists)
  if (below) return { words: `${id} is new to them and stands before ${below.id}, which they have applied`, below }
  return { words: `${id} does not follow on what they applied, and what came between is not there` }
}

function appliedBelow(target: MigrationList, id: string, lists: readonly MigrationList[]): Migration | undefined {
  if (lists.some((list) => byId(list).has(id))) return undefined
  return target.migrations.find((migration) => {
    return migration.parents.includes(id) && lists.every((list) => byId(list).has(migration.id))
  })
}
