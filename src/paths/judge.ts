import { groupBy } from '../group.ts'
import { findTwin } from '../migrations/match.ts'
import type { Obstacle, Outcome, PathReason, Release, Revision, UpgradePath } from '../model.ts'
import { compareVersions } from '../releases/version.ts'
import { brokenSettings } from '../settings/changes.ts'
import type { Step, View, World } from '../view.ts'
import { isRemoval } from './removals.ts'
import { upgradesBetween } from './steps.ts'

/** Worst last. */
export const outcomes: readonly Outcome[] = ['safe', 'guarded', 'breaks', 'loses-fix', 'skips', 'refused']

/** The outcome of each of a view's steps: the worst of its reasons, all of which are kept. */
export function pathsOf(view: View): readonly UpgradePath[] {
  return view.steps.map((step) => {
    const reasons = [...engineReasons(view, step)]
    const lost = view.lost(step)
    if (lost.length > 0) {
      reasons.push({
        outcome: 'loses-fix',
        text: `${count(lost.length, 'commit')} of ${step.from.ref} ${lost.length === 1 ? 'has' : 'have'} no equivalent in ${step.to.ref}`,
        subjects: lost.map((commit) => commit.commit),
      })
    }
    const broken = brokenSettings(view, step)
    if (broken.length > 0) {
      const text = `${step.to.ref} no longer accepts ${count(broken.length, 'setting')} of ${step.from.ref}`
      reasons.push({ outcome: 'breaks', text, subjects: broken })
    }
    return { from: step.from.ref, to: step.to.ref, outcome: worst(reasons), reasons }
  })
}

function engineReasons(world: View, step: Step): readonly PathReason[] {
  const several = step.obstacles.size > 1
  return [...step.obstacles].flatMap(([name, obstacles]) => {
    const grouped = groupBy(
      obstacles.filter((obstacle) => !isHarmless(world, step, name, obstacle)),
      (obstacle) => `${obstacle.effect} ${obstacle.cause} ${obstacle.certain}`,
    )
    return [...grouped.values()].map((group): PathReason => {
      const first = group[0]!
      const ids = group.map((obstacle) => obstacle.migration.id)
      return {
        outcome: outcomeOf(first, world, step, name),
        ...(several ? { list: name } : {}),
        text: describe(first, ids, step),
        subjects: ids,
      }
    })
  })
}

/**
 * Not knowing whether an edit is noticed says nothing about the path; a no-op nobody refuses takes nothing along, nor does a
 * change that the target has under another id.
 */
function isHarmless(world: View, step: Step, list: string, obstacle: Obstacle): boolean {
  if (obstacle.cause === 'edited') return !obstacle.certain
  if (obstacle.effect !== 'loses') return false
  const target = world.snapshot(step.to).lists.get(list)
  if (obstacle.migration.effect === 'noop' || (target && findTwin(obstacle.migration, target))) return true
  return isRemoval(world, list, obstacle.migration, step)
}

function outcomeOf(obstacle: Obstacle, world: World, step: Step, list: string): Outcome {
  if (obstacle.effect === 'skips') return 'skips'
  if (obstacle.effect === 'loses') return 'loses-fix'
  if (obstacle.effect === 'reruns') return 'safe'
  if (!obstacle.certain) return 'loses-fix'
  return obstacle.cause === 'unknown-applied' && hasSafeTarget(world, step, list) ? 'guarded' : 'refused'
}

/** Whether users of `from` who are refused may move to a release of the same or a newer line instead. */
function hasSafeTarget(world: World, step: Step, list: string): boolean {
  const targets: readonly (Release | Revision)[] = [
    ...world.earlier.filter((release) => compareVersions(release.version, step.to.version) > 0),
    ...(compareVersions(world.candidate.version, step.to.version) > 0 ? [world.candidate] : []),
  ]
  return targets.some((target) => {
    const obstacles = upgradesBetween(world, step.from, target).get(list)?.obstacles
    return obstacles?.every(({ effect }) => effect !== 'refuses' && effect !== 'skips') ?? false
  })
}

function describe(obstacle: Obstacle, ids: readonly string[], { from, to }: Step): string {
  const what = ids.length > 3 ? `${ids.slice(0, 3).join(', ')} and ${ids.length - 3} more` : ids.join(', ')
  if (obstacle.cause === 'edited') {
    return obstacle.effect === 'reruns'
      ? `${what}: changed since ${from.ref}, runs again`
      : `${what}: changed since ${from.ref}; the engine refuses`
  }
  if (obstacle.effect === 'skips')
    return `${what}: ${obstacle.certain ? 'never runs' : 'may never run'} on a database of ${from.ref}`
  if (obstacle.cause === 'out-of-order') return `${what}: ordered before what ${from.ref} applied; the engine refuses`
  if (obstacle.cause === 'misplaced') return `${what}: stands elsewhere in the graph of ${to.ref}`
  if (obstacle.cause === 'dead-end') return `${what}: nothing in ${to.ref} leads on from it`
  if (obstacle.cause === 'same-text') return `${what}: has the very text of another migration; the engine refuses`
  if (obstacle.effect === 'loses') return `${what}: in ${from.ref}, not in ${to.ref}, and nothing stops the upgrade`
  if (!obstacle.certain)
    return `${what}: in ${from.ref}, not in ${to.ref}; the engine refuses the upgrade or loses it, which is not known`
  return `${what}: in ${from.ref}, not in ${to.ref}; the engine refuses the upgrade`
}

export function worst(reasons: readonly PathReason[]): Outcome {
  return reasons.reduce<Outcome>(
    (bad, { outcome }) => (outcomes.indexOf(outcome) > outcomes.indexOf(bad) ? outcome : bad),
    'safe',
  )
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`
}
