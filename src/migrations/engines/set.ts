import type { Applied, Behaviour, Migration, Upgrade } from '../../model.ts'
import { byOrder } from '../order.ts'
import type { Engine } from '../reader.ts'
import { lookUp, remember } from './lookup.ts'
import { isRefused, meet, outOfOrder, torn, withApplied } from './obstacles.ts'
import { meetSquashes } from './squash.ts'

/** Engines that remember every migration applied and run those that are not. */
export const setEngine: Engine = { family: 'set', install, upgrade }

const EMPTY: Applied = { migrations: new Map() }

function install(list: readonly Migration[]): Applied {
  const target = lookUp(list)
  const { superseded } = meetSquashes(EMPTY, target)
  const ran = target.entries.filter(({ id }) => !superseded.has(id))
  return { migrations: new Map(ran.map((migration) => [migration.id, migration])) }
}

function upgrade(applied: Applied, list: readonly Migration[], behaviour: Behaviour): Upgrade {
  const target = lookUp(list)
  const { obstacles, again, accepted, missing } = meet(applied, target, behaviour, () => true)
  const squashing = meetSquashes(applied, target)
  obstacles.push(...squashing.torn.map(torn))
  const pending = missing.filter(({ id }) => !squashing.applied(id) && !squashing.superseded.has(id))
  const late = new Set(latecomers(applied, pending, behaviour))
  for (const migration of late) {
    const obstacle = outOfOrder(migration, behaviour)
    if (obstacle !== undefined) obstacles.push(obstacle)
  }
  if (isRefused(obstacles)) return { obstacles, ran: [], after: applied }

  const due = pending.filter((migration) => !late.has(migration))
  const running = new Set([...again, ...due])
  return {
    obstacles,
    ran: again.size === 0 ? due : target.entries.filter((migration) => running.has(migration)),
    // Made when asked for: most pairs of releases are never taken a step further.
    get after() {
      const migrations = withApplied(applied, accepted, squashing.adopted, [...running])
      return migrations === applied.migrations ? applied : { migrations }
    },
  }
}

/** Pending migrations ordered before the last one applied, where the engine does not run them. */
function latecomers(applied: Applied, pending: readonly Migration[], behaviour: Behaviour): readonly Migration[] {
  if (behaviour.outOfOrder === 'runs' || pending.length === 0) return []
  const { highest } = remember(applied)
  if (highest === undefined) return []
  return pending.filter((migration) => !migration.mayChange && byOrder(migration, highest) < 0)
}
