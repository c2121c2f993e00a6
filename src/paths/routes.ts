import { groupBy } from '../group.ts'
import type { Applied, Candidate, Migration, MigrationList, Obstacle, Release } from '../model.ts'
import { compareVersions } from '../releases/version.ts'
import type { World } from '../view.ts'
import { checksumOf } from '../migrations/checksum.ts'
import { isRefused } from '../migrations/engines/obstacles.ts'
import { freshOf, upgradeFrom } from './steps.ts'

/** A way of several steps through the candidate at whose end migrations have never run, although every step went well. */
export interface Route {
  readonly list: string
  /** In the order they are taken; the first is what was installed. */
  readonly stops: readonly (Release | Candidate)[]
  /** Migrations of the last stop that the database does not have. */
  readonly skipped: readonly Migration[]
}

const mostSteps = 3

/**
 * What users skip who stop in between, on up to three steps between supported releases. A database that took a step is as
 * a rule what a new installation is: only where an engine left something out does the way matter. Engines that remember all
 * they ran are left out: what they pass over on several steps they pass over on one of them, or on the direct one.
 */
export function skippingRoutes(world: World): readonly Route[] {
  const { candidate } = world
  return [...world.snapshot(candidate).lists].flatMap(([name, own]): Route[] => {
    const reader = world.reader(own)
    const { engine } = reader
    if ((own.behaviour.family ?? engine.family) === 'set') return []
    const stops = stopsOf(world, name)
    const routes: Route[] = []
    for (const start of stops) walk([start], start.fresh)
    return routes

    function walk(taken: readonly Stop[], state: Applied): void {
      const last = taken.at(-1)!
      for (const next of stops) {
        if (compareVersions(next.at.version, last.at.version) <= 0 || isElsewhere(next, taken)) continue
        const upgrade = upgradeFrom(reader, state, next.list)
        if (isRefused(upgrade.obstacles) || !leavesTraces(upgrade.obstacles, state)) continue
        const way = [...taken, next]
        const place = way.findIndex(({ at }) => at === candidate)
        if (way.length > 2 && place >= 0) {
          // What is skipped between later stops alone is not the candidate's.
          const later = skippedOn(way.slice(place + 1))
          const skipped = skippedAt(next, upgrade.after).filter((migration) => !later.includes(migration))
          if (skipped.length > 0) routes.push({ list: name, stops: way.map(({ at }) => at), skipped })
        }
        if (way.length <= mostSteps && !isInstalled(upgrade.after, next)) walk(way, upgrade.after)
      }
    }
    function skippedOn([start, ...rest]: readonly Stop[]): readonly Migration[] {
      if (!start || rest.length === 0) return []
      const upgrade = (state: Applied, { list }: Stop): Applied => upgradeFrom(reader, state, list).after
      return skippedAt(rest.at(-1)!, rest.reduce(upgrade, start.fresh))
    }
    /** With no step left to reach the candidate, the way is none of ours. */
    function isElsewhere(next: Stop, taken: readonly Stop[]): boolean {
      return taken.length === mostSteps && next.at !== candidate && !taken.some(({ at }) => at === candidate)
    }
  })
}

interface Stop {
  readonly at: Release | Candidate
  readonly list: MigrationList
  /** The state after a new installation. */
  readonly fresh: Applied
}

/** The candidate, and of the supported releases with one and the same list the lowest and the highest of each line. */
function stopsOf(world: World, name: string): readonly Stop[] {
  const stopAt = (at: Release | Candidate): readonly Stop[] => {
    const list = world.snapshot(at).lists.get(name)
    return list ? [{ at, list, fresh: freshOf(world.reader(list), list.migrations) }] : []
  }
  const released = world.earlier.filter((release) => world.supported(release)).flatMap(stopAt)
  const alike = groupBy(released, ({ at, list }) => `${at.line} ${keyOf(list)}`)
  const few = [...alike.values()].flatMap((group) => (group.length > 2 ? [group[0]!, group.at(-1)!] : group))
  return [...few, ...stopAt(world.candidate)].sort((a, b) => compareVersions(a.at.version, b.at.version))
}

const keys = new WeakMap<readonly Migration[], string>()

function keyOf({ migrations }: MigrationList): string {
  let key = keys.get(migrations)
  if (key === undefined) {
    key = migrations.map((one) => `${one.id} ${checksumOf(one)} ${one.parents.join(' ')}`).join('\n')
    keys.set(migrations, key)
  }
  return key
}

function skippedAt({ list, fresh }: Stop, state: Applied): readonly Migration[] {
  return list.migrations.filter(
    ({ id, effect }) => effect !== 'noop' && fresh.migrations.has(id) && !state.migrations.has(id),
  )
}

/** Whether the way can matter later: something was passed over, ran twice, or what the engine remembers is gone. */
function leavesTraces(obstacles: readonly Obstacle[], { current, heads }: Applied): boolean {
  const remembered = (id: string): boolean => id === current?.id || heads?.includes(id) === true
  return obstacles.some(({ effect, migration }) => effect !== 'loses' || remembered(migration.id))
}

function isInstalled(state: Applied, { fresh }: Stop): boolean {
  if (state.current?.id !== fresh.current?.id) return false
  const heads = new Set(state.heads)
  if (heads.size !== (fresh.heads?.length ?? 0) || fresh.heads?.some((id) => !heads.has(id)) === true) return false
  return [...fresh.migrations.keys()].every((id) => state.migrations.has(id))
}
