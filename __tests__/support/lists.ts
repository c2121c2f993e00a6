import type { Migration, MigrationList } from '../../src/model.ts'

export { cured, idsOf, readList, readLists, type Reading } from './readings.ts'

/** A list with everything a test does not care about filled in. */
export function listOf(migrations: readonly Migration[], more: Partial<MigrationList> = {}): MigrationList {
  return {
    name: 'db',
    system: 'test',
    path: 'db',
    migrations,
    behaviour: { unknownApplied: 'refuses', outOfOrder: 'runs', edited: 'ignores', source: 'test' },
    evidence: true,
    problems: [],
    ...more,
  }
}
