import type { Migration, Release } from '../model.ts'
import { compareVersions } from '../releases/version.ts'
import type { Step, World } from '../view.ts'

/** One line may open with a migration that the trunk never had; two that do so before the target were cut from a trunk with it. */
const openersThatTell = 2

/**
 * Whether a migration that a step's `from` has and its `to` lacks was dropped in between, by a clean-up or a squash that
 * declares nothing, rather than never brought along: releases that opened lines before `to` was made already had it.
 * Where the engine ignores it nothing is lost; `migration-removed` speaks of it.
 */
export function isRemoval(
  world: World,
  list: string,
  migration: Migration,
  { from, to }: Pick<Step, 'from' | 'to'>,
): boolean {
  const openers = (openersOf(world, list).get(migration.id) ?? []).filter(
    (opener) =>
      opener.commit !== from.commit && opener.date < to.date && compareVersions(opener.version, to.version) < 0,
  )
  return openers.length >= openersThatTell
}

const known = new WeakMap<World['lines'], Map<string, ReadonlyMap<string, readonly Release[]>>>()

/** For each migration of a list the releases that opened a line with it. */
function openersOf({ lines, snapshot }: World, list: string): ReadonlyMap<string, readonly Release[]> {
  let byList = known.get(lines)
  if (!byList) known.set(lines, (byList = new Map<string, ReadonlyMap<string, readonly Release[]>>()))
  let openers = byList.get(list)
  if (!openers) {
    const found = new Map<string, Release[]>()
    for (const { releases } of lines) {
      const [first] = releases
      for (const { id } of first ? (snapshot(first).lists.get(list)?.migrations ?? []) : []) {
        found.set(id, [...(found.get(id) ?? []), ...(first ? [first] : [])])
      }
    }
    byList.set(list, (openers = found))
  }
  return openers
}
