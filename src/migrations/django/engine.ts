import type { Applied, Behaviour, Migration, Obstacle, Upgrade } from '../../model.ts'
import { setEngine } from '../engines/set.ts'
import type { Engine } from '../reader.ts'

/**
 * A set engine that looks at dependencies before it runs anything: "Migration ... is applied before its dependency ..." -
 * Django, `MigrationLoader.check_consistent_history`.
 */
export const djangoEngine: Engine = { family: 'set', install: (list) => setEngine.install(list), upgrade }

function upgrade(applied: Applied, target: readonly Migration[], behaviour: Behaviour): Upgrade {
  const plain = setEngine.upgrade(applied, target, behaviour)
  if (plain.ran.length === 0) return plain
  const skipped = unmetDependencies(applied, target)
  return skipped.length === 0 ? plain : { obstacles: [...plain.obstacles, ...skipped], ran: [], after: applied }
}

/** Migrations that are not applied while one that depends on them is. */
function unmetDependencies(applied: Applied, target: readonly Migration[]): readonly Obstacle[] {
  const byId = new Map(target.map((migration) => [migration.id, migration]))
  const replaced = new Set(target.flatMap(({ replaces }) => replaces))
  const covered = new Set([...applied.migrations.values()].flatMap(({ replaces }) => replaces))
  const isMet = (id: string): boolean => {
    if (applied.migrations.has(id) || covered.has(id)) return true
    const { replaces = [] } = byId.get(id) ?? {}
    return replaces.length > 0 && replaces.every((part) => applied.migrations.has(part) || covered.has(part))
  }
  const unmet = new Set<Migration>()
  for (const { id, parents } of target) {
    // What a squash replaces is no longer part of the graph.
    if (!applied.migrations.has(id) || replaced.has(id)) continue
    for (const parent of parents) {
      const migration = byId.get(parent)
      if (migration && !replaced.has(parent) && !isMet(parent)) unmet.add(migration)
    }
  }
  return [...unmet].map((migration) => ({ migration, effect: 'refuses', cause: 'misplaced', certain: true }))
}
