import type { Behaviour } from '../../model.ts'
import type { Files } from '../../snapshots/files.ts'
import { freshDigits, inFolder, keptId, leadingDigits, textOrder, type Entry } from '../by-file-name.ts'
import { tailEngine } from '../engines/tail.ts'
import { baseName } from '../folders.ts'
import type { ListReading, MigrationReader, MigrationSource, NewFile, NoopRequest } from '../reader.ts'
import { readScripts, scriptWants, type ScriptFile } from '../scripts.ts'

/**
 * Names run and names found are held side by side, and the first that differ stop it: "Not run migration A is preceding
 * already run migration B". So an unknown name is refused unless all that is here has run before it; `--no-check-order`
 * leaves the comparison out; no checksums - node-pg-migrate, `runner.ts`.
 */
const behaviour: Behaviour = {
  unknownApplied: 'refuses',
  aboveLast: 'ignores',
  outOfOrder: 'refuses',
  edited: 'ignores',
  source: 'default',
}
const UNCHECKED = { unknownApplied: 'ignores', outOfOrder: 'runs' } as const
const NO_CHECK = /\bnode-pg-migrate\b[^"&|;]*--no-check-order\b|\bnode-pg-migrate\b[^"&|;]*--check-order[= ]false\b/

export const nodePgMigrate: MigrationReader = {
  system: 'node-pg-migrate',
  title: 'node-pg-migrate',
  site: 'https://salsita.github.io/node-pg-migrate/',
  wants: scriptWants,
  engine: tailEngine,
  behaviour,
  guards: 'optional',
  read,
  noop,
}

function read(files: Files, source?: MigrationSource): readonly ListReading[] {
  return readScripts(files, source, {
    system: 'node-pg-migrate',
    shape: 'node-pg-migrate',
    packages: ['node-pg-migrate'],
    entryOf,
    behaviourOf: (_, proof) => {
      const stated = source?.engine?.checkOrder ?? source?.engine?.['check-order']
      const unchecked = stated === false || (stated === undefined && NO_CHECK.test(proof?.value.scripts ?? ''))
      return {
        ...behaviour,
        ...(unchecked ? UNCHECKED : {}),
        source: source === undefined ? `node-pg-migrate is required by ${proof?.file.path ?? ''}` : 'config',
      }
    },
  })
}

/** The table has the file's name without its extension. */
function entryOf({ file, script }: ScriptFile): Entry {
  const id = baseName(file.path).replace(/\.[cm]?[jt]s$/, '')
  const [, digits = '', slug = ''] = /^([0-9]+)[_-]?(.*)$/.exec(id) ?? []
  return { file, id, order: [digits, ...textOrder(id)], slug, spellings: [baseName(file.path)], content: script }
}

function noop(request: NoopRequest): NewFile {
  const { extension = '.js', module, separator = '_' } = request.list.style ?? {}
  const first = (date: number): string => `${String(date)}000`
  const id = keptId(request) ?? `${freshDigits(request, leadingDigits, first)}${separator}${request.slug}`
  const lines =
    module === 'esm'
      ? ['/** No-op. */', 'export function up() {}', '', 'export function down() {}']
      : ['/** No-op. */', 'exports.up = () => {}', '', 'exports.down = () => {}']
  return { id, path: inFolder(request.list.path, `${id}${extension}`), text: `${lines.join('\n')}\n`, mode: 'create' }
}
