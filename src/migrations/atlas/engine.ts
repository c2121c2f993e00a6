import type { Applied, Behaviour, Migration, Obstacle, Upgrade } from '../../model.ts'
import { lookUp, knows } from '../engines/lookup.ts'
import { isRefused, outOfOrder, withApplied } from '../engines/obstacles.ts'
import { compareOrder, lastInOrder } from '../order.ts'
import type { Engine } from '../reader.ts'

/**
 * Atlas looks at the files up to the last version applied: those below the first one applied are passed over without a word,
 * those between are what `exec-order` is about, and what comes after them runs - Atlas, `Executor.Pending`. A checkpoint
 * (`replaces`) runs on an empty database, in the place of what comes before it, and nowhere else.
 */
export const atlasEngine: Engine = { family: 'set', install, upgrade }

function install(list: readonly Migration[]): Applied {
  const { entries } = lookUp(list)
  const start = entries.findLastIndex(isCheckpoint)
  return { migrations: new Map(entries.slice(Math.max(start, 0)).map((migration) => [migration.id, migration])) }
}

function upgrade(applied: Applied, list: readonly Migration[], behaviour: Behaviour): Upgrade {
  const target = lookUp(list)
  const before = [...applied.migrations.values()]
  const last = lastInOrder(before)
  if (last === undefined) {
    const after = install(list)
    return { obstacles: [], ran: [...after.migrations.values()], after }
  }
  const checkpoint = target.entries.findLast(isCheckpoint)
  const isSquashed = ({ order }: Migration): boolean =>
    checkpoint !== undefined && compareOrder(order, checkpoint.order) < 0
  const obstacles: Obstacle[] = before
    .filter((migration) => !knows(target, migration) && !isSquashed(migration))
    .map((migration) => ({ migration, effect: 'loses', cause: 'unknown-applied', certain: true }))
  const files = target.entries.filter((migration) => !isCheckpoint(migration))
  const end = files.findLastIndex((migration) => compareOrder(migration.order, last.order) <= 0) + 1
  const first = before.reduce((a, b) => (compareOrder(b.order, a.order) < 0 ? b : a))
  const start = files.findIndex((migration) => compareOrder(migration.order, first.order) >= 0)
  const covered = new Set(before.flatMap(({ replaces }) => replaces))
  const late: Migration[] = []
  for (const [position, migration] of files.slice(0, end).entries()) {
    if (applied.migrations.has(migration.id)) continue
    if (start >= 0 && position >= start) {
      late.push(migration)
      const obstacle = outOfOrder(migration, behaviour)
      if (obstacle !== undefined) obstacles.push(obstacle)
    } else if (migration.effect !== 'noop' && !covered.has(migration.id)) {
      obstacles.push({ migration, effect: 'skips', cause: 'out-of-order', certain: true })
    }
  }
  if (isRefused(obstacles)) return { obstacles, ran: [], after: applied }
  const ran = [...(behaviour.outOfOrder === 'runs' ? late : []), ...files.slice(end)]
  return {
    obstacles,
    ran,
    get after() {
      return { migrations: withApplied(applied, ran) }
    },
  }
}

function isCheckpoint({ replaces }: Migration): boolean {
  return replaces.length > 0
}
