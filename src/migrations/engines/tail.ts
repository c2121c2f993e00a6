import type { Applied, Behaviour, Migration, Upgrade } from '../../model.ts'
import { byOrder, lastInOrder } from '../order.ts'
import type { Engine } from '../reader.ts'
import { lookUp } from './lookup.ts'
import { setEngine } from './set.ts'

/** Set engines that refuse an unknown id among their own, and may let one pass that stands above all of them. */
export const tailEngine: Engine = { ...setEngine, upgrade }

function upgrade(applied: Applied, target: readonly Migration[], behaviour: Behaviour): Upgrade {
  const above = behaviour.aboveLast === 'ignores' ? unknownAbove(applied, target) : []
  if (above.length === 0) return setEngine.upgrade(applied, target, behaviour)
  // What is let pass still counts when the engine asks what is late: so it is taken for known, not for unapplied.
  const inner = setEngine.upgrade(applied, [...target, ...above], behaviour)
  const passed = above.map((migration) => ({
    migration,
    effect: 'loses' as const,
    cause: 'unknown-applied' as const,
    certain: true,
  }))
  return {
    obstacles: [...inner.obstacles, ...passed],
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
