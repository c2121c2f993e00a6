import type { Behaviour } from '../../model.ts'
import type { Files } from '../../snapshots/files.ts'
import { freshDigits, inFolder, keptId, leadingDigits, textOrder, type Entry } from '../by-file-name.ts'
import { setEngine } from '../engines/set.ts'
import type { ListReading, MigrationReader, MigrationSource, NewFile, NoopRequest } from '../reader.ts'
import { compiledName, readScripts, scriptWants, type ScriptFile } from '../scripts.ts'

/** `pending` is every file whose name is not in SequelizeMeta; names there without a file are left alone - Umzug, `umzug.ts`. */
const behaviour: Behaviour = { unknownApplied: 'ignores', outOfOrder: 'runs', edited: 'ignores', source: 'default' }

export const sequelize: MigrationReader = {
  system: 'sequelize',
  title: 'Sequelize (Umzug)',
  site: 'https://sequelize.org/docs/v6/other-topics/migrations/',
  wants: scriptWants,
  engine: setEngine,
  behaviour,
  guards: 'optional',
  read,
  noop,
}

function read(files: Files, source?: MigrationSource): readonly ListReading[] {
  return readScripts(files, source, {
    system: 'sequelize',
    shape: 'sequelize',
    packages: ['sequelize', 'sequelize-cli', 'sequelize-typescript', '@sequelize/core', 'umzug'],
    entryOf,
    behaviourOf: (_, proof) => ({
      ...behaviour,
      source: source === undefined ? `Sequelize is required by ${proof?.file.path ?? ''}` : 'config',
    }),
  })
}

/** The table has the file's name with its extension. */
function entryOf({ file, script }: ScriptFile): Entry {
  const name = compiledName(file.path)
  const stem = name.replace(/\.[cm]?js$/, '')
  const slug = stem.replace(/^[0-9]+[_-]?/, '')
  return { file, id: name, order: textOrder(name), slug, spellings: [stem], content: script }
}

function noop(request: NoopRequest): NewFile {
  const { extension = '.js', module, separator = '-' } = request.list.style ?? {}
  const fresh = `${freshDigits(request, leadingDigits)}${separator}${request.slug}`
  const stem = (keptId(request) ?? fresh).replace(/\.[cm]?js$/, '')
  const head = module === 'esm' ? 'export default {' : 'module.exports = {'
  const lines = ['/** No-op. */', head, '  async up() {},', '', '  async down() {},', '}']
  const path = inFolder(request.list.path, `${stem}${extension}`)
  return { id: compiledName(path), path, text: `${lines.join('\n')}\n`, mode: 'create' }
}
