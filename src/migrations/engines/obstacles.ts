import type { Applied, Behaviour, Migration, Obstacle } from '../../model.ts'
import { checksumOf } from '../checksum.ts'
import { knows, remember, type Lookup } from './lookup.ts'

/** What a target makes of the migrations a database already has. */
export interface Meeting {
  readonly obstacles: Obstacle[]
  /** Changed migrations that the engine runs again. */
  readonly again: ReadonlySet<Migration>
  /** Changed migrations that the engine takes as they now are. */
  readonly accepted: readonly Migration[]
  /** The target's migrations that the database does not have by their own id, in the list's order. */
  readonly missing: readonly Migration[]
}

const NEVER: ReadonlySet<Migration> = new Set()

/** An applied id that the target does not have, in an engine that looks it up. */
export function unknownApplied(migration: Migration, behaviour: Behaviour): Obstacle {
  const certain = behaviour.unknownApplied !== 'unknown'
  const effect = behaviour.unknownApplied === 'ignores' ? 'loses' : 'refuses'
  return { migration, effect, cause: 'unknown-applied', certain }
}

/** A pending id that the order puts below what was applied; undefined where nothing comes of it. */
export function outOfOrder(migration: Migration, behaviour: Behaviour): Obstacle | undefined {
  const cause = 'out-of-order'
  if (behaviour.outOfOrder === 'runs') return undefined
  if (behaviour.outOfOrder === 'refuses') return { migration, effect: 'refuses', cause, certain: true }
  // Nobody misses a no-op that did not run.
  if (migration.effect === 'noop') return undefined
  return { migration, effect: 'skips', cause, certain: behaviour.outOfOrder === 'skips' }
}

/** A migration that the engine cannot place, whatever its answers: it refuses before it runs anything. */
export function torn(migration: Migration): Obstacle {
  return { migration, effect: 'refuses', cause: 'misplaced', certain: true }
}

/** Holds every applied migration against the target. `looksUp` tells which ids the engine itself looks for. */
export function meet(
  applied: Applied,
  target: Lookup,
  behaviour: Behaviour,
  looksUp: (migration: Migration) => boolean,
): Meeting {
  const obstacles: Obstacle[] = []
  const changed: Migration[] = []
  const accepted: Migration[] = []
  const { entries, prints, position } = target
  const before = remember(applied)
  const met = new Uint8Array(entries.length)
  let next = 0
  for (let i = 0; i < before.prints.length; i += 1) {
    // Two releases mostly share long runs: looking at the next entry first saves most of the look-ups.
    if (prints[next] === before.prints[i]) {
      met[next] = 1
      next += 1
      continue
    }
    const old = before.entries[i]
    if (old === undefined) continue
    const place = position.get(old.id)
    const now = place === undefined ? undefined : entries[place]
    if (place !== undefined && now !== undefined) {
      met[place] = 1
      next = place + 1
      if (checksumOf(now) === checksumOf(old)) continue
      if (now.mayChange || old.mayChange) accepted.push(now)
      else changed.push(now)
    } else if (!knows(target, old)) {
      obstacles.push(
        looksUp(old)
          ? unknownApplied(old, behaviour)
          : { migration: old, effect: 'loses', cause: 'unknown-applied', certain: true },
      )
    }
  }
  const missing = entries.filter((_, place) => met[place] === 0)
  const { edited } = behaviour
  if (edited === 'ignores' || changed.length === 0) return { obstacles, again: NEVER, accepted, missing }
  const effect = edited === 'reruns' ? 'reruns' : 'refuses'
  for (const migration of changed) obstacles.push({ migration, effect, cause: 'edited', certain: edited !== 'unknown' })
  return { obstacles, again: edited === 'reruns' ? new Set(changed) : NEVER, accepted, missing }
}

export function isRefused(obstacles: readonly Obstacle[]): boolean {
  return obstacles.some((obstacle) => obstacle.effect === 'refuses' && obstacle.certain)
}

/** The database's migrations once more were applied; the same map where nothing changed. */
export function withApplied(applied: Applied, ...more: readonly (readonly Migration[])[]): Applied['migrations'] {
  if (more.every((migrations) => migrations.length === 0)) return applied.migrations
  const after = new Map(applied.migrations)
  for (const migrations of more) for (const migration of migrations) after.set(migration.id, migration)
  return after
}
