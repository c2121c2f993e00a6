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
  const free = list.migrations.filter((other) => !taken.has(other.id))
  const sameId = free.find((other) => other.id === migration.id)
  if (sameId) return { migration: sameId, by: 'id' }
  const telling = migration.effect !== 'noop'
  const sameBlob = telling
    ? free.filter((other) => other.blob === migration.blob && other.place.line === migration.place.line)
    : []
  if (sameBlob.length === 1) return { migration: sameBlob[0]!, by: 'blob' }
  const sameDigest = telling ? free.filter((other) => other.digest === migration.digest) : []
  if (sameDigest.length === 1) return { migration: sameDigest[0]!, by: 'digest' }
  const sameSlug = isTelling(migration.slug) ? free.filter((other) => other.slug === migration.slug) : []
  if (sameSlug.length === 1) return { migration: sameSlug[0]!, by: 'slug' }
  return undefined
}

/** At least two words: `add_index_to_hosts`, not `initial`. */
function isTelling(slug: string): boolean {
  return slug.length >= 8 && /[a-z0-9][^a-z0-9]+[a-z]/i.test(slug)
}
