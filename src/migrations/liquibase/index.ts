import type { Behaviour } from '../../model.ts'
import type { FileRef, Files, Wants } from '../../snapshots/files.ts'
import { folderOf } from '../folders.ts'
import { onceForFiles } from '../once.ts'
import type { ListReading, MigrationReader, MigrationSource } from '../reader.ts'
import { liquibaseEngine } from './engine.ts'
import { contentsOf, flatten } from './flatten.ts'
import { listOf } from './list.ts'
import { mastersOf, SETTINGS, type Master } from './masters.ts'
import { noop } from './noop.ts'
import { collapse, digestOfText } from './tree.ts'

/** Any file may be a changelog; those that a master includes are found from there, and masters say what they are. */
const wants: Wants = {
  name: new RegExp(String.raw`\.(?:xml|ya?ml|json|sql)$|${SETTINGS.source}`, 'i'),
  path: /liquibase|change-?_?(?:log|set)|(?:^|\/)application[^/]*$/i,
  prefetch: false,
}

/**
 * Rows of DATABASECHANGELOG that no change set has are ignored; what has no row runs, in the order of the changelog; "checksum
 * validation failed" where a change set's checksum is another one than the row's - Liquibase, `ValidatingVisitor`,
 * `ShouldRunChangeSetFilter`.
 */
const behaviour: Behaviour = { unknownApplied: 'ignores', outOfOrder: 'runs', edited: 'refuses', source: 'default' }

export const liquibase: MigrationReader = {
  system: 'liquibase',
  title: 'Liquibase',
  site: 'https://docs.liquibase.com/concepts/changelogs/changeset.html',
  wants,
  engine: liquibaseEngine,
  behaviour,
  guards: 'optional',
  read,
  noop,
}

const once = onceForFiles<ReturnType<typeof listOf>>()

/** Every changelog that no other one includes is a list. */
function read(files: Files, source?: MigrationSource): readonly ListReading[] {
  const readings = mastersOf(files, source).flatMap((master) => readMaster(files, master) ?? [])
  // A picture of the whole database for new installations is no history: it is taken anew, and no upgrade runs it.
  return source || readings.every(isSnapshot) ? readings : readings.filter((reading) => !isSnapshot(reading))
}

const snapshots = new WeakMap<ListReading['migrations'], boolean>()

function isSnapshot({ migrations }: ListReading): boolean {
  let answer = snapshots.get(migrations)
  if (answer === undefined) {
    answer = migrations.filter(({ id }) => GENERATED.test(id)).length * 2 > migrations.length
    snapshots.set(migrations, answer)
  }
  return answer
}

/** How the commands that write changelogs from a database sign - Liquibase, `DiffToChangeLog`. */
const GENERATED = /\(generated\)(?:::|$)/

function readMaster(files: Files, { file, reach }: Master): ListReading | undefined {
  const { placed, lost } = flatten(files, file)
  for (const { place, reason } of lost) files.unclear(place.path, place.line, reason)
  if (placed.length === 0 && lost.length === 0) return undefined
  const contents = contentsOf(files, placed)
  const referred = [...contents.values()].flat()
  files.load(referred)
  const { migrations, problems } = once(
    [...reach.values(), ...referred],
    placed.slice(0, 1).map(({ changeSet }) => changeSet),
    () => listOf(placed, (changeSet) => contentDigest(files, contents.get(changeSet))),
  )
  const folder = folderOf(placed.at(-1)?.file.path ?? file.path)
  return {
    system: 'liquibase',
    path: file.path,
    migrations,
    behaviour,
    evidence: true,
    problems,
    style: { folder, master: file.path },
  }
}

function contentDigest(files: Files, referred: readonly FileRef[] | undefined): string {
  return (referred ?? []).map((file) => files.parse(file, digestContent) ?? file.oid).join('')
}

function digestContent(text: string): string {
  return digestOfText(collapse(text))
}
