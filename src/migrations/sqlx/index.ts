import { createHash } from 'node:crypto'
import type { Behaviour } from '../../model.ts'
import type { FileRef, Files, Wants } from '../../snapshots/files.ts'
import { listOf, readSql } from '../by-file-name.ts'
import { setEngine } from '../engines/set.ts'
import { proofsFor } from '../evidence.ts'
import { baseName, byFolder, filesIn } from '../folders.ts'
import { numberedEntries, numberedNoop, isAnnotated } from '../numbered-sql.ts'
import type { ListReading, MigrationReader, MigrationSource, NewFile, NoopRequest } from '../reader.ts'

const wants: Wants = { name: /^[0-9]+_.*\.sql$|^(?:Cargo|sqlx)\.toml$/, prefetch: false }
const CRATE =
  /^[ \t]*sqlx(?:-\w+)?(?:\.workspace)?[ \t]*=|^[ \t]*\[[^\]\n]*dependencies\.sqlx\]|package[ \t]*=[ \t]*"sqlx"/m

/**
 * An applied version that is missing is an error, and so is one whose checksum is another; whatever is not applied is,
 * in order - sqlx, `Migrator::run_direct`, `validate_applied_migrations`.
 */
const behaviour: Behaviour = { unknownApplied: 'refuses', outOfOrder: 'runs', edited: 'refuses', source: 'default' }

export const sqlx: MigrationReader = {
  system: 'sqlx',
  title: 'sqlx',
  site: 'https://docs.rs/sqlx/latest/sqlx/macro.migrate.html',
  wants,
  engine: setEngine,
  behaviour,
  guards: 'optional',
  read,
  noop,
}

/** Every folder named for migrations, of numbered scripts without another tool's comments, in a project that has sqlx. */
function read(files: Files, source?: MigrationSource): readonly ListReading[] {
  const crates = files.wanted.filter(({ path }) => baseName(path) === 'Cargo.toml')
  const configs = files.wanted.filter(({ path }) => baseName(path) === 'sqlx.toml')
  const scripts = files.wanted.filter(({ path }) => path.endsWith('.sql') && !path.endsWith('.down.sql'))
  const folders = byFolder(filesIn(scripts, source))
  return [...folders].flatMap(([path, inside]) => {
    if (source === undefined && !/migration/i.test(path)) return []
    const [proof] = source === undefined ? proofsFor(files, crates, path, requiresSqlx) : []
    if (source === undefined && proof === undefined) return []
    files.load(inside)
    if (isAnnotated(files, inside)) return []
    const { entries, problems } = numberedEntries(inside.map((file) => ({ file, content: files.parse(file, readSql) })))
    const [left] = proofsFor(files, configs, path, readLeftOut)
    const compared = entries.map((entry) => ({ ...entry, checksum: checksumOf(files, entry.file, left?.value ?? '') }))
    const ignores = source?.engine?.ignoreMissing === true || source?.engine?.ignore_missing === true
    const answers: Behaviour = {
      ...behaviour,
      ...(ignores ? { unknownApplied: 'ignores' } : {}),
      source: proof === undefined ? 'config' : `sqlx is required by ${proof.file.path}`,
    }
    const reversible = inside.some((file) => file.path.endsWith('.up.sql'))
    const style = { extension: reversible ? '.up.sql' : '.sql' }
    return [listOf({ system: 'sqlx', path, entries: compared, behaviour: answers, problems, style })]
  })
}

/** Every byte counts, a comment's as well as a line ending's, but for characters that `sqlx.toml` names - `Migration::new`. */
function checksumOf(files: Files, file: FileRef, leftOut: string): string {
  const text = leftOut === '' ? undefined : files.text(file)
  if (text === undefined) return file.oid
  const kept = Array.from(text).filter((character) => !leftOut.includes(character))
  return createHash('sha1').update(kept.join('')).digest('hex')
}

const LEFT_OUT = /^[ \t]*ignored-chars[ \t]*=[ \t]*\[((?:"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|#[^\n]*\n|[\s,])*)\]/m
const ESCAPES: Readonly<Record<string, string>> = { r: '\r', n: '\n', t: '\t' }

/** `ignored-chars` under `[migrate]`, since sqlx 0.9. */
function readLeftOut(text: string): string | undefined {
  const characters = LEFT_OUT.exec(text)?.[1]?.matchAll(/"((?:[^"\\]|\\.)*)"|'([^']*)'|#.*/g)
  const named = [...(characters ?? [])].map(([, escaped, plain = '']) =>
    escaped === undefined ? plain : spelled(escaped),
  )
  return named.join('') || undefined
}

function spelled(escaped: string): string {
  return escaped.replace(/\\(?:u([0-9A-Fa-f]{4})|(.))/g, (_, code: string | undefined, letter: string) =>
    code === undefined ? (ESCAPES[letter] ?? letter) : String.fromCharCode(parseInt(code, 16)),
  )
}

function requiresSqlx(text: string): true | undefined {
  return CRATE.test(text) || undefined
}

/** None in the place of another: its checksum would not be that of the original. */
function noop(request: NoopRequest): NewFile | undefined {
  const { list, of: original } = request
  if (original !== undefined && !list.migrations.some(({ id }) => id === original.id)) return undefined
  const lines = [
    '-- No-op: a release that lacks it is refused. Ship it with this very text on every line.',
    'SELECT 1;',
  ]
  return numberedNoop(request, lines, list.style?.extension)
}
