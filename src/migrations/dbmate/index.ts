import type { Behaviour } from '../../model.ts'
import type { Files, Wants } from '../../snapshots/files.ts'
import { freshDigits, inFolder, keptId, leadingDigits, listOf, textOrder, type Entry } from '../by-file-name.ts'
import { callsOf, isComment, proofsFor } from '../evidence.ts'
import { baseName, byFolder, filesIn } from '../folders.ts'
import { isAnnotatedFor, readAll, withoutWays, type AnnotatedFile } from '../numbered-sql.ts'
import type { ListReading, MigrationReader, MigrationSource, NewFile, NoopRequest } from '../reader.ts'
import { dbmateEngine } from './engine.ts'

const CONFIG = /^(?:\.env|Makefile|Taskfile\.ya?ml|Dockerfile|(?:docker-)?compose\.ya?ml|package\.json)$/
const wants: Wants = { name: new RegExp(String.raw`^[0-9]+.*\.sql$|${CONFIG.source}`), prefetch: false }

/**
 * Whatever version the table does not have is applied, in order; with `--strict` one that is not above the last applied
 * is an error; versions without a file are not looked for; no checksums - dbmate README, `pkg/dbmate/db.go`.
 */
const behaviour: Behaviour = { unknownApplied: 'ignores', outOfOrder: 'runs', edited: 'ignores', source: 'default' }

export const dbmate: MigrationReader = {
  system: 'dbmate',
  title: 'dbmate',
  site: 'https://github.com/amacneil/dbmate',
  wants,
  engine: dbmateEngine,
  behaviour,
  guards: 'optional',
  read,
  noop,
}

/** Every folder of numbered scripts with `-- migrate:up`. */
function read(files: Files, source?: MigrationSource): readonly ListReading[] {
  const scripts = files.wanted.filter(({ path }) => path.endsWith('.sql'))
  const folders = byFolder(filesIn(scripts, source))
  files.load([...folders.values()].flat())
  return [...folders].flatMap(([path, inside]) => {
    if (source === undefined && !isAnnotatedFor('dbmate', files, inside)) return []
    const read = readAll(files, inside)
    return [
      listOf({
        system: 'dbmate',
        path,
        entries: read.map(entryOf),
        behaviour: judge(files, path, source),
        problems: withoutWays(read, 'dbmate', ['-- migrate:up', '-- migrate:down']),
      }),
    ]
  })
}

/** A version is its digits as they are written; files run in order of their names. */
function entryOf({ file, content }: AnnotatedFile): Entry {
  const stem = baseName(file.path).replace(/\.sql$/, '')
  const [, id = '', slug = ''] = /^([0-9]+)_?(.*)$/.exec(stem) ?? []
  return { file, id, order: textOrder(stem), slug, spellings: [stem], content }
}

const COMMAND = /\bdbmate\b/
const STRICT = /\s--strict\b(?!=false)/
const VARIABLE = /\bDBMATE_STRICT["']?\s*[=:]\s*["']?(?:true|1)\b/

function isStrict(text: string): true | undefined {
  const isSet = text.split('\n').some((line) => !isComment(line) && VARIABLE.test(line))
  return isSet || callsOf(text, COMMAND).some((call) => STRICT.test(call)) || undefined
}

function judge(files: Files, path: string, source: MigrationSource | undefined): Behaviour {
  if (source?.engine?.strict === true) return { ...behaviour, outOfOrder: 'refuses', source: 'config' }
  if (source !== undefined) return { ...behaviour, source: 'config' }
  const configs = files.wanted.filter((file) => CONFIG.test(baseName(file.path)))
  const [strict] = proofsFor(files, configs, path, isStrict)
  if (strict) return { ...behaviour, outOfOrder: 'refuses', source: `--strict in ${strict.file.path}` }
  return { ...behaviour, source: `dbmate's own comments in ${path}` }
}

function noop(request: NoopRequest): NewFile {
  const kept = keptId(request)
  const id = kept ?? freshDigits(request, leadingDigits)
  const stem = kept === undefined ? undefined : request.of?.spellings.find((text) => text.startsWith(`${kept}_`))
  const text = '-- migrate:up\n-- No-op.\nSELECT 1;\n\n-- migrate:down\n'
  return { id, path: inFolder(request.list.path, `${stem ?? `${id}_${request.slug}`}.sql`), text, mode: 'create' }
}
