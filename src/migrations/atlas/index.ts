import type { Behaviour, OutOfOrder } from '../../model.ts'
import type { FileRef, Files } from '../../snapshots/files.ts'
import { readAnnotatedSql, type AnnotatedSql } from '../annotated-sql.ts'
import { freshDigits, inFolder, keptId, leadingDigits, listOf, textOrder, type Entry } from '../by-file-name.ts'
import { proofsFor } from '../evidence.ts'
import { baseName, filesIn, folderOf } from '../folders.ts'
import type { ListReading, MigrationReader, MigrationSource, NewFile, NoopRequest } from '../reader.ts'
import { atlasEngine } from './engine.ts'
import { differingLine, readSum, sumOf } from './sum.ts'

const SUM = 'atlas.sum'
const CONFIG = /^(?:atlas\.hcl|\.env|Makefile|Taskfile\.ya?ml|Dockerfile|(?:docker-)?compose\.ya?ml|package\.json)$/

/**
 * A file with a version below the last one applied is an error, with `linear-skip` passed over, with `non-linear` run;
 * versions without a file are not looked for; checksums are held against `atlas.sum`, not against the database - Atlas docs,
 * "Execution order"; `sql/migrate/migrate.go`.
 */
const behaviour: Behaviour = { unknownApplied: 'ignores', outOfOrder: 'refuses', edited: 'ignores', source: 'default' }
const ORDERS: Readonly<Record<string, OutOfOrder>> = { linear: 'refuses', 'linear-skip': 'skips', 'non-linear': 'runs' }

export const atlas: MigrationReader = {
  system: 'atlas',
  title: 'Atlas',
  site: 'https://atlasgo.io/versioned/apply',
  wants: { name: new RegExp(String.raw`^atlas\.sum$|${CONFIG.source}`), prefetch: false },
  engine: atlasEngine,
  behaviour,
  guards: 'optional',
  read,
  noop,
}

/** Every folder with `atlas.sum`, unless its files are in the format of another tool. */
function read(files: Files, source?: MigrationSource): readonly ListReading[] {
  const sums = filesIn(
    files.wanted.filter(({ path }) => baseName(path) === SUM),
    source,
  )
  const homes = sums.map((sum) => ({ sum, scripts: scriptsBeside(files, sum) }))
  files.load(homes.flatMap(({ sum, scripts }) => [sum, ...scripts]))
  return homes.flatMap(({ sum, scripts }) => {
    const read = scripts.map((file) => ({ file, content: files.parse(file, readAnnotatedSql) }))
    if (read.length === 0 || read.some(({ file, content }) => isForeign(file, content))) return []
    checkSum(files, sum, scripts)
    const path = folderOf(sum.path)
    return [listIn(files, path, scripts, judge(files, path, source))]
  })
}

/** In order of names, as Atlas reads them. */
function scriptsBeside(files: Files, sum: FileRef): readonly FileRef[] {
  const inside = files.list(folderOf(sum.path)).files.filter(({ path }) => path.endsWith('.sql'))
  return [...inside].sort((a, b) => (a.path < b.path ? -1 : 1))
}

/** Atlas also writes for golang-migrate, goose, Flyway and others, which then run the files. */
function isForeign({ path }: FileRef, content: AnnotatedSql | undefined): boolean {
  return content?.annotation !== undefined || /\.(?:up|down)\.sql$|(?:^|\/)[VUBR][0-9._]*__[^/]*$/.test(path)
}

function listIn(files: Files, path: string, scripts: readonly FileRef[], answers: Behaviour): ListReading {
  const ids: string[] = []
  const entries = scripts.map((file): Entry => {
    const stem = baseName(file.path).replace(/\.sql$/, '')
    const id = stem.replace(/_.*$/s, '')
    const slug = stem.slice(id.length + 1)
    const isCheckpoint = files.parse(file, statesCheckpoint) === true
    // Where nothing stands before it, its own id still tells that it is one.
    const replaces = !isCheckpoint ? [] : ids.length > 0 ? [...ids] : [id]
    ids.push(id)
    return {
      file,
      id,
      order: textOrder(id),
      slug,
      spellings: [stem],
      content: files.parse(file, readAnnotatedSql),
      replaces,
    }
  })
  const list = listOf({ system: 'atlas', path, entries, behaviour: answers })
  const turn = new Map(ids.map((id, n) => [id, n]))
  return { ...list, migrations: [...list.migrations].sort((a, b) => (turn.get(a.id) ?? 0) - (turn.get(b.id) ?? 0)) }
}

/** `-- atlas:checkpoint` among the comments above an empty line - Atlas, `LocalFile.comments`. */
function statesCheckpoint(text: string): boolean {
  const lines = text.split('\n')
  const end = lines.findIndex((line) => !/^(?:#|--)/.test(line))
  const isHead = end < 0 || (lines[end] ?? '').trim() === ''
  return isHead && lines.slice(0, end < 0 ? lines.length : end).some((line) => /atlas:checkpoint\b/.test(line))
}

/** A folder that does not fit its checksums is refused before anything else is looked at. */
function checkSum(files: Files, sum: FileRef, scripts: readonly FileRef[]): void {
  const stated = files.parse(sum, readSum)
  const texts = scripts.map((file) => ({ name: baseName(file.path), text: files.text(file) ?? '' }))
  // Checksums are those of bytes: where a text does not show them all, nothing can be said.
  if (stated === undefined || texts.some(({ text }) => text === '' || text.includes('\uFFFD'))) return
  const line = differingLine(stated, sumOf(texts))
  if (line === undefined) return
  files.unclear(
    sum.path,
    line,
    'expected the checksum of the file, found another: Atlas refuses the folder; run "atlas migrate hash"',
  )
}

const STATED = /(?:\bexec_order\s*=\s*|--exec-order[= ])"?(linear[-_]skip|non[-_]linear|linear)\b/i

function orderIn(text: string): OutOfOrder | undefined {
  for (const line of text.split('\n')) {
    // Up to a comment.
    const [, order] = STATED.exec(line.split('#', 1)[0] ?? '') ?? []
    if (order !== undefined) return ORDERS[order.toLowerCase().replace('_', '-')]
  }
  return undefined
}

function judge(files: Files, path: string, source: MigrationSource | undefined): Behaviour {
  const stated = ORDERS[String(source?.engine?.execOrder ?? source?.engine?.['exec-order'])]
  if (stated !== undefined) return { ...behaviour, outOfOrder: stated, source: 'config' }
  const configs = files.wanted.filter((file) => CONFIG.test(baseName(file.path)))
  const [proof] = proofsFor(files, configs, path, orderIn)
  if (proof) return { ...behaviour, outOfOrder: proof.value, source: `the execution order in ${proof.file.path}` }
  return { ...behaviour, source: inFolder(path, SUM) }
}

function noop(request: NoopRequest): NewFile {
  const kept = keptId(request)
  const id = kept ?? freshDigits(request, leadingDigits)
  const stem = kept === undefined ? undefined : request.of?.spellings.find((text) => text.startsWith(`${kept}_`))
  const text = '-- No-op. Afterwards run: atlas migrate hash\nSELECT 1;\n'
  return { id, path: inFolder(request.list.path, `${stem ?? `${id}_${request.slug}`}.sql`), text, mode: 'create' }
}
