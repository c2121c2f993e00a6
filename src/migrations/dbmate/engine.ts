import type { Applied, Behaviour, Migration, Upgrade } from '../../model.ts'
import { setEngine } from '../engines/set.ts'
import type { Engine } from '../reader.ts'

/**
 * dbmate asks its table only about the files that it has: with `--strict` the last one applied is the last of those, so
 * an unknown one makes nothing late - dbmate, `DB.Migrate`.
 */
export const dbmateEngine: Engine = { ...setEngine, upgrade }

function upgrade(applied: Applied, target: readonly Migration[], behaviour: Behaviour): Upgrade {
  if (behaviour.outOfOrder === 'runs') return setEngine.upgrade(applied, target, behaviour)
  const ids = new Set(target.map(({ id }) => id))
  const unknown = [...applied.migrations.values()].filter(({ id }) => !ids.has(id))
  if (unknown.length === 0) return setEngine.upgrade(applied, target, behaviour)
  const known = new Map([...applied.migrations].filter(([id]) => ids.has(id)))
  const inner = setEngine.upgrade({ migrations: known }, target, behaviour)
  const lost = unknown.map((migration) => ({
    migration,
    effect: 'loses' as const,
    cause: 'unknown-applied' as const,
    certain: true,
  }))
  return {
    obstacles: [...lost, ...inner.obstacles],
    ran: inner.ran,
    get after() {
      return inner.ran.length === 0
        ? applied
        : { migrations: new Map([...applied.migrations, ...inner.after.migrations]) }
    },
  }
}
