import type { Applied, Behaviour, Migration, Obstacle, Upgrade } from '../../model.ts'
import { byOrder, lastInOrder } from '../order.ts'
import type { Engine } from '../reader.ts'
import { lookUp } from './lookup.ts'
import { isRefused } from './obstacles.ts'
import { setEngine } from './set.ts'

/** Set engines that have one answer for an unknown id among their own, and another for one above all of them. */
export const tailEngine: Engine = { ...setEngine, upgrade }

function upgrade(applied: Applied, target: readonly Migration[], behaviour: Behaviour): Upgrade {
  const { aboveLast, unknownApplied } = behaviour
  const above = aboveLast === undefined || aboveLast === unknownApplied ? [] : unknownAbove(applied, target)
  if (above.length === 0) return setEngine.upgrade(applied, target, behaviour)
  // What stands above still counts when the engine asks what is late: so it is taken for known, not for unapplied.
  const inner = setEngine.upgrade(applied, [...target, ...above], behaviour)
  const told = above.map((migration): Obstacle => ({
    migration,
    effect: aboveLast === 'ignores' ? 'loses' : 'refuses',
    cause: 'unknown-applied',
    certain: true,
  }))
  const obstacles = [...inner.obstacles, ...told]
  if (isRefused(obstacles)) return { obstacles, ran: [], after: applied }
  return {
    obstacles,
    ran: inner.ran,
    get after() {
      return inner.after
    },
  }
}

function unknownAbove({ migrations }: Applied, target: readonly Migration[]): readonly Migration[] {
  const { position, replaced } = lookUp(target)
  const last = lastInOrder(target.filter((migration) => !migration.mayChange))
  return [...migrations.values()].filter(
    (migration) =>
      !migration.mayChange &&
      !position.has(migration.id) &&
      !replaced.has(migration.id) &&
      (last === undefined || byOrder(migration, last) > 0),
  )
}
