import type { Behaviour } from '../../model.ts'
import type { Files, Wants } from '../../snapshots/files.ts'
import { freshDigits, inFolder, keptId, leadingDigits, listOf, textOrder, type Entry } from '../by-file-name.ts'
import { setEngine } from '../engines/set.ts'
import { baseName, byFolder, filesIn } from '../folders.ts'
import { isAnnotatedFor, readAll, withoutWays, type AnnotatedFile } from '../numbered-sql.ts'
import type { ListReading, MigrationReader, MigrationSource, NewFile, NoopRequest } from '../reader.ts'

const wants: Wants = { name: /^[0-9].*\.sql$/, prefetch: false }

/**
 * "unknown migration in database" stops the plan; older ones that were not applied are caught up with; no checksums -
 * sql-migrate, `PlanMigration`, `ToCatchup`.
 */
const behaviour: Behaviour = { unknownApplied: 'refuses', outOfOrder: 'runs', edited: 'ignores', source: 'default' }

export const sqlMigrate: MigrationReader = {
  system: 'sql-migrate',
  title: 'sql-migrate',
  site: 'https://github.com/rubenv/sql-migrate',
  wants,
  engine: setEngine,
  behaviour,
  guards: 'optional',
  read,
  noop,
}

/** Every folder of scripts of which most have `-- +migrate Up`. */
function read(files: Files, source?: MigrationSource): readonly ListReading[] {
  const folders = byFolder(filesIn(files.wanted, source))
  files.load([...folders.values()].flat())
  return [...folders].flatMap(([path, inside]) => {
    if (source === undefined && !isAnnotatedFor('sql-migrate', files, inside)) return []
    // Names without a number come after those with one: the tool takes every script of the folder.
    const all = files.list(path).files.filter((file) => file.path.endsWith('.sql'))
    files.load(all)
    const read = readAll(files, all)
    const answers: Behaviour = {
      ...behaviour,
      ...(source?.engine?.ignoreUnknown === true ? { unknownApplied: 'ignores' } : {}),
      source: source === undefined ? `sql-migrate's own comments in ${path}` : 'config',
    }
    const problems = withoutWays(read, 'sql-migrate', ['-- +migrate Up'])
    return [listOf({ system: 'sql-migrate', path, entries: read.map(entryOf), behaviour: answers, problems })]
  })
}

/** The number in front decides, then the whole name - sql-migrate, `Migration.Less`. */
function entryOf({ file, content }: AnnotatedFile): Entry {
  const id = baseName(file.path)
  const [, digits = '', rest = ''] = /^([0-9]+)[_-]?(.*)\.sql$/.exec(id) ?? []
  return {
    file,
    id,
    order: digits === '' ? textOrder(id) : [digits, ...textOrder(id)],
    slug: rest,
    spellings: [id.replace(/\.sql$/, '')],
    content,
  }
}

function noop(request: NoopRequest): NewFile {
  const kept = keptId(request)
  const separator = request.list.migrations.some(({ id }) => /^[0-9]+_/.test(id)) ? '_' : '-'
  const id = kept ?? `${freshDigits(request, leadingDigits)}${separator}${request.slug}.sql`
  const text = '-- +migrate Up\n-- No-op.\nSELECT 1;\n\n-- +migrate Down\nSELECT 1;\n'
  return { id, path: inFolder(request.list.path, id), text, mode: 'create' }
}
