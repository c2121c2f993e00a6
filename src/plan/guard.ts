import type { NewFile } from '../migrations/reader.ts'
import { findTwin } from '../migrations/match.ts'
import { lastInOrder } from '../migrations/order.ts'
import type { Migration, MigrationList, Revision } from '../model.ts'
import type { World } from '../view.ts'
import { ships, tipOf } from './lines.ts'
import type { Fix, LineFacts, ListedMigration } from './shapes.ts'

/** Migrations that may go with the fix, best first: the first that harms nobody is to be taken. */
export type Proposal = readonly ListedMigration[]

/**
 * New no-ops that could make an engine refuse a release without the fix, with an id above all that any line has, or just
 * above what the oldest has.
 */
export function freshGuards(world: World, fix: Fix, lines: readonly LineFacts[]): readonly Proposal[] {
  const tips = lines.flatMap((line) => tipOf(line) ?? [])
  const names = new Set(tips.flatMap((tip) => [...world.snapshot(tip).lists.keys()]))
  return [...names].flatMap((name) => {
    const lists = tips.flatMap((tip) => world.snapshot(tip).lists.get(name) ?? [])
    const newest = lists[0]
    const oldest = lists.at(-1)
    if (!newest || !oldest || !isRequired(world, newest)) return []
    // A list that one of the lines does not have is compared no further: nothing in it could be missed.
    if (lists.length < tips.length || lists.every((list) => !refuses(list))) return []
    const everywhere = lists.flatMap((list) => list.migrations)
    const fresh = freshGuard(world, fix, newest, everywhere, fix.date)
    const low = freshGuard(world, fix, oldest, [], 0)
    const found = world.reader(newest).engine.family === 'graph' ? [low, fresh] : [fresh, low]
    return found.flatMap((migration) => {
      const free = migration && !everywhere.some(({ id }) => id === migration.id)
      return free ? [[{ list: name, migration }]] : []
    })
  })
}

/** Whether fixes go with a no-op by policy, else by the migration system's habit. */
export function isRequired(world: World, list: MigrationList): boolean {
  return (world.config.policy.guards ?? world.reader(list).guards) === 'required'
}

export function refuses({ behaviour }: MigrationList): boolean {
  return behaviour.unknownApplied === 'refuses' || behaviour.aboveLast === 'refuses'
}

/** The fix's own migrations, and under the ids that other lines gave them: an engine that refuses unknown ids knows no twins. */
export function withTwins(world: World, { migrations }: Fix, lines: readonly LineFacts[]): Proposal {
  const twins = lines.flatMap((line) =>
    migrations.flatMap((own): readonly ListedMigration[] => {
      const tip = tipOf(line)
      const list = tip && world.snapshot(tip).lists.get(own.list)
      if (!list || !refuses(list) || ships(world, tip, own)) return []
      const twin = findTwin(own.migration, list)
      return twin ? [{ list: own.list, migration: twin.migration }] : []
    }),
  )
  return [...migrations, ...twins]
}

/** A no-op that some line ships with its first release with the fix, or that two lines have since, and no release without. */
export function shippedGuard(world: World, lines: readonly LineFacts[]): Proposal {
  const without = lines.flatMap((line) => line.releases.filter((release) => !line.has(release)))
  const isGuard = (guard: ListedMigration): boolean => !without.some((release) => ships(world, release, guard))
  const first = lines.flatMap(
    (line) => line.releases.find(line.has) ?? (line.head && line.has(line.head) ? line.head : []),
  )
  const tips = lines.flatMap((line) => tipOf(line) ?? [])
  const found =
    first.flatMap((revision) => noopsOf(world, revision)).find(isGuard) ??
    tips
      .flatMap((revision) => noopsOf(world, revision))
      .find((guard) => isGuard(guard) && tips.filter((tip) => ships(world, tip, guard)).length > 1)
  return found ? [found] : []
}

function noopsOf(world: World, revision: Revision): readonly ListedMigration[] {
  return [...world.snapshot(revision).lists].flatMap(([list, { migrations }]) =>
    migrations.filter(({ effect }) => effect === 'noop').map((migration) => ({ list, migration })),
  )
}

/** A no-op that the engine's order puts above the list and all of `after`. */
function freshGuard(
  world: World,
  fix: Fix,
  list: MigrationList,
  after: readonly Migration[],
  date: number,
): Migration | undefined {
  const reader = world.reader(list)
  const file = reader.noop({ list, after, slug: guardSlug(fix), date })
  if (!file) return undefined
  const last = lastInOrder([...list.migrations, ...after])
  const followed = new Set(list.migrations.flatMap(({ parents }) => parents))
  const stem = file.path.slice(file.path.lastIndexOf('/') + 1).replace(/(?:\.up)?\.[a-z]+$/, '')
  return {
    id: file.id,
    spellings: file.mode === 'create' ? [file.id, stem] : [file.id],
    // Directly above the last one: a key comes before its continuations, and they before every higher key.
    order: [...(last?.order ?? []), '0'],
    parents:
      reader.engine.family === 'graph' ? list.migrations.filter(({ id }) => !followed.has(id)).map(({ id }) => id) : [],
    place: { path: file.path, line: 1 },
    blob: '',
    digest: `planned ${file.id}`,
    effect: 'noop',
    slug: guardSlug(fix),
    objects: [],
    replaces: [],
    mayChange: false,
  }
}

/** The file that gives a line a migration which does nothing there; undefined where the system can have none with the id. */
export function fileFor(world: World, fix: Fix, line: LineFacts, guard: ListedMigration): NewFile | undefined {
  const tip = tipOf(line)
  const list = tip && world.snapshot(tip).lists.get(guard.list)
  if (!list) return undefined
  const file = world.reader(list).noop({ list, of: guard.migration, after: [], slug: guardSlug(fix), date: fix.date })
  return file?.id === guard.migration.id ? file : undefined
}

function guardSlug({ title }: Fix): string {
  const words = title.toLowerCase().match(/[a-z0-9]+/g) ?? []
  let slug = 'guard'
  for (const word of words) if (slug.length + word.length < 48) slug += `_${word}`
  return slug
}
