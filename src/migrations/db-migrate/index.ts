import type { Behaviour } from '../../model.ts'
import type { Files } from '../../snapshots/files.ts'
import { freshDigits, inFolder, keptId, leadingDigits, textOrder, type Entry } from '../by-file-name.ts'
import { setEngine } from '../engines/set.ts'
import { baseName } from '../folders.ts'
import type { ListReading, MigrationReader, MigrationSource, NewFile, NoopRequest } from '../reader.ts'
import { readScripts, scriptWants, type ScriptFile } from '../scripts.ts'

/** db-migrate, `Skeleton#parseName`: what follows a dot does not count. */
const NAME = /^([0-9]{14})-([^.]+)/

/** Files whose name is not in the table run, in order of their times; nothing else is looked at - db-migrate, `filterUp`. */
const behaviour: Behaviour = { unknownApplied: 'ignores', outOfOrder: 'runs', edited: 'ignores', source: 'default' }

export const dbMigrate: MigrationReader = {
  system: 'db-migrate',
  title: 'db-migrate',
  site: 'https://db-migrate.readthedocs.io/',
  wants: scriptWants,
  engine: setEngine,
  behaviour,
  guards: 'optional',
  read,
  noop,
}

function read(files: Files, source?: MigrationSource): readonly ListReading[] {
  return readScripts(files, source, {
    system: 'db-migrate',
    shape: 'db-migrate',
    packages: ['db-migrate'],
    entryOf,
    behaviourOf: (_, proof) => ({
      ...behaviour,
      source: source === undefined ? `db-migrate is required by ${proof?.file.path ?? ''}` : 'config',
    }),
  })
}

function entryOf({ file, script }: ScriptFile): Entry {
  const name = baseName(file.path)
  const [id, digits = '', slug = ''] = NAME.exec(name) ?? [name.replace(/\.[cm]?[jt]s$/, '')]
  return { file, id, order: [digits, ...textOrder(name)], slug, spellings: [name], content: script }
}

function noop(request: NoopRequest): NewFile {
  const id = keptId(request) ?? `${freshDigits(request, leadingDigits)}-${request.slug.replaceAll('_', '-')}`
  const lines = [
    '/** No-op. */',
    'exports.up = async () => {};',
    '',
    'exports.down = async () => {};',
    '',
    'exports._meta = { version: 1 };',
  ]
  return { id, path: inFolder(request.list.path, `${id}.js`), text: `${lines.join('\n')}\n`, mode: 'create' }
}
