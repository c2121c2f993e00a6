import type { Behaviour, ListProblem } from '../../model.ts'
import type { Files } from '../../snapshots/files.ts'
import { freshDigits, inFolder, keptId, type Entry } from '../by-file-name.ts'
import { setEngine } from '../engines/set.ts'
import { baseName } from '../folders.ts'
import type { ListReading, MigrationReader, MigrationSource, NewFile, NoopRequest } from '../reader.ts'
import { readScripts, scriptWants, type ScriptFile } from '../scripts.ts'

/**
 * Every class whose name is not in the table runs, in order of the time at the end of the name; names without a class
 * are left alone; no checksums - TypeORM, `MigrationExecutor.ts`.
 */
const behaviour: Behaviour = { unknownApplied: 'ignores', outOfOrder: 'runs', edited: 'ignores', source: 'default' }
const TIME = /[0-9]{13}$/

export const typeorm: MigrationReader = {
  system: 'typeorm',
  title: 'TypeORM',
  site: 'https://typeorm.io/docs/advanced-topics/migrations/',
  wants: scriptWants,
  engine: setEngine,
  behaviour,
  guards: 'optional',
  read,
  noop,
}

function read(files: Files, source?: MigrationSource): readonly ListReading[] {
  const lists = readScripts(files, source, {
    system: 'typeorm',
    shape: 'typeorm',
    packages: ['typeorm', '@nestjs/typeorm', 'typeorm-ts-node-commonjs'],
    entryOf,
    behaviourOf: (_, proof) => ({
      ...behaviour,
      source: source === undefined ? `TypeORM is required by ${proof?.file.path ?? ''}` : 'config',
    }),
  })
  return lists.map((list) => {
    const invalid = list.migrations.filter(({ id }) => !TIME.test(id))
    const problems = invalid.map(({ id, spellings, place }): ListProblem => ({
      cause: 'invalid-id',
      subject: id,
      ids: spellings,
      place,
      detail: `expected a class name that ends with a time in milliseconds, found ${id}`,
    }))
    return { ...list, problems: [...list.problems, ...problems] }
  })
}

/** The class says its name, or has it; a file without a class is told by its own. */
function entryOf({ file, script }: ScriptFile): Entry {
  const stem = baseName(file.path).replace(/\.[cm]?[jt]s$/, '')
  const id = script?.stated ?? script?.className ?? stem
  const time = TIME.exec(id)?.[0] ?? '0'
  return { file, id, order: [time], slug: stem.replace(/^[0-9]+-?/, ''), spellings: [stem], content: script }
}

function noop(request: NoopRequest): NewFile {
  const { extension = '.ts', module } = request.list.style ?? {}
  const kept = keptId(request)
  const first = (date: number): string => `${String(date)}000`
  const time = TIME.exec(kept ?? '')?.[0] ?? freshDigits(request, ({ id }) => TIME.exec(id)?.[0], first)
  const word = request.slug.replace(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9])/g, (_, letter: string) => letter.toUpperCase())
  const id = kept ?? `${word.replace(/^[0-9]+/, '')}${time}`
  const typed = extension.endsWith('ts')
  const lines = [
    ...(typed ? ["import { MigrationInterface } from 'typeorm'", ''] : []),
    '/** No-op. */',
    `${module === 'esm' ? 'export' : `module.exports.${id} =`} class ${id}${typed ? ' implements MigrationInterface' : ''} {`,
    `  name = '${id}'`,
    '',
    typed ? '  async up(): Promise<void> {}' : '  async up() {}',
    '',
    typed ? '  async down(): Promise<void> {}' : '  async down() {}',
    '}',
    '',
  ]
  const path = inFolder(request.list.path, `${time}-${word === '' ? 'Guard' : word}${extension}`)
  return { id, path, text: lines.join('\n'), mode: 'create' }
}
