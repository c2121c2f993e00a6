import type { Release, Revision, Version } from '../model.ts'
import { nextVersion, writtenParts } from '../releases/version.ts'
import type { World } from '../view.ts'
import type { FixState, LineFacts, ListedMigration } from './shapes.ts'

/** The branch of a line; where none was found, its newest release. */
export function tipOf(line: LineFacts): Revision | undefined {
  return line.head ?? line.releases.at(-1)
}

/** The release from which on users of the line have the fix and what guards it. */
export function safeRelease(world: World, line: LineFacts, guards: readonly ListedMigration[]): Release | undefined {
  return line.releases.find((release) => line.has(release) && guards.every((guard) => ships(world, release, guard)))
}

export function stateOf(line: LineFacts): FixState {
  if (line.releases.some(line.has)) return 'released'
  const tip = tipOf(line)
  return tip && line.has(tip) ? 'pending' : 'open'
}

export function migrationState(world: World, line: LineFacts, guard: ListedMigration): FixState {
  if (safeRelease(world, line, [guard])) return 'released'
  const tip = tipOf(line)
  return tip && ships(world, tip, guard) ? 'pending' : 'open'
}

/** Whether a revision has a migration by its id, itself or in a squash. */
export function ships(world: World, revision: Revision, { list, migration }: ListedMigration): boolean {
  const found = world.snapshot(revision).lists.get(list)?.migrations ?? []
  return found.some(({ id, replaces }) => id === migration.id || replaces.includes(migration.id))
}

/** The next number of a line that no release has: one more in the last part, in semver never above the patch. */
export function nextRelease(world: World, line: LineFacts, all: readonly Release[]): Release | undefined {
  const last = line.releases.at(-1)
  const tip = tipOf(line)
  if (!last || !tip) return undefined
  const least = world.scheme === 'semver' ? 2 : 0
  const taken = new Set(all.map(({ version }) => numberOf(version)))
  let version = last.version
  do version = nextVersion(version, Math.max(least, writtenParts(version) - 1))
  while (taken.has(numberOf(version)))
  const tag = last.tag.includes(last.version.text) ? last.tag.replace(last.version.text, () => version.text) : version.text // prettier-ignore
  const place = `planned ${tag}`
  return { tag, ref: tag, twins: [], version, line: line.name, commit: place, tree: place, date: tip.date }
}

function numberOf({ parts }: Version): string {
  return parts.join('.')
}
