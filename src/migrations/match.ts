import { groupBy } from '../group.ts'
import type { Migration, MigrationList } from '../model.ts'

export interface Twin {
  readonly migration: Migration
  readonly by: 'id' | 'blob' | 'digest' | 'slug'
}

/**
 * The migration of another release that is the same change: same id; else same blob; else same digest; else same
 * slug. A no-op's text and a name that says nothing (`update`, `init`) prove nothing.
 */
export function findTwin(
  migration: Migration,
  list: MigrationList,
  taken: ReadonlySet<string> = new Set(),
): Twin | undefined {
  const { ids, blobs, digests, slugs } = indexOf(list.migrations)
  const only = (found: readonly Migration[] | undefined): Migration | undefined => {
    const free = found?.filter((other) => !taken.has(other.id))
    return free?.length === 1 ? free[0] : undefined
  }
  const sameId = taken.has(migration.id) ? undefined : ids.get(migration.id)?.[0]
  if (sameId) return { migration: sameId, by: 'id' }
  const telling = migration.effect !== 'noop'
  const sameBlob = telling ? only(blobs.get(placeKey(migration))) : undefined
  if (sameBlob) return { migration: sameBlob, by: 'blob' }
  const sameDigest = telling ? only(digests.get(migration.digest)) : undefined
  if (sameDigest) return { migration: sameDigest, by: 'digest' }
  const sameSlug = isTelling(migration.slug) ? only(slugs.get(migration.slug)) : undefined
  return sameSlug && { migration: sameSlug, by: 'slug' }
}

interface Index {
  readonly ids: ReadonlyMap<string, readonly Migration[]>
  readonly blobs: ReadonlyMap<string, readonly Migration[]>
  readonly digests: ReadonlyMap<string, readonly Migration[]>
  readonly slugs: ReadonlyMap<string, readonly Migration[]>
}

// Lists are searched for each migration of all the others.
const indexes = new WeakMap<readonly Migration[], Index>()

function indexOf(migrations: readonly Migration[]): Index {
  let index = indexes.get(migrations)
  if (!index) {
    index = {
      ids: groupBy(migrations, ({ id }) => id),
      blobs: groupBy(migrations, placeKey),
      digests: groupBy(migrations, ({ digest }) => digest),
      slugs: groupBy(migrations, ({ slug }) => slug),
    }
    indexes.set(migrations, index)
  }
  return index
}

function placeKey({ blob, place }: Migration): string {
  return `${blob} ${place.line}`
}

/** At least two words, or the minute it was made: `add_index_to_hosts` and `auto_20160404_1908`, not `initial`. */
function isTelling(slug: string): boolean {
  return slug.length >= 8 && /[a-z0-9][^a-z0-9]+[a-z]|\d{8}_?\d{4}/i.test(slug)
}
