import { createHash } from 'node:crypto'
import { groupBy } from '../../group.ts'
import { blockOf, digestOfLines, importsSorted, isIdle, outlinePython } from '../../languages/python-outline.ts'
import type { Behaviour, Effect, ListProblem } from '../../model.ts'
import type { FileRef, Files, Wants } from '../../snapshots/files.ts'
import { inFolder, keptId, listOf, readSql, type Content, type Entry } from '../by-file-name.ts'
import { baseName, byFolder, filesIn, folderOf } from '../folders.ts'
import { canonicalNumber } from '../numbers.ts'
import { lastInOrder } from '../order.ts'
import type { ListReading, MigrationReader, MigrationSource, NewFile, NoopRequest } from '../reader.ts'
import { contiguousEngine } from './engine.ts'

/** sqlalchemy-migrate, `Collection.FILENAME_WITH_VERSION`. */
const NAME = /^([0-9]{3,})_?(.*)\.(?:py|sql)$/
const wants: Wants = { name: /^[0-9]{3,}.*\.(?:py|sql)$/, path: /(?:^|\/)versions\/[^/]+$/, prefetch: false }

/** One number is remembered and what is above it runs; the scripts behind it are not looked at - `ControlledSchema`. */
const behaviour: Behaviour = { unknownApplied: 'refuses', outOfOrder: 'skips', edited: 'ignores', source: 'default' }

export const sqlalchemyMigrate: MigrationReader = {
  system: 'sqlalchemy-migrate',
  title: 'sqlalchemy-migrate',
  site: 'https://sqlalchemy-migrate.readthedocs.io/en/latest/versioning.html',
  wants,
  engine: contiguousEngine,
  behaviour,
  guards: 'optional',
  read,
  noop,
}

/** Every `versions` folder beside a `migrate.cfg`, which the tool cannot do without, and that Alembic has not taken over. */
function read(files: Files, source?: MigrationSource): readonly ListReading[] {
  const has = (path: string, name: string): boolean => files.find(inFolder(folderOf(path), name)) !== undefined
  const folders = [...byFolder(filesIn(files.wanted, source))].filter(
    ([path]) => source !== undefined || (has(path, 'migrate.cfg') && !has(path, 'env.py')),
  )
  const ways = folders.map(([path, inside]) => [path, inside.filter((file) => !isWayDown(file))] as const)
  files.load(ways.flatMap(([, inside]) => inside))
  return ways.map(([path, inside]) => {
    const versions = groupBy(inside, ({ path: file }) => canonicalNumber(NAME.exec(baseName(file))?.[1] ?? ''))
    const read = [...versions].flatMap(([id, scripts]) => readVersion(files, id, scripts))
    return listOf({
      system: 'sqlalchemy-migrate',
      path,
      entries: read.map(({ entry }) => entry),
      behaviour: { ...behaviour, source: source === undefined ? inFolder(folderOf(path), 'migrate.cfg') : 'config' },
      problems: read.flatMap(({ problem }) => (problem === undefined ? [] : [problem])),
    })
  })
}

function isWayDown({ path }: FileRef): boolean {
  return path.endsWith('_downgrade.sql')
}

/** A version is one Python script, or one SQL script for each database, or both. */
function readVersion(
  files: Files,
  id: string,
  scripts: readonly FileRef[],
): readonly { readonly entry: Entry; readonly problem?: ListProblem }[] {
  const python = scripts.filter(({ path }) => path.endsWith('.py'))
  const sql = scripts.filter(({ path }) => path.endsWith('.sql'))
  const file = python[0] ?? sql[0]
  if (file === undefined) return []
  const contents = [...python.slice(0, 1), ...sql].map((one) =>
    files.parse(one, one.path.endsWith('.py') ? readPython : readSql),
  )
  const [, digits = '', slug = ''] = NAME.exec(baseName(file.path)) ?? []
  const stems = scripts.map(({ path }) => baseName(path).replace(/\.(?:py|sql)$/, ''))
  const title = slug.replace(/_upgrade$/, '')
  const entry = { file, id, order: [id], slug: title, spellings: [digits, ...stems], content: joined(contents) }
  const second = python[1]
  if (second === undefined) return [{ entry }]
  const detail = `expected one Python script for version ${id}, found ${file.path} and ${second.path}`
  const place = { path: second.path, line: 1 }
  return [{ entry, problem: { cause: 'duplicate-id', subject: id, ids: [id, ...stems], place, detail } }]
}

function joined(contents: readonly (Content | undefined)[]): Content | undefined {
  const known = contents.filter((content) => content !== undefined)
  const [first] = known
  if (first === undefined || known.length < contents.length) return undefined
  if (known.length === 1) return first
  const effect: Effect = known.every((content) => content.effect === 'noop') ? 'noop' : 'changes'
  const digest = createHash('sha1')
    .update(known.map((content) => content.digest).join('\0'))
    .digest('hex')
  return { digest, effect, objects: [...new Set(known.flatMap(({ objects }) => objects))].sort() }
}

function readPython(text: string): Content {
  const outline = outlinePython(text)
  const upgrade = outline.lines.find(({ depth, words }) => depth === 0 && words[0] === 'def' && words[1] === 'upgrade')
  const idle = upgrade && blockOf(outline, upgrade).every(isIdle)
  const digest = digestOfLines(importsSorted(outline.lines))
  return { digest, effect: idle === undefined ? 'unknown' : idle ? 'noop' : 'changes', objects: [] }
}

/**
 * A script that does nothing, under the number it stands in for or the next one. Numbers must follow on each other: none
 * where that would leave a gap.
 */
function noop(request: NoopRequest): NewFile | undefined {
  const { list, of: original, after } = request
  const last = BigInt(lastInOrder([...list.migrations, ...after])?.id ?? '0')
  const own = BigInt(lastInOrder(list.migrations)?.id ?? '0')
  const kept = keptId(request)
  const number = kept === undefined ? last + 1n : BigInt(kept)
  if (number > own + 1n) return undefined
  const id = String(number)
  const stem = original?.spellings.find((text) => /^[0-9]+_./.test(text))
  const name = kept === undefined || stem === undefined ? `${id.padStart(3, '0')}_${request.slug}` : stem
  const text = '# No-op.\n\n\ndef upgrade(migrate_engine):\n    pass\n\n\ndef downgrade(migrate_engine):\n    pass\n'
  return { id, path: inFolder(list.path, `${name}.py`), text, mode: 'create' }
}
