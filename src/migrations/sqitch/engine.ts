import type { Applied, Behaviour, Migration, Obstacle, Upgrade } from '../../model.ts'
import { setEngine } from '../engines/set.ts'
import type { Engine } from '../reader.ts'

/**
 * Sqitch: every id covers all that come before, so it is a set of which nothing may be missing. Its registry takes a script
 * once: two changes of one text are refused - `sqlite.sql` and its like, `UNIQUE(project, script_hash)`.
 */
export const sqitchEngine: Engine = { ...setEngine, upgrade }

function upgrade(applied: Applied, target: readonly Migration[], behaviour: Behaviour): Upgrade {
  const inner = setEngine.upgrade(applied, target, behaviour)
  const twins = twinsAmong(inner.ran, [...applied.migrations.values()])
  if (twins.length === 0) return inner
  const told = twins.map((migration): Obstacle => ({ migration, effect: 'refuses', cause: 'same-text', certain: true }))
  return { obstacles: [...inner.obstacles, ...told], ran: [], after: applied }
}

/** Migrations of a text that an earlier one has. */
export function twinsAmong(migrations: readonly Migration[], before: readonly Migration[] = []): readonly Migration[] {
  const known = new Set(before.map(({ blob }) => blob))
  return migrations.filter(({ blob }) => known.size === known.add(blob).size)
}
