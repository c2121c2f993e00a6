import type { Migration } from '../../model.ts'

/** An app's graph as a database sees it, squashes resolved. */
export interface AppGraph {
  readonly nodes: ReadonlyMap<string, Migration>
  /** Id -> ids it depends on, also such that are no node. */
  readonly parents: ReadonlyMap<string, ReadonlySet<string>>
  /** What nothing depends on, by name. */
  readonly leaves: readonly string[]
  /** As a fresh database runs them. */
  readonly order: readonly Migration[]
  /**
   * Migrations that depend on a lost part of a squash, or in the end on themselves: Django refuses to look any further.
   * Other names that nobody has may be our reader's fault, who tells of them.
   */
  readonly broken: readonly Migration[]
  /** Leaves of which there should be one; none where a name that nobody has leaves that open. */
  readonly rivals: readonly Migration[]
}

/**
 * A squash that can be used takes the places of what it replaces; one that cannot leaves its own place to the last of
 * them - Django, `MigrationGraph.remove_replaced_nodes`, `remove_replacement_node`.
 */
export function graphOf(target: readonly Migration[], isUsable: (squash: Migration) => boolean): AppGraph {
  const nodes = new Map(target.map((migration) => [migration.id, migration]))
  const parents = new Map(target.map((migration) => [migration.id, new Set(migration.parents)]))
  for (const squash of target) {
    if (squash.replaces.length === 0) continue
    if (isUsable(squash)) {
      putInPlace(squash, parents)
      for (const id of squash.replaces) nodes.delete(id)
    } else {
      takeAway(squash, parents)
      nodes.delete(squash.id)
    }
  }
  const followed = new Set([...parents.values()].flatMap((ids) => [...ids]))
  const leaves = [...nodes.keys()].filter((id) => !followed.has(id)).sort()
  const parts = new Set(target.flatMap(({ replaces }) => replaces))
  const isWhole = [...followed].every((id) => nodes.has(id) || parts.has(id))
  return {
    nodes,
    parents,
    leaves,
    order: walk({ nodes, parents }, leaves),
    broken: brokenIn({ nodes, parents }, parts),
    rivals: leaves.length > 1 && isWhole ? leaves.flatMap((id) => nodes.get(id) ?? []) : [],
  }
}

function putInPlace(squash: Migration, parents: Map<string, Set<string>>): void {
  const replaced = new Set(squash.replaces)
  const own = parents.get(squash.id) ?? new Set<string>()
  for (const id of replaced) {
    for (const [child, ids] of parents) {
      if (ids.delete(id) && !replaced.has(child)) ids.add(squash.id)
    }
    for (const parent of parents.get(id) ?? []) if (!replaced.has(parent)) own.add(parent)
    parents.delete(id)
  }
}

function takeAway(squash: Migration, parents: Map<string, Set<string>>): void {
  const followed = new Set(squash.replaces.flatMap((id) => [...(parents.get(id) ?? [])]))
  const mentioned = new Set([...parents.values()].flatMap((ids) => [...ids]))
  const last = squash.replaces.filter((id) => (parents.has(id) || mentioned.has(id)) && !followed.has(id))
  parents.delete(squash.id)
  for (const ids of parents.values()) if (ids.delete(squash.id)) for (const id of last) ids.add(id)
}

/**
 * From the given ids down to what they depend on, the last name first, and back: dependencies come first - Django,
 * `MigrationGraph.iterative_dfs`.
 */
export function walk(
  { nodes, parents }: Pick<AppGraph, 'nodes' | 'parents'>,
  starts: Iterable<string>,
): readonly Migration[] {
  const entered = new Set<string>()
  const walked = new Set<Migration>()
  for (const start of starts) {
    const open = [{ id: start, isDone: false }]
    for (let here = open.pop(); here !== undefined; here = open.pop()) {
      const migration = nodes.get(here.id)
      if (migration === undefined) continue
      if (here.isDone) walked.add(migration)
      if (entered.has(here.id)) continue
      entered.add(here.id)
      open.push({ id: here.id, isDone: true })
      open.push(...[...(parents.get(here.id) ?? [])].sort().map((id) => ({ id, isDone: false })))
    }
  }
  return [...walked]
}

function brokenIn(
  { nodes, parents }: Pick<AppGraph, 'nodes' | 'parents'>,
  parts: ReadonlySet<string>,
): readonly Migration[] {
  const places = new Map(walk({ nodes, parents }, nodes.keys()).map(({ id }, place) => [id, place]))
  return [...nodes.values()].filter(({ id }) => {
    const place = places.get(id) ?? 0
    return [...(parents.get(id) ?? [])].some((up) => (places.get(up) ?? (parts.has(up) ? place : -1)) >= place)
  })
}
