import type { Behaviour } from '../../model.ts'
import type { FileRef, Files, Wants } from '../../snapshots/files.ts'
import { freshDigits, inFolder, keptId, leadingDigits, listOf, readSql, type Entry } from '../by-file-name.ts'
import { setEngine } from '../engines/set.ts'
import { baseName, byFolder, filesIn, folderOf } from '../folders.ts'
import type { ListReading, MigrationReader, MigrationSource, NewFile, NoopRequest } from '../reader.ts'
import { collatedOrder } from './order.ts'

const LOCK = 'migration_lock.toml'
const wants: Wants = { name: /^migration(?:\.sql|_lock\.toml)$/, prefetch: false }

/**
 * `migrate deploy` applies the folders whose names the table does not have, in order of names. It looks neither for one
 * that is missing nor at the checksums that it keeps - prisma-engines, `apply_migrations.rs`.
 */
const behaviour: Behaviour = { unknownApplied: 'ignores', outOfOrder: 'runs', edited: 'ignores', source: 'default' }

export const prisma: MigrationReader = {
  system: 'prisma',
  title: 'Prisma Migrate',
  site: 'https://www.prisma.io/docs/orm/reference/prisma-cli-reference#migrate-deploy',
  wants,
  engine: setEngine,
  behaviour,
  guards: 'optional',
  read,
  noop,
}

/** Every folder with Prisma's lock file, which `migrate` writes and asks to commit, is a list. */
function read(files: Files, source?: MigrationSource): readonly ListReading[] {
  const scripts = filesIn(
    files.wanted.filter(({ path }) => baseName(path) !== LOCK),
    source,
  )
  const homes = [...byFolder(scripts.map((file) => ({ ...file, path: folderOf(file.path) })))].filter(
    ([home]) => source !== undefined || files.find(inFolder(home, LOCK)) !== undefined,
  )
  const lists = homes.map(([home, folders]) => ({
    home,
    inside: folders.map(({ path, oid }): FileRef => ({ path: `${path}/migration.sql`, oid })),
  }))
  files.load(lists.flatMap(({ inside }) => inside))
  return lists.map(({ home, inside }) =>
    listOf({
      system: 'prisma',
      path: home,
      entries: inside.map((file) => entryOf(files, file)),
      behaviour: { ...behaviour, source: source === undefined ? inFolder(home, LOCK) : 'config' },
    }),
  )
}

function entryOf(files: Files, file: FileRef): Entry {
  const id = baseName(folderOf(file.path))
  const slug = id.replace(/^[0-9]+_/, '')
  return { file, id, order: collatedOrder(id), slug, spellings: [], content: files.parse(file, readSql) }
}

/** A folder with a script that does nothing. Whatever name the table does not have is applied. */
function noop(request: NoopRequest): NewFile {
  const id = keptId(request) ?? `${freshDigits(request, leadingDigits)}_${request.slug}`
  return {
    id,
    path: inFolder(request.list.path, `${id}/migration.sql`),
    text: '-- No-op.\nSELECT 1;\n',
    mode: 'create',
  }
}
