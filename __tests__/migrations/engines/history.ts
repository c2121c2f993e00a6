import fc from 'fast-check'
import type { Applied, Behaviour, Migration, Obstacle } from '../../../src/model.ts'

/** A migration with everything a test does not care about filled in. */
export function migration(id: string, more: Partial<Migration> = {}): Migration {
  return {
    id,
    spellings: [id],
    order: [id],
    parents: [],
    place: { path: `db/${id}.sql`, line: 1 },
    blob: '',
    digest: `text of ${id}`,
    effect: 'changes',
    slug: '',
    objects: [],
    replaces: [],
    mayChange: false,
    ...more,
  }
}

export function list(...ids: readonly string[]): readonly Migration[] {
  return ids.map((id) => migration(id))
}

export function behaviour(more: Partial<Behaviour> = {}): Behaviour {
  return { unknownApplied: 'refuses', outOfOrder: 'runs', edited: 'ignores', source: 'test', ...more }
}

export const behaviours: fc.Arbitrary<Behaviour> = fc.record({
  unknownApplied: fc.constantFrom('refuses', 'ignores', 'unknown'),
  outOfOrder: fc.constantFrom('runs', 'refuses', 'skips', 'unknown'),
  edited: fc.constantFrom('refuses', 'ignores', 'reruns', 'unknown'),
  source: fc.constant('test'),
})

const versions = fc.record({
  number: fc.integer({ min: 1, max: 8 }),
  text: fc.integer({ min: 0, max: 1 }),
  effect: fc.constantFrom('changes', 'noop', 'unknown'),
  mayChange: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
})

/** What one release ships: a few of the same eight numbers, in order, sometimes with another text. */
export const releases: fc.Arbitrary<readonly Migration[]> = fc
  .uniqueArray(versions, { selector: ({ number }) => number, maxLength: 8 })
  .map((entries) =>
    entries
      .sort((a, b) => a.number - b.number)
      .map(({ number, text, effect, mayChange }) =>
        migration(String(number), { digest: `${String(number)}/${String(text)}`, effect, mayChange }),
      ),
  )

/** A database's life: a fresh installation, then upgrades. */
export const lives: fc.Arbitrary<readonly (readonly Migration[])[]> = fc.array(releases, { minLength: 2, maxLength: 4 })

export function ids(migrations: Iterable<Migration>): readonly string[] {
  return [...migrations].map(({ id }) => id)
}

/** `effect cause id`, a question mark where it is only possible; sorted. */
export function told(obstacles: readonly Obstacle[]): readonly string[] {
  return obstacles
    .map(({ migration: { id }, effect, cause, certain }) => `${effect} ${cause} ${id}${certain ? '' : '?'}`)
    .sort()
}

/** `id=digest` of what the database has; sorted. */
export function kept(applied: Applied): readonly string[] {
  return [...applied.migrations.values()].map(({ id, digest }) => `${id}=${digest}`).sort()
}
