import { isRefused } from '../migrations/engines/obstacles.ts'
import type { Migration, MigrationList, Obstacle, Release, Revision, Version } from '../model.ts'
import { compareVersions } from '../releases/version.ts'
import type { Step, World } from '../view.ts'
import { freshOf, upgradeFrom } from './steps.ts'

/**
 * Releases in between that take the users of all these steps here without harm; empty where somebody has no such way.
 * `own` is the candidate's list.
 */
export function stopsFor(world: World, own: MigrationList, steps: readonly Step[]): readonly Release[] {
  const stops = new Set<Release>()
  for (const step of steps) {
    const way = wayFrom(world, own, step.from)
    if (!way) return []
    for (const release of way) stops.add(release)
  }
  return world.earlier.filter((release) => stops.has(release))
}

const mostSteps = 5
const nothing: readonly Migration[] = []

/** The releases to stop at, each time the highest that the engine lets in; undefined where they do not lead here. */
function wayFrom(
  world: World,
  own: MigrationList,
  from: Revision & { version: Version },
): readonly Release[] | undefined {
  const listAt = (revision: Revision): MigrationList | undefined => world.snapshot(revision).lists.get(own.name)
  const reader = world.reader(own)
  const way: Release[] = []
  let version = from.version
  let state = freshOf(reader, listAt(from)?.migrations ?? nothing)
  while (way.length < mostSteps) {
    const next = world.earlier.findLast((between) => {
      if (compareVersions(between.version, version) <= 0) return false
      if (compareVersions(between.version, world.candidate.version) >= 0) return false
      const list = listAt(between)
      return list !== undefined && !hinders(upgradeFrom(reader, state, list).obstacles)
    })
    const list = next && listAt(next)
    if (!list) return undefined
    way.push(next)
    version = next.version
    state = upgradeFrom(reader, state, list).after
    if (!hinders(upgradeFrom(reader, state, own).obstacles)) return way
  }
  return undefined
}

function hinders(obstacles: readonly Obstacle[]): boolean {
  return isRefused(obstacles) || obstacles.some(({ effect }) => effect === 'skips')
}
