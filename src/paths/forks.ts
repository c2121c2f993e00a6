import { peel } from '../git/refs.ts'
import type { Repository } from '../git/repository.ts'
import type { Migration, Revision } from '../model.ts'
import type { SnapshotReader } from '../snapshots/read.ts'
import type { Step, World } from '../view.ts'
import { within } from '../within.ts'
import { isRemoval } from './removals.ts'

/** Whether a migration that a step loses stood already where the histories of the step's ends part. */
export type StoodAtFork = (migration: Migration, step: Pick<Step, 'from' | 'to'>) => boolean

/** Reads the trees of those commits where lines part on which something seems to be lost: few, and mostly known already. */
export async function readForks(
  repository: Repository,
  reader: SnapshotReader,
  world: World,
  steps: readonly Step[],
): Promise<StoodAtFork> {
  const open = steps.filter((step) => losesUnexplained(world, step))
  const commits = new Map(open.map((step) => [keyOf(step), world.graph.forkPoint(step.from.commit, step.to.commit)]))
  const distinct = [...new Set([...commits.values()].flatMap((commit) => commit ?? []))]
  const facts = await peel(repository.objects, distinct)
  const forks = new Map(
    facts.flatMap((found, n): [string, Revision][] =>
      typeof found === 'string' ? [] : [[distinct[n]!, { ref: distinct[n]!, ...found }]],
    ),
  )
  await reader.prepare([...forks.values()].map(({ tree }) => tree))
  const shares = new WeakMap<readonly Migration[], ReadonlyMap<string, number>>()

  return (migration, step) => {
    const fork = forks.get(commits.get(keyOf(step)) ?? '')
    const { path } = migration.place
    const there = fork && reader.at(fork, path)?.oid
    if (there === undefined) return false
    // Of a file with several migrations only the very same text is sure to have this one.
    return there === reader.at(step.from, path)?.oid || isAlone(migration, step.from)
  }

  function isAlone({ place: { path } }: Migration, at: Revision): boolean {
    const lists = [...world.snapshot(at).lists.values()].map(({ migrations }) => migrations)
    return lists.every((migrations) => (within(shares, migrations, () => countPaths(migrations)).get(path) ?? 0) <= 1)
  }
}

function losesUnexplained(world: World, step: Step): boolean {
  return [...step.obstacles].some(([list, obstacles]) =>
    obstacles.some(
      ({ effect, migration }) =>
        effect === 'loses' && migration.effect !== 'noop' && !isRemoval(world, list, migration, step),
    ),
  )
}

function countPaths(migrations: readonly Migration[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { place } of migrations) counts.set(place.path, (counts.get(place.path) ?? 0) + 1)
  return counts
}

function keyOf({ from, to }: Pick<Step, 'from' | 'to'>): string {
  return `${from.commit} ${to.commit}`
}
