import type { Applied, Behaviour, Migration, Upgrade } from '../../model.ts'
import type { Engine } from '../reader.ts'
import { lookUp } from './lookup.ts'
import { isRefused, meet, torn, withApplied } from './obstacles.ts'
import { meetSquashes } from './squash.ts'
import { ancestors, runningOrder, type Positions } from './walk.ts'

/**
 * Engines that remember the heads of a revision graph: they look the heads up in the target's graph, take every ancestor
 * there as applied, and run the rest in topological order - Alembic docs, "Working with Branches".
 */
export const graphEngine: Engine = { family: 'graph', install, upgrade }

/** A target's revisions, parents first. */
interface Graph extends Positions {
  readonly revisions: readonly Migration[]
  readonly position: ReadonlyMap<string, number>
}

const EMPTY: Applied = { migrations: new Map() }
const graphs = new WeakMap<readonly Migration[], Graph>()

function install(list: readonly Migration[]): Applied {
  const { superseded } = meetSquashes(EMPTY, lookUp(list))
  const graph = graphOf(list)
  const ran = inOrder(graph, new Set(graph.revisions.filter((migration) => !superseded.has(migration.id))))
  return { migrations: new Map(ran.map((migration) => [migration.id, migration])), heads: headsAfter([], ran) }
}

function upgrade(applied: Applied, list: readonly Migration[], behaviour: Behaviour): Upgrade {
  const heads = applied.heads ?? []
  const target = lookUp(list)
  const { obstacles, again, accepted, missing } = meet(applied, target, behaviour, ({ id }) => heads.includes(id))
  const squashing = meetSquashes(applied, target)
  obstacles.push(...squashing.torn.map(torn))
  // A refusal comes before any look at the graph; without the head nobody can tell what it would have said.
  if (isRefused(obstacles)) return { obstacles, ran: [], after: applied }

  const graph = graphOf(list)
  const overlapping = overlaps(graph, heads)
  if (overlapping.length > 0) return { obstacles: [...obstacles, ...overlapping.map(torn)], ran: [], after: applied }
  const taken = ancestors(graph, positionsOf(graph, heads))
  const lost = heads.some((id) => !graph.position.has(id))
  const absent = new Set(missing.filter(({ id }) => !squashing.applied(id)))
  const running = new Set<Migration>()
  for (const [position, migration] of graph.revisions.entries()) {
    if (squashing.superseded.has(migration.id)) continue
    const isAncestor = taken[position] === 1
    const isApplied = !absent.has(migration)
    // What only a head that the target does not have could vouch for counts as it really was.
    const runs = again.has(migration) || !(isAncestor || (isApplied && lost))
    if (runs) running.add(migration)
    // Nobody misses a no-op that did not run, or minds one that runs twice.
    if (migration.effect === 'noop' || again.has(migration) || isApplied === !runs) continue
    obstacles.push({ migration, effect: isApplied ? 'reruns' : 'skips', cause: 'misplaced', certain: true })
  }
  const ran = inOrder(graph, running)
  return {
    obstacles,
    ran,
    // Made when asked for: most pairs of releases are never taken a step further.
    get after() {
      const migrations = withApplied(applied, accepted, squashing.adopted, ran)
      return migrations === applied.migrations ? applied : { migrations, heads: headsAfter(heads, ran) }
    },
  }
}

/** Every revision that runs takes the place of its parents. */
function headsAfter(heads: readonly string[], ran: readonly Migration[]): readonly string[] {
  const after = new Set(heads)
  for (const migration of ran) after.add(migration.id)
  for (const migration of ran) for (const id of [...migration.parents, ...migration.replaces]) after.delete(id)
  return [...after]
}

function positionsOf({ position }: Graph, ids: readonly string[]): readonly number[] {
  return ids.flatMap((id) => position.get(id) ?? [])
}

/** Heads that others descend from here: "Requested revision ... overlaps with other requested revisions" - Alembic. */
function overlaps(graph: Graph, heads: readonly string[]): readonly Migration[] {
  if (heads.length < 2) return []
  const positions = [...new Set(positionsOf(graph, heads))]
  const below = ancestors(
    graph,
    positions.flatMap((head) => graph.parents[head] ?? []),
  )
  return positions.filter((head) => below[head] === 1).flatMap((head) => graph.revisions[head] ?? [])
}

function inOrder(graph: Graph, running: ReadonlySet<Migration>): readonly Migration[] {
  if (running.size === 0) return []
  const marked = Uint8Array.from(graph.revisions, (migration) => (running.has(migration) ? 1 : 0))
  return runningOrder(graph, marked).flatMap((position) => graph.revisions[position] ?? [])
}

/** Parents before children, otherwise in the list's order; a cycle is cut where it is first entered. */
function graphOf(list: readonly Migration[]): Graph {
  const known = graphs.get(list)
  if (known !== undefined) return known
  const { entries, position, replaced } = lookUp(list)
  const present = (id: string): Migration | undefined => entries[position.get(id) ?? -1] ?? replaced.get(id)
  const parentsOf = ({ parents }: Migration): readonly Migration[] =>
    parents.map(present).filter((parent) => parent !== undefined)
  const entered = new Set<Migration>()
  const place = new Map<Migration, number>()
  for (const start of entries) {
    const open = [start]
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      entered.add(top)
      const next = parentsOf(top).find((parent) => !entered.has(parent))
      if (next !== undefined) {
        open.push(next)
        continue
      }
      if (!place.has(top)) place.set(top, place.size)
      open.pop()
    }
  }
  const at = (migration: Migration): number => place.get(migration) ?? -1
  const revisions = [...place.keys()]
  const byFile = new Map([...revisions].sort(byPath).map((migration, file) => [migration, file]))
  const graph = {
    revisions,
    // What does not come before is the way round a cycle.
    parents: revisions.map((revision, here) =>
      parentsOf(revision)
        .map(at)
        .filter((parent) => parent < here),
    ),
    files: revisions.map((revision) => byFile.get(revision) ?? 0),
    position: new Map(
      [...replaced, ...entries.map((entry) => [entry.id, entry] as const)].map(([id, entry]) => [id, at(entry)]),
    ),
  }
  graphs.set(list, graph)
  return graph
}

function byPath({ place: a }: Migration, { place: b }: Migration): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : a.line - b.line
}
