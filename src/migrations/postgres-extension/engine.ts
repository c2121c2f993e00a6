import type { Applied, Behaviour, Migration, Obstacle, Upgrade } from '../../model.ts'
import { unknownApplied } from '../engines/obstacles.ts'
import { lookUp } from '../engines/lookup.ts'
import type { Engine } from '../reader.ts'

/**
 * A list has a migration for each version; its parents are the versions that a script leads from, any of which will do, and
 * the last one is the default version. PostgreSQL remembers the version installed and nothing else, and goes from there to
 * the default version by as few scripts as it can - PostgreSQL docs, "Extension Updates"; `extension.c`, `find_update_path`.
 */
export const versionGraphEngine: Engine = { family: 'graph', install, upgrade }

function install(list: readonly Migration[]): Applied {
  const version = list.at(-1)
  return version === undefined ? { migrations: new Map() } : at(version)
}

function at(version: Migration): Applied {
  return { migrations: new Map([[version.id, version]]), current: version }
}

function upgrade(applied: Applied, list: readonly Migration[], behaviour: Behaviour): Upgrade {
  const { current } = applied
  const target = list.at(-1)
  if (target === undefined || current?.id === target.id) return { obstacles: [], ran: [], after: applied }
  if (current === undefined) return { obstacles: [], ran: [target], after: at(target) }
  const distance = distancesFrom(list, current.id)
  if (distance.has(target.id)) return { obstacles: [], ran: shortestPath(list, distance, target), after: at(target) }
  // The last version that can be had from here is what scripts should lead on from.
  const end = list.findLast(({ id }) => distance.has(id))
  const obstacle: Obstacle =
    end === undefined
      ? unknownApplied(current, behaviour)
      : { migration: end, effect: 'refuses', cause: 'dead-end', certain: true }
  return { obstacles: [obstacle], ran: [], after: applied }
}

/** Scripts it takes to each version that they lead to. */
function distancesFrom(list: readonly Migration[], from: string): ReadonlyMap<string, number> {
  const next = followersOf(list)
  const distance = new Map([[from, 0]])
  const queue = [from]
  for (const id of queue) {
    for (const follower of next.get(id) ?? []) {
      if (distance.has(follower)) continue
      distance.set(follower, (distance.get(id) ?? 0) + 1)
      queue.push(follower)
    }
  }
  return distance
}

/** Versions on the way to the target, without the one that it starts from. */
function shortestPath(
  list: readonly Migration[],
  distance: ReadonlyMap<string, number>,
  target: Migration,
): readonly Migration[] {
  const { entries, position } = lookUp(list)
  const path: Migration[] = []
  let version: Migration | undefined = target
  while (version !== undefined && distance.get(version.id) !== 0) {
    path.unshift(version)
    const steps: number = distance.get(version.id) ?? 0
    // Of paths of one length the one whose versions come first by `strcmp` is taken.
    const [before]: readonly string[] = version.parents.filter((id) => distance.get(id) === steps - 1).sort()
    version = entries[position.get(before ?? '') ?? -1]
  }
  return path
}

function followersOf(entries: readonly Migration[]): ReadonlyMap<string, readonly string[]> {
  const followers = new Map<string, string[]>()
  for (const { id, parents } of entries) {
    for (const parent of parents) followers.set(parent, [...(followers.get(parent) ?? []), id])
  }
  return followers
}
