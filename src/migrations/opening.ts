import type { Migration, MigrationList } from '../model.ts'
import { byOrder } from './order.ts'

const openings = new WeakMap<readonly Migration[], Migration | undefined>()

/**
 * The migration that a list opens with, where another list has it too and opens below it: numbered scripts are squashed by
 * writing all of them into the last one and deleting the rest, and nothing in the file says so.
 */
export function laterOpening(now: MigrationList, before: MigrationList): Migration | undefined {
  const [own, other] = [openingOf(now), openingOf(before)]
  if (!own || !other || byOrder(other, own) >= 0) return undefined
  return before.migrations.some(({ id }) => id === own.id) ? own : undefined
}

/** The first of those that have a number of their own; none where migrations are placed by what they stand on. */
export function openingOf({ migrations }: MigrationList): Migration | undefined {
  if (!openings.has(migrations)) {
    const placed = migrations.some(({ parents }) => parents.length > 0)
    const [first, ...rest] = placed ? [] : migrations.filter(({ mayChange }) => !mayChange)
    const opening = first && rest.reduce((lowest, one) => (byOrder(one, lowest) < 0 ? one : lowest), first)
    openings.set(migrations, opening)
  }
  return openings.get(migrations)
}
