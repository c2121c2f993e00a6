import type { Applied, Behaviour, Migration, Upgrade } from '../../model.ts'
import { byOrder, lastInOrder } from '../order.ts'
import type { Engine } from '../reader.ts'
import { lookUp } from './lookup.ts'
import { isRefused, meet, outOfOrder, torn, withApplied } from './obstacles.ts'
import { meetSquashes } from './squash.ts'

/**
 * Engines that remember the last migration applied and nothing else: they look that one up, take everything ordered at
 * or below it as applied and run what is above. `Applied.migrations` keeps what really ran all the same.
 */
export const highWaterEngine: Engine = { family: 'high-water', install, upgrade }

const EMPTY: Applied = { migrations: new Map() }

function install(list: readonly Migration[]): Applied {
  const target = lookUp(list)
  const { superseded } = meetSquashes(EMPTY, target)
  const ran = target.entries.filter(({ id }) => !superseded.has(id))
  return stateOf(new Map(ran.map((migration) => [migration.id, migration])))
}

function upgrade(applied: Applied, list: readonly Migration[], behaviour: Behaviour): Upgrade {
  const { current } = applied
  const target = lookUp(list)
  const { ordered } = target
  const { obstacles, again, accepted, missing } = meet(applied, target, behaviour, ({ id }) => id === current?.id)
  const squashing = meetSquashes(applied, target)
  obstacles.push(...squashing.torn.map(torn))
  const above = current === undefined ? ordered : ordered.slice(firstAbove(ordered, current))
  const running = new Set(above)
  for (const migration of missing) {
    if (running.has(migration) || squashing.applied(migration.id) || squashing.superseded.has(migration.id)) continue
    const obstacle = outOfOrder(migration, behaviour)
    if (obstacle !== undefined) obstacles.push(obstacle)
    if (behaviour.outOfOrder === 'runs') running.add(migration)
  }
  if (isRefused(obstacles)) return { obstacles, ran: [], after: applied }
  for (const migration of again) running.add(migration)
  const ran = ordered.filter((entry) => running.has(entry) && !squashing.superseded.has(entry.id))
  return {
    obstacles,
    ran,
    // Made when asked for: most pairs of releases are never taken a step further.
    get after() {
      const migrations = withApplied(applied, accepted, squashing.adopted, ran)
      return migrations === applied.migrations ? applied : stateOf(migrations, current, ran)
    },
  }
}

/** Position of the first migration ordered above another. */
function firstAbove(ordered: readonly Migration[], mark: Migration): number {
  let low = 0
  let high = ordered.length
  while (low < high) {
    const middle = (low + high) >> 1
    const migration = ordered[middle]
    if (migration !== undefined && byOrder(migration, mark) <= 0) low = middle + 1
    else high = middle
  }
  return low
}

function stateOf(
  migrations: Applied['migrations'],
  before?: Migration,
  ran: Iterable<Migration> = migrations.values(),
): Applied {
  const current = lastInOrder(before === undefined ? ran : [before, ...ran])
  return current === undefined ? { migrations } : { migrations, current }
}
