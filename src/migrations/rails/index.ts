import type { Behaviour, ListProblem, Migration } from '../../model.ts'
import type { FileRef, Files, Wants } from '../../snapshots/files.ts'
import { setEngine } from '../engines/set.ts'
import { baseName, filesIn, folderOf } from '../folders.ts'
import { canonicalNumber } from '../numbers.ts'
import { byOrder } from '../order.ts'
import type { ListReading, MigrationReader, MigrationSource } from '../reader.ts'
import { readMigration, type Content } from './content.ts'
import { classNameOf, noop } from './noop.ts'

/** What Rails picks up below a migrations folder - ActiveRecord, `MigrationContext#migration_files`. */
const wants: Wants = { name: /^[0-9].*_.*\.rb$/ }
/** ActiveRecord, `Migration::MigrationFilenameRegexp`. */
const NAME = /^([0-9]+)_([_a-z0-9]*)\.?([_a-z0-9]*)?\.rb$/
const FOLDER = /^(?:.*\/)?db\/migrate(?=\/)/
const BASE_CLASS = /^(?:::)?ActiveRecord::Migration\b/

/**
 * `pending_migrations` are those whose version is not in schema_migrations, run in order of version; versions there
 * without a file are listed as "NO FILE" and otherwise ignored; no checksums - ActiveRecord, `migration.rb`.
 */
const behaviour: Behaviour = { unknownApplied: 'ignores', outOfOrder: 'runs', edited: 'ignores', source: 'default' }

export const rails: MigrationReader = {
  system: 'rails',
  title: 'Rails (ActiveRecord)',
  site: 'https://guides.rubyonrails.org/active_record_migrations.html',
  wants,
  engine: setEngine,
  behaviour,
  guards: 'optional',
  read,
  noop,
}

interface MigrationFile {
  readonly file: FileRef
  readonly content: Content | undefined
}

/** Every folder `db/migrate` with what lies below it is a list: the application's, and one per engine or plugin. */
function read(files: Files, source?: MigrationSource): readonly ListReading[] {
  const found = filesIn(files.wanted, source)
  const homes = new Map<string, FileRef[]>()
  for (const file of found) {
    const home = FOLDER.exec(file.path)?.[0] ?? (source ? folderOf(file.path) : undefined)
    if (home === undefined) continue
    const inside = homes.get(home)
    if (inside === undefined) homes.set(home, [file])
    else inside.push(file)
  }
  files.load([...homes.values()].flat())
  return [...homes].flatMap(([path, inside]) => {
    const parsed = inside.map((file) => ({ file, content: files.parse(file, readMigration) }))
    const classes = parsed.map(({ content }) => content?.superclass).filter((name) => name !== undefined)
    // Sequel keeps its migrations in the same place, but in blocks.
    if (source === undefined && !classes.some((name) => name.includes('Migration'))) return []
    return [readList(path, parsed, source ? { ...behaviour, source: 'config' } : judge(classes), classes)]
  })
}

function judge(classes: readonly string[]): Behaviour {
  if (classes.some((name) => BASE_CLASS.test(name))) return behaviour
  return {
    unknownApplied: 'unknown',
    outOfOrder: 'unknown',
    edited: 'unknown',
    source: `the files lie where Rails has them but none derives from ActiveRecord::Migration (${classes[0] ?? ''})`,
  }
}

function readList(
  path: string,
  files: readonly MigrationFile[],
  answers: Behaviour,
  classes: readonly string[],
): ListReading {
  const problems: ListProblem[] = []
  const migrations = new Map<string, Migration>()
  const names = new Map<string, Migration>()
  for (const entry of files) {
    const { path: file } = entry.file
    const place = { path: file, line: 1 }
    const name = NAME.exec(baseName(file))
    const stem = baseName(file).replace(/\.rb$/, '')
    if (name === null) {
      const detail = `expected <version>_<name>.rb in lower case, found ${baseName(file)}`
      problems.push({ cause: 'invalid-id', subject: stem, ids: [stem], place, detail })
      continue
    }
    const migration = migrationOf(entry, name[1] ?? '', name[2] ?? '', stem)
    const twin = migrations.get(migration.id)
    const namesake = names.get(classNameOf(migration.slug))
    const duplicate = twin ?? namesake
    if (duplicate) {
      const what = twin ? `version ${migration.id}` : `class ${classNameOf(migration.slug)}`
      const ids = [...duplicate.spellings, ...migration.spellings]
      const detail = `${what} is also that of ${duplicate.place.path}`
      problems.push({ cause: 'duplicate-id', subject: migration.id, ids: [...new Set(ids)], place, detail })
    }
    if (!twin) migrations.set(migration.id, migration)
    if (!namesake) names.set(classNameOf(migration.slug), migration)
  }
  const parent = classes.findLast((name) => name.includes('Migration'))
  return {
    system: 'rails',
    path,
    migrations: [...migrations.values()].sort(byOrder),
    behaviour: answers,
    evidence: answers.unknownApplied !== 'unknown',
    problems,
    ...(parent === undefined ? {} : { style: { superclass: parent } }),
  }
}

function migrationOf({ file, content }: MigrationFile, digits: string, slug: string, stem: string): Migration {
  const id = canonicalNumber(digits)
  return {
    id,
    spellings: [...new Set([id, digits, stem])],
    order: [id],
    parents: [],
    place: { path: file.path, line: 1 },
    blob: file.oid,
    digest: content?.digest ?? `blob ${file.oid}`,
    effect: content?.effect ?? 'unknown',
    slug,
    objects: content?.objects ?? [],
    replaces: [],
    mayChange: false,
  }
}
