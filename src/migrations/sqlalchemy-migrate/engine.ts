import type { Applied, Behaviour, Migration, Obstacle, Upgrade } from '../../model.ts'
import { highWaterEngine } from '../engines/high-water.ts'
import { byOrder, lastInOrder } from '../order.ts'
import type { Engine } from '../reader.ts'

/**
 * Remembers one number, and asks for every number from the next one to the latest: a gap among them stops it ("not a
 * valid version"), and so does a database above the latest ("Try 'downgrade' instead"). The number itself is not looked
 * up - sqlalchemy-migrate, `Repository.changeset`, `api._migrate`.
 */
export const contiguousEngine: Engine = { ...highWaterEngine, upgrade }

function upgrade(applied: Applied, target: readonly Migration[], behaviour: Behaviour): Upgrade {
  const { current } = applied
  const latest = lastInOrder(target)
  const isAbove = current !== undefined && (latest === undefined || byOrder(current, latest) > 0)
  const answers = isAbove ? behaviour : { ...behaviour, unknownApplied: 'ignores' as const }
  const inner = highWaterEngine.upgrade(applied, target, answers)
  const beyond = current === undefined ? undefined : firstBeyondGap(current, target)
  if (beyond === undefined || isAbove) return inner
  const gap: Obstacle = { migration: beyond, effect: 'refuses', cause: 'misplaced', certain: true }
  return { obstacles: [gap, ...inner.obstacles], ran: [], after: applied }
}

/** The migration above a number that does not follow on the one before. */
function firstBeyondGap(current: Migration, target: readonly Migration[]): Migration | undefined {
  const above = target.filter((migration) => byOrder(migration, current) > 0).sort(byOrder)
  let expected = BigInt(current.order[0] ?? '0') + 1n
  for (const migration of above) {
    if (BigInt(migration.order[0] ?? '0') !== expected) return migration
    expected += 1n
  }
  return undefined
}
