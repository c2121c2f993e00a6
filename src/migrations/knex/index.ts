import type { Behaviour } from '../../model.ts'
import type { Files } from '../../snapshots/files.ts'
import { freshDigits, inFolder, keptId, leadingDigits, textOrder, type Entry } from '../by-file-name.ts'
import { setEngine } from '../engines/set.ts'
import { folderOf, isBelow } from '../folders.ts'
import type { ListReading, MigrationReader, MigrationSource, NewFile, NoopRequest } from '../reader.ts'
import { compiledName, readScripts, scriptWants, type ScriptFile } from '../scripts.ts'

const KNEXFILE = /^knexfile\.[cm]?[jt]s$/
const UNVALIDATED = /\bdisableMigrationsListValidation["']?\s*:\s*true\b/

/**
 * "The migration directory is corrupt, the following files are missing" for a name that has no file; every file that was
 * not run is, in order of names; no checksums - Knex, `Migrator.js`.
 */
const behaviour: Behaviour = { unknownApplied: 'refuses', outOfOrder: 'runs', edited: 'ignores', source: 'default' }

export const knex: MigrationReader = {
  system: 'knex',
  title: 'Knex',
  site: 'https://knexjs.org/guide/migrations.html',
  wants: { ...scriptWants, name: new RegExp(`${scriptWants.name.source}|${KNEXFILE.source}`) },
  engine: setEngine,
  behaviour,
  guards: 'optional',
  read,
  noop,
}

function read(files: Files, source?: MigrationSource): readonly ListReading[] {
  const configs = files.wanted.filter(({ path }) => KNEXFILE.test(path.slice(path.lastIndexOf('/') + 1)))
  const lists = readScripts(files, source, {
    system: 'knex',
    shape: 'knex',
    packages: ['knex'],
    entryOf,
    behaviourOf: (_, proof) => ({
      ...behaviour,
      source: source === undefined ? `knex is required by ${proof?.file.path ?? ''}` : 'config',
    }),
  })
  return lists.map((list) => {
    const knexfiles = configs.filter(({ path }) => isBelow(`${list.path}/`, folderOf(path)))
    const open = knexfiles.find((file) => UNVALIDATED.test(files.text(file) ?? ''))
    if (source?.engine?.disableMigrationsListValidation === true)
      return { ...list, behaviour: { ...list.behaviour, unknownApplied: 'ignores' } }
    if (open === undefined) return list
    const why = `disableMigrationsListValidation in ${open.path}`
    return { ...list, behaviour: { ...list.behaviour, unknownApplied: 'ignores', source: why } }
  })
}

/** The table has the file's name with its extension: `x.js` that becomes `x.cjs` is missing. */
function entryOf({ file, script }: ScriptFile): Entry {
  const name = compiledName(file.path)
  const stem = name.replace(/\.[cm]?js$/, '')
  const slug = stem.replace(/^[0-9]+[_-]?/, '')
  return { file, id: name, order: textOrder(name), slug, spellings: [stem], content: script }
}

function noop(request: NoopRequest): NewFile {
  const { extension = '.js', module, separator = '_' } = request.list.style ?? {}
  const kept = keptId(request)
  const stem = (kept ?? `${freshDigits(request, leadingDigits)}${separator}${request.slug}`).replace(/\.[cm]?js$/, '')
  const written = kept === undefined ? extension : extension.replace('js', /\.([cm]?js)$/.exec(kept)?.[1] ?? 'js')
  const lines =
    module === 'esm'
      ? [
          '/** No-op: a release that lacks it is refused. */',
          'export async function up() {}',
          '',
          'export async function down() {}',
        ]
      : [
          '/** No-op: a release that lacks it is refused. */',
          'exports.up = async () => {}',
          '',
          'exports.down = async () => {}',
        ]
  const path = inFolder(request.list.path, `${stem}${written}`)
  return { id: compiledName(path), path, text: `${lines.join('\n')}\n`, mode: 'create' }
}
