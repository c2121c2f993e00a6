import type { Applied, Behaviour, Migration, Upgrade } from '../../model.ts'
import { tailEngine } from '../engines/tail.ts'
import type { Engine } from '../reader.ts'

/** Flyway: a set of versions, with a rule of its own for what is newer than the target, and no checksums for code. */
export const flywayEngine: Engine = { ...tailEngine, upgrade }

function upgrade(applied: Applied, target: readonly Migration[], behaviour: Behaviour): Upgrade {
  const edited = target.filter((now) => {
    const old = applied.migrations.get(now.id)
    return old !== undefined && old.digest !== now.digest && isCode(now) && isCode(old) && old.slug === now.slug
  })
  if (edited.length === 0) return tailEngine.upgrade(applied, target, behaviour)
  // `JavaMigration.getChecksum` is null unless the class says otherwise: code is what the release says it is.
  const migrations = new Map(applied.migrations)
  for (const now of edited) migrations.set(now.id, now)
  return tailEngine.upgrade({ ...applied, migrations }, target, behaviour)
}

function isCode({ place }: Migration): boolean {
  return !/\.sql$/i.test(place.path)
}
