import type { Applied, MigrationList, Obstacle, Revision } from '../model.ts'
import { compareVersions } from '../releases/version.ts'
import type { Step, World } from '../view.ts'

const installed = new WeakMap<MigrationList, Applied>()

/** Every step into the candidate from an earlier release with a lower version, and out of it to one with a higher. */
export function stepsOf(world: World): readonly Step[] {
  const { candidate } = world
  return world.earlier.flatMap((release): Step[] => {
    const order = compareVersions(release.version, candidate.version)
    if (order === 0) return []
    const [from, to] = order < 0 ? [release, candidate] : [candidate, release]
    return [{ from, to, obstacles: obstaclesBetween(world, from, to) }]
  })
}

/**
 * What each list's engine stumbles over when a fresh installation of `from` is upgraded to `to`. The engine is the
 * target's: its software runs the upgrade. A list that one end does not have is compared no further.
 */
export function obstaclesBetween(world: World, from: Revision, to: Revision): ReadonlyMap<string, readonly Obstacle[]> {
  const source = world.snapshot(from).lists
  const target = world.snapshot(to).lists
  const found = new Map<string, readonly Obstacle[]>()
  for (const [name, list] of target) {
    const before = source.get(name)
    if (!before) continue
    const { engine } = world.reader(list)
    let applied = installed.get(before)
    if (!applied) installed.set(before, (applied = engine.install(before.migrations)))
    found.set(name, engine.upgrade(applied, list.migrations, list.behaviour).obstacles)
  }
  return found
}

/** Whether every engine lets the upgrade run, as far as is known. */
export function runs(step: Step): boolean {
  for (const obstacles of step.obstacles.values()) {
    if (obstacles.some((obstacle) => obstacle.effect === 'refuses' && obstacle.certain)) return false
  }
  return true
}
