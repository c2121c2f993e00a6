import type { Applied, MigrationList, Revision, Upgrade } from '../model.ts'
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
    const upgrades = [...upgradesBetween(world, from, to)]
    const obstacles = new Map(upgrades.map(([name, upgrade]) => [name, upgrade.obstacles]))
    return [{ from, to, obstacles, ran: new Map(upgrades.map(([name, upgrade]) => [name, upgrade.ran])) }]
  })
}

/**
 * What each list's engine does when a fresh installation of `from` is upgraded to `to`. The engine is the
 * target's: its software runs the upgrade. A list that one end does not have is compared no further.
 */
export function upgradesBetween(world: World, from: Revision, to: Revision): ReadonlyMap<string, Upgrade> {
  const source = world.snapshot(from).lists
  const target = world.snapshot(to).lists
  const found = new Map<string, Upgrade>()
  for (const [name, list] of target) {
    const before = source.get(name)
    if (!before) continue
    const { engine } = world.reader(list)
    let applied = installed.get(before)
    if (!applied) installed.set(before, (applied = engine.install(before.migrations)))
    found.set(name, engine.upgrade(applied, list.migrations, list.behaviour))
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
