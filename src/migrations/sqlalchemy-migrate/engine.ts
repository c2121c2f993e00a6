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
  const beyond = firstBeyondGap(current, target)
  if (beyond === undefined || isAbove) return inner
  const gap: Obstacle = { migration: beyond, effect: 'refuses', cause: 'misplaced', certain: true }
  return { obstacles: [gap, ...inner.obstacles], ran: [], after: applied }
}

/** The migration whose number does not follow on the one before. A fresh database starts below the first script. */
function firstBeyondGap(current: Migration | undefined, target: readonly Migration[]): Migration | undefined {
  const above = target.filter((migration) => current === undefined || byOrder(migration, current) > 0).sort(byOrder)
  let last = current ?? above[0]
  for (const migration of above) {
    if (last !== undefined && migration !== last && numberOf(migration) !== numberOf(last) + 1n) return migration
    last = migration
  }
  return undefined
}

function numberOf({ order }: Migration): bigint {
  return BigInt(order[0] ?? '0')
}
