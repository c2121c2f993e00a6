import type { Migration, MigrationList } from '../model.ts'
import { byId, historyReleases, knownIf, listChanges, type ListChange } from './history.ts'
import { engineWords, spellings, tagsOf, weigh } from './migrations.ts'
import type { Rule } from './rule.ts'

interface Facts {
  readonly list: string
  readonly id: string
  readonly how: 'position' | 'parents'
}

export const migrationReordered: Rule<Facts> = {
  id: 'migration-reordered',
  category: 'history',
  summary: 'a released migration moved to another place in the order',
  severities: 'W',
  why: 'New installations run the migrations in another order than existing ones did; what they end up with can differ.',
  example: '1.1 runs create-table, then add-index; 1.2 lists add-index first.',
  cure: 'Leave released migrations where they are; append new ones.',
  find(view) {
    return listChanges(view).flatMap((change) => {
      const news =
        change.highest && new Set(moved({ ...change, before: change.highest }).map(({ migration }) => migration))
      return moved(change).map(({ migration, how }) => {
        const releases = historyReleases(view, change.name, (list) => byId(list).has(migration.id))
        return {
          rule: 'migration-reordered',
          severity: weigh(view, 'warning', releases),
          subject: view.subject(change.name, migration.id),
          ids: spellings(migration),
          ...knownIf(change.highest && byId(change.highest).has(migration.id) && news?.has(migration) === false),
          releases: tagsOf(releases),
          location: migration.place,
          facts: { list: change.name, id: migration.id, how },
        }
      })
    })
  },
  tell(finding, view) {
    const { list, id, how } = finding.facts
    const { own, before, predecessor } = listChanges(view).find((entry) => entry.name === list)!
    const parents =
      how === 'parents' ? `: it followed ${words(byId(before).get(id))}, now ${words(byId(own).get(id))}` : ''
    return {
      message: `released migration ${id} moved in the order since ${predecessor.tag}${parents}`,
      evidence: [engineWords(view, own)],
      fix: `Put ${id} back where ${predecessor.tag} has it.`,
    }
  },
}

function words(migration: Migration | undefined): string {
  return migration && migration.parents.length > 0 ? migration.parents.join(' and ') : 'nothing'
}

function moved({
  own,
  before,
}: Pick<ListChange, 'own' | 'before'>): readonly { migration: Migration; how: Facts['how'] }[] {
  const common = own.migrations.filter((migration) => byId(before).has(migration.id))
  if (common.some((migration) => migration.parents.length > 0)) {
    const squashes = squashesIn(before, own)
    return common
      .filter((migration) => !migration.mayChange && !sameParents(migration, byId(before).get(migration.id)!, squashes))
      .map((migration) => ({ migration, how: 'parents' as const }))
  }
  const position = new Map(before.migrations.map((migration, n) => [migration.id, n]))
  const standing = longestRising(common.map((migration) => position.get(migration.id)!))
  return common.filter((_, n) => !standing.has(n)).map((migration) => ({ migration, how: 'position' as const }))
}

/** Each id that a squash of either list takes the place of -> the squash. */
function squashesIn(...lists: readonly MigrationList[]): ReadonlyMap<string, string> {
  return new Map(
    lists.flatMap((list) => list.migrations.flatMap(({ id, replaces }) => replaces.map((one) => [one, id]))),
  )
}

/** A parent that stands in a squash by now is the same parent. */
function sameParents(a: Migration, b: Migration, squashes: ReadonlyMap<string, string>): boolean {
  const [one, other] = [a, b].map(({ parents }) => new Set(parents.map((id) => squashes.get(id) ?? id)))
  return one!.size === other!.size && [...one!].every((id) => other!.has(id))
}

/** Indexes of a longest increasing subsequence: what is not in it is the least that must have moved. */
function longestRising(values: readonly number[]): ReadonlySet<number> {
  const tails: number[] = []
  const previous: (number | undefined)[] = []
  values.forEach((value, n) => {
    let low = 0
    let high = tails.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (values[tails[middle]!]! < value) low = middle + 1
      else high = middle
    }
    previous[n] = low > 0 ? tails[low - 1] : undefined
    tails[low] = n
  })
  const rising = new Set<number>()
  for (let at = tails.at(-1); at !== undefined; at = previous[at]) rising.add(at)
  return rising
}
