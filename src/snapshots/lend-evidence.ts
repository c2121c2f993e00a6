import type { Behaviour, MigrationList } from '../model.ts'

/** Lists by root tree id, then by name. */
export type Lists = ReadonlyMap<string, ReadonlyMap<string, MigrationList>>

/**
 * A release that does not show which engine runs its list borrows from the nearest older one that does, else newer. Releases
 * come newest first.
 */
export function lendEvidence(lists: Lists): Lists {
  const trees = [...lists.keys()]
  const older = carry(trees.toReversed(), lists)
  const newer = carry(trees, lists)
  return new Map(
    trees.map((tree) => {
      const lent = [...lists.get(tree)!].map(([name, list]): [string, MigrationList] => {
        const behaviour = list.evidence ? undefined : (older.get(tree)?.get(name) ?? newer.get(tree)?.get(name))
        return [name, behaviour ? { ...list, behaviour } : list]
      })
      return [tree, new Map(lent)]
    }),
  )
}

/** For each tree, in the order given, the last evidence seen of each list. */
function carry(trees: readonly string[], lists: Lists): ReadonlyMap<string, ReadonlyMap<string, Behaviour>> {
  const last = new Map<string, Behaviour>()
  return new Map(
    trees.map((tree) => {
      for (const [name, list] of lists.get(tree)!) if (list.evidence) last.set(name, list.behaviour)
      return [tree, new Map(last)]
    }),
  )
}
