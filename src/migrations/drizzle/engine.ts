import type { Applied, Behaviour, Migration, Upgrade } from '../../model.ts'
import { highWaterEngine } from '../engines/high-water.ts'
import { compareOrder } from '../order.ts'
import type { Engine } from '../reader.ts'

/**
 * Drizzle keeps the time (`when`) and a hash of each migration that ran, and asks only for the latest time: what the journal
 * dates later runs, in the order of the journal - drizzle-orm, `dialect.migrate`.
 */
export const drizzleEngine: Engine = { ...highWaterEngine, upgrade }

function upgrade(applied: Applied, target: readonly Migration[], behaviour: Behaviour): Upgrade {
  const inner = highWaterEngine.upgrade(applied, target, behaviour)
  const position = new Map(target.map(({ id }, n) => [id, n]))
  const at = ({ id }: Migration): number => position.get(id) ?? 0
  const before = [...applied.migrations.values()]
  // Names play no part: under a new name it is the same migration as long as time and text are the same.
  const isRenamed = (migration: Migration): boolean =>
    (applied.migrations.has(migration.id) ? target : before).some((other) => isSame(migration, other))
  return {
    obstacles: inner.obstacles.filter(({ migration }) => !isRenamed(migration)),
    ran: [...inner.ran].sort((a, b) => at(a) - at(b)),
    get after() {
      return inner.after
    },
  }
}

function isSame(one: Migration, other: Migration): boolean {
  return one.id !== other.id && one.digest === other.digest && compareOrder(one.order, other.order) === 0
}
