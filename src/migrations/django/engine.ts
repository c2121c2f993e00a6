import type { Applied, Behaviour, Migration, Upgrade } from '../../model.ts'
import { lookUp, remember } from '../engines/lookup.ts'
import { isRefused, meet, torn, withApplied } from '../engines/obstacles.ts'
import type { Engine } from '../reader.ts'
import { graphOf, walk, type AppGraph } from './graph.ts'

/**
 * Runs what the leaves of the graph need and the table does not have. Before that it refuses a graph with holes, circles
 * or several leaves, and a migration that is applied before what it depends on. A leaf that is applied is not looked
 * below - Django, `MigrationLoader.build_graph`, `check_consistent_history`, `MigrationExecutor.migration_plan`.
 */
export const djangoEngine: Engine = { family: 'set', install, upgrade }

type Recorded = (id: string) => boolean

const wholes = new WeakMap<readonly Migration[], AppGraph>()

function install(list: readonly Migration[]): Applied {
  const { order } = graphFor(list, () => false)
  return { migrations: new Map(order.map((migration) => [migration.id, migration])) }
}

function upgrade(applied: Applied, list: readonly Migration[], behaviour: Behaviour): Upgrade {
  const target = lookUp(list)
  const { obstacles, accepted, missing } = meet(applied, target, behaviour, () => true)
  const { covered } = remember(applied)
  const recorded: Recorded = (id) => applied.migrations.has(id) || covered.has(id)
  const graph = graphFor(list, recorded)
  const isPending = missing.some(({ id }) => !recorded(id))
  const unusable = target.squashes.filter(({ id }) => !graph.nodes.has(id))
  const misplaced = graph.broken.length > 0 ? graph.broken : isPending ? unmet(graph, recorded, target.squashes) : []
  obstacles.push(...[...misplaced, ...graph.rivals].map(torn))
  if (isRefused(obstacles)) return { obstacles, ran: [], after: applied }
  if (!isPending && target.squashes.length === 0) return { obstacles, ran: [], after: applied }

  const isApplied = (migration: Migration): boolean =>
    migration.replaces.length > 0 ? migration.replaces.every(recorded) : recorded(migration.id)
  const pending = graph.order.filter((migration) => !isApplied(migration))
  const open = graph.leaves.filter((id) => !isApplied(graph.nodes.get(id)!))
  const below = open.length === graph.leaves.length ? graph.order : walk(graph, open)
  const due = new Set(below.filter((migration) => !isApplied(migration)))
  const isLost = (id: string): boolean => !recorded(id) && !graph.nodes.has(id)
  // A squash that cannot be used is no part of the graph: what it alone still has is never run.
  const useless = unusable.filter(({ replaces }) => replaces.some(isLost))
  const skipped = [...useless, ...pending].filter((migration) => !due.has(migration) && migration.effect !== 'noop')
  for (const migration of skipped) obstacles.push({ migration, effect: 'skips', cause: 'misplaced', certain: true })
  const ran = pending.filter((migration) => due.has(migration))
  // A squash counts by its parts, whatever ran under its own name before.
  for (const migration of ran.filter(({ id, effect }) => recorded(id) && effect !== 'noop')) {
    obstacles.push({ migration, effect: 'reruns', cause: 'misplaced', certain: true })
  }
  const written = new Set(ran.flatMap(({ id, replaces }) => (replaces.length > 0 ? replaces : [id])))
  const adopted = target.squashes.filter(
    ({ id, replaces }) => !recorded(id) && replaces.every((part) => recorded(part) || written.has(part)),
  )
  const migrations = withApplied(applied, accepted, adopted, ran)
  return { obstacles, ran, after: migrations === applied.migrations ? applied : { migrations } }
}

/** What a database has of a squash decides whether it can be used: all of what it replaces, or nothing. */
function graphFor(list: readonly Migration[], recorded: Recorded): AppGraph {
  const isUsable = ({ replaces }: Migration): boolean => {
    const parts = replaces.filter(recorded).length
    return parts === 0 || parts === replaces.length
  }
  const { squashes } = lookUp(list)
  if (!squashes.every(isUsable)) return graphOf(list, isUsable)
  const known = wholes.get(list)
  const graph = known ?? graphOf(list, isUsable)
  wholes.set(list, graph)
  return graph
}

/** Migrations that are not applied while one that depends on them is. */
function unmet({ nodes, parents }: AppGraph, recorded: Recorded, squashes: readonly Migration[]): readonly Migration[] {
  const isMet = (id: string): boolean =>
    recorded(id) || squashes.some((squash) => squash.id === id && squash.replaces.every(recorded))
  const found = new Set<Migration>()
  for (const id of nodes.keys()) {
    if (!recorded(id)) continue
    for (const parent of parents.get(id) ?? []) {
      const migration = nodes.get(parent)
      if (migration !== undefined && !isMet(parent)) found.add(migration)
    }
  }
  return [...found]
}
