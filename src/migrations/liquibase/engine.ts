import type { Applied, Behaviour, Migration, Upgrade } from '../../model.ts'
import { setEngine } from '../engines/set.ts'
import type { Engine } from '../reader.ts'

/**
 * Liquibase: a set whose members say for themselves what becomes of an edit. Only what the target says counts, and the
 * checksum of what last ran stays in the table, also where another one is accepted - Liquibase, `ValidatingVisitor`,
 * `ShouldRunChangeSetFilter`.
 */
export const liquibaseEngine: Engine = { ...setEngine, upgrade }

function upgrade(applied: Applied, target: readonly Migration[], behaviour: Behaviour): Upgrade {
  const shown = new Map<string, Migration>()
  const again = new Set<Migration>()
  for (const now of target) {
    const old = applied.migrations.get(now.id)
    if (old === undefined) continue
    const isEdited = old.digest !== now.digest
    if (isEdited && (now.mayChange || old.mayChange))
      shown.set(now.id, now.mayChange ? now : { ...old, mayChange: false })
    if (now.runsAgain === 'always' || (now.runsAgain === 'changed' && isEdited)) again.add(now)
  }
  if (shown.size === 0 && again.size === 0) return setEngine.upgrade(applied, target, behaviour)
  const inner = setEngine.upgrade({ migrations: new Map([...applied.migrations, ...shown]) }, target, behaviour)
  if (inner.obstacles.some(({ effect, certain }) => effect === 'refuses' && certain))
    return { ...inner, after: applied }
  const running = new Set([...again, ...inner.ran])
  const ran = target.filter((migration) => running.has(migration))
  return {
    obstacles: inner.obstacles,
    ran,
    get after() {
      return { migrations: new Map([...applied.migrations, ...ran.map((one): [string, Migration] => [one.id, one])]) }
    },
  }
}
