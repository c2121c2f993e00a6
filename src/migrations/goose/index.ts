import { bodyOf, digestOf, hasWord, isInert, readProgram } from '../../languages/braces.ts'
import type { Behaviour } from '../../model.ts'
import type { FileRef, Files, Wants } from '../../snapshots/files.ts'
import { listOf, type Content } from '../by-file-name.ts'
import { setEngine } from '../engines/set.ts'
import { callsOf, proofsFor } from '../evidence.ts'
import { baseName, byFolder, filesIn } from '../folders.ts'
import { isAnnotatedFor, numberedEntries, numberedNoop, readAll, withoutWays } from '../numbered-sql.ts'
import type { ListReading, MigrationReader, MigrationSource, NewFile, NoopRequest } from '../reader.ts'

const CONFIG = /^(?:go\.mod|Makefile|Taskfile\.ya?ml|\.env|(?:docker-)?compose\.ya?ml|Dockerfile)$/
const wants: Wants = {
  name: new RegExp(String.raw`^[0-9]+_(?!.*_test\.go$).*\.(?:sql|go)$|${CONFIG.source}`),
  prefetch: false,
}

/**
 * `up` lists what it finds below the highest version applied and was not applied, and stops unless missing ones are
 * allowed; a version without a file is not looked for; no checksums - goose v3, `up.go`.
 */
const behaviour: Behaviour = { unknownApplied: 'ignores', outOfOrder: 'refuses', edited: 'ignores', source: 'default' }

export const goose: MigrationReader = {
  system: 'goose',
  title: 'goose',
  site: 'https://pressly.github.io/goose/',
  wants,
  engine: setEngine,
  behaviour,
  guards: 'optional',
  read,
  noop,
}

/** Every folder of numbered files with goose's own comments, or Go code that registers with it. */
function read(files: Files, source?: MigrationSource): readonly ListReading[] {
  const scripts = files.wanted.filter(({ path }) => !CONFIG.test(baseName(path)))
  const folders = byFolder(filesIn(scripts, source))
  files.load([...folders.values()].flat())
  return [...folders].flatMap(([path, inside]) => {
    const isGo = (file: FileRef): boolean => file.path.endsWith('.go')
    const scripts = inside.filter((file) => !isGo(file))
    const code = inside.filter(isGo).map((file) => ({ file, content: files.parse(file, readGo) }))
    const registers = code.filter(({ content }) => content?.registers === true)
    const isGoose = registers.length > 0 || isAnnotatedFor('goose', files, scripts)
    if (!isGoose && source === undefined) return []
    const sql = readAll(files, scripts)
    const { entries, problems } = numberedEntries([...sql, ...registers])
    return [
      listOf({
        system: 'goose',
        path,
        entries,
        behaviour: judge(files, path, source),
        problems: [...problems, ...withoutWays(sql, 'goose', ['-- +goose Up'])],
      }),
    ]
  })
}

interface Code extends Content {
  readonly registers: boolean
}

function readGo(text: string): Code {
  const program = readProgram(text, 'go')
  const words = program.tokens
  const call = words.findIndex((token) => token.text.startsWith('AddMigration'))
  const up = words[call + 2]
  const body = up?.kind === 'word' ? bodyOf(program, up.text) : undefined
  // The names of the two functions carry the number; the way down stays, for nothing tells where it ends.
  const names = words.filter(({ kind, text }) => kind === 'word' && /^(?:up|down)/i.test(text)).map(({ text }) => text)
  return {
    digest: digestOf(program, names),
    effect: body !== undefined && isInert(body) ? 'noop' : 'changes',
    objects: [],
    registers: hasWord(program, /^goose$/) && call >= 0,
  }
}

interface Stated {
  readonly skips: boolean
  readonly allowsMissing: boolean
}

const OLD_MODULE =
  /^[^/]*\b(?:github\.com\/pressly\/goose|bitbucket\.org\/liamstask\/goose\S*)\s+v|^[^/]*\bgithub\.com\/pressly\/goose\/v3\s+v3\.[0-2]\./
const COMMAND = /\bgoose\b/
const ALLOWS_MISSING = /\s--?allow-missing\b(?!=false)/

/** Undefined where the file says nothing of it. */
function readConfig(text: string): Stated | undefined {
  const skips = text.split('\n').some((line) => OLD_MODULE.test(line))
  const allowsMissing = callsOf(text, COMMAND).some((call) => ALLOWS_MISSING.test(call))
  return skips || allowsMissing ? { skips, allowsMissing } : undefined
}

function judge(files: Files, path: string, source: MigrationSource | undefined): Behaviour {
  const allowed = source?.engine?.allowMissing ?? source?.engine?.['allow-missing']
  if (allowed === true) return { ...behaviour, outOfOrder: 'runs', source: 'config' }
  if (source !== undefined) return { ...behaviour, source: 'config' }
  const configs = files.wanted.filter((file) => CONFIG.test(baseName(file.path)))
  const proofs = proofsFor(files, configs, path, readConfig)
  const allowing = proofs.find(({ value }) => value.allowsMissing)
  if (allowing) return { ...behaviour, outOfOrder: 'runs', source: `-allow-missing in ${allowing.file.path}` }
  // Before 3.3 only what stands above the version applied last was looked for.
  const old = proofs.find(({ value }) => value.skips)
  if (old) return { ...behaviour, outOfOrder: 'skips', source: `the goose before 3.3 that ${old.file.path} requires` }
  return { ...behaviour, source: `goose's own comments or calls in ${path}` }
}

function noop(request: NoopRequest): NewFile {
  return numberedNoop(request, ['-- +goose Up', '-- No-op.', 'SELECT 1;', '', '-- +goose Down', 'SELECT 1;'])
}
