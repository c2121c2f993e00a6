import type { Applied, Behaviour, Migration, Upgrade } from '../../model.ts'
import type { Engine } from '../reader.ts'
import { lookUp } from './lookup.ts'
import { isRefused, meet, torn, withApplied } from './obstacles.ts'
import { meetSquashes } from './squash.ts'

/**
 * Engines that remember the heads of a revision graph: they look the heads up in the target's graph, take every ancestor
 * there as applied, and run the rest in topological order - Alembic docs, "Working with Branches".
 */
export const graphEngine: Engine = { family: 'graph', install, upgrade }

/** A target's revisions, parents first; `parents` are positions in `revisions`. */
interface Graph {
  readonly revisions: readonly Migration[]
  readonly parents: readonly (readonly number[])[]
  readonly position: ReadonlyMap<string, number>
}

const EMPTY: Applied = { migrations: new Map() }
const graphs = new WeakMap<readonly Migration[], Graph>()

function install(list: readonly Migration[]): Applied {
  const { superseded } = meetSquashes(EMPTY, lookUp(list))
  const ran = graphOf(list).revisions.filter((migration) => !superseded.has(migration.id))
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
  const taken = ancestors(graph, heads)
  const lost = heads.some((id) => !graph.position.has(id))
  const absent = new Set(missing.filter(({ id }) => !squashing.applied(id)))
  const ran: Migration[] = []
  for (const [position, migration] of graph.revisions.entries()) {
    if (squashing.superseded.has(migration.id)) continue
    const isAncestor = taken[position] === 1
    const isApplied = !absent.has(migration)
    // What only a head that the target does not have could vouch for counts as it really was.
    const runs = again.has(migration) || !(isAncestor || (isApplied && lost))
    if (runs) ran.push(migration)
    // Nobody misses a no-op that did not run, or minds one that runs twice.
    if (migration.effect === 'noop' || again.has(migration) || isApplied === !runs) continue
    obstacles.push({ migration, effect: isApplied ? 'reruns' : 'skips', cause: 'misplaced', certain: true })
  }
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

/** 1 at the position of every head and of all that it descends from. */
function ancestors(graph: Graph, heads: readonly string[]): Uint8Array {
  const marks = new Uint8Array(graph.revisions.length)
  for (const head of heads) {
    const position = graph.position.get(head)
    if (position !== undefined) marks[position] = 1
  }
  // Parents come first, so one walk from the end reaches everything.
  for (let position = marks.length - 1; position >= 0; position -= 1) {
    if (marks[position] === 1) for (const parent of graph.parents[position] ?? []) marks[parent] = 1
  }
  return marks
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
  const graph = {
    revisions: [...place.keys()],
    parents: [...place.keys()].map((migration) => parentsOf(migration).map(at)),
    position: new Map(
      [...replaced, ...entries.map((entry) => [entry.id, entry] as const)].map(([id, entry]) => [id, at(entry)]),
    ),
  }
  graphs.set(list, graph)
  return graph
}
