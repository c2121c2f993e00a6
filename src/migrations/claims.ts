import type { ListReading } from './reader.ts'

/**
 * The lists of one release without those that only file names suggest, where the project shows that another system runs
 * the very files: sqlx's `1_a.up.sql` look like golang-migrate's.
 */
export function settleClaims(lists: readonly ListReading[]): readonly ListReading[] {
  const owners = new Map<string, string>()
  for (const { system, evidence, migrations } of lists) {
    if (evidence) for (const { place } of migrations) owners.set(place.path, system)
  }
  return lists.filter(
    ({ system, evidence, migrations }) =>
      evidence || !migrations.some(({ place }) => (owners.get(place.path) ?? system) !== system),
  )
}
