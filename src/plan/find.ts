import type { Equivalents } from '../backports/equivalents.ts'
import { nearest } from '../config/nearest.ts'
import type { Repository } from '../git/repository.ts'
import { GitError, tryGit } from '../git/run.ts'
import type { Migration, Revision } from '../model.ts'
import { findRevision } from '../releases/candidate.ts'
import type { History } from '../releases/history.ts'
import type { World } from '../view.ts'
import { ships } from './lines.ts'
import type { Fix, ListedMigration } from './shapes.ts'

/** What the search for a fix needs. */
export interface Found {
  readonly repository: Repository
  readonly matcher: Equivalents
  readonly history: History
  readonly world: World
  /** The first parent of the commit asked for. */
  readonly parent?: Revision
  /** The default branch, where no line has it for its own. */
  readonly trunk?: Revision
}

/** The commit a name stands for; undefined where it names none. */
export async function findCommit(repository: Repository, name: string): Promise<Revision | undefined> {
  const commit = await repository.objects.commitNamed(name)
  return commit === undefined ? undefined : await findRevision(repository, commit, '--fix')
}

/** A migration by any spelling of its id, else a commit. Throws `GitError` where the name is neither. */
export async function findFix(found: Found, name: string, asked: Revision | undefined): Promise<Fix> {
  const { world, matcher } = found
  const listed = findMigration(world, name)
  if (listed) return await migrationFix(found, name, listed)
  if (!asked) throw new GitError(unknownFix(found, name))
  const [facts] = await matcher.read([asked.commit])
  return {
    kind: 'commit',
    name,
    title: facts?.subject ?? asked.commit,
    commit: asked.commit,
    date: asked.date,
    migrations: broughtBy(found, asked),
  }
}

function revisionsOf({ lines }: World): readonly Revision[] {
  return lines.toReversed().flatMap(({ releases, head }) => [...(head ? [head] : []), ...releases.toReversed()])
}

function findMigration(world: World, name: string): (ListedMigration & { readonly at: Revision }) | undefined {
  for (const at of revisionsOf(world)) {
    for (const [list, { migrations }] of world.snapshot(at).lists) {
      const bare = name.startsWith(`${list}:`) ? name.slice(list.length + 1) : name
      const migration = migrations.find(({ id, spellings }) => id === bare || spellings.includes(bare))
      if (migration) return { list, migration, at }
    }
  }
  return undefined
}

async function migrationFix(
  { repository, world, matcher }: Found,
  name: string,
  { list, migration, at }: ListedMigration & { readonly at: Revision },
): Promise<Fix> {
  const commit = await introducing(repository, at.commit, migration)
  const [facts] = commit === undefined ? [] : await matcher.read([commit])
  return {
    kind: 'migration',
    name,
    title: world.subject(list, migration.id),
    ...(commit === undefined ? {} : { commit }),
    date: facts?.date ?? at.date,
    migrations: [{ list, migration }],
  }
}

/** The commit that added a migration's file, or its id to a file that holds several. */
async function introducing(repository: Repository, tip: string, migration: Migration): Promise<string | undefined> {
  const { path } = migration.place
  const stem = path.slice(path.lastIndexOf('/') + 1)
  const named = migration.spellings.find((text) => text.length > 2 && stem.includes(text))
  const raw = migration.spellings.find((text) => text !== migration.id) ?? migration.id
  const how = named === undefined ? [`-S${raw}`] : ['--diff-filter=A']
  const run = await tryGit(repository.directory, ['log', '--format=%H', ...how, tip, '--', `:(top,literal)${path}`])
  const commits = run.stdout.toString('latin1').split('\n').filter((line) => line !== '') // prettier-ignore
  return run.code === 0 ? commits.at(named === undefined ? -1 : 0) : undefined
}

/** Migrations that a commit has and its first parent has not. */
function broughtBy({ world, parent }: Found, asked: Revision): readonly ListedMigration[] {
  if (!parent) return []
  return [...world.snapshot(asked).lists].flatMap(([list, { migrations }]) =>
    migrations.flatMap((migration): ListedMigration[] => {
      const listed = { list, migration }
      return ships(world, parent, listed) ? [] : [listed]
    }),
  )
}

function unknownFix({ history, world }: Found, name: string): string {
  const ids = revisionsOf(world).flatMap((at) =>
    [...world.snapshot(at).lists.values()].flatMap(({ migrations }) => migrations.map(({ id }) => id)),
  )
  const refs = [...history.releases.map(({ tag }) => tag), ...[...history.heads.values()].map((branch) => branch.name)]
  const close = nearest(name, [...new Set([...ids, ...refs])])
  const hint =
    close === undefined
      ? 'fetch it, or see `git log` and `upgrade-paths check --format json`'
      : `did you mean ${close}?`
  return `--fix ${JSON.stringify(name)} names no commit and no migration of any release or branch: ${hint}`
}
