import { createHash } from 'node:crypto'
import { digestOf, readProgram, type BraceLanguage } from '../../languages/braces.ts'
import { parsePython } from '../../languages/python.ts'
import { readRuby } from '../../languages/ruby.ts'
import type { Behaviour } from '../../model.ts'
import type { FileRef, Files } from '../../snapshots/files.ts'
import { listOf, readSql, type Content, type Entry } from '../by-file-name.ts'
import { statedEngine } from '../engines/stated.ts'
import { baseName, byFolder } from '../folders.ts'
import type { ListReading, MigrationReader, MigrationSource } from '../reader.ts'
import { statedBehaviour, statedFiles } from '../stated.ts'
import { parsePattern } from './pattern.ts'

const behaviour: Behaviour = { unknownApplied: 'unknown', outOfOrder: 'unknown', edited: 'unknown', source: 'default' }

/** Any system that keeps one migration in one file, as the user's config describes it. */
export const filesSystem: MigrationReader = {
  system: 'files',
  title: 'Files by a pattern',
  site: 'docs/engines/files.md',
  // Any name may be meant: they are looked up where the config says.
  wants: { name: /(?!)/ },
  engine: statedEngine,
  behaviour,
  guards: 'optional',
  read,
  noop: () => undefined,
}

/** One list for each folder below the path with files whose names fit. */
function read(files: Files, source?: MigrationSource): readonly ListReading[] {
  if (source === undefined) return []
  const stated = source.options?.pattern
  const pattern = typeof stated === 'string' ? parsePattern(stated) : { reason: 'expected options.pattern, found none' }
  if ('reason' in pattern) {
    files.unclear(source.path, 1, `migrations, system files: options.pattern: ${pattern.reason}`)
    return []
  }
  const found = statedFiles(files, source).flatMap((file) => {
    const groups = pattern.match(baseName(file.path))
    return groups === undefined ? [] : [{ file, groups }]
  })
  files.load(found.map(({ file }) => file))
  const entries = new Map(found.map(({ file, groups }) => [file, entryOf(files, file, groups)]))
  return [...byFolder(found.map(({ file }) => file))].map(([path, inside]) =>
    listOf({
      system: 'files',
      path,
      entries: inside.map((file) => entries.get(file)).filter((entry) => entry !== undefined),
      behaviour: statedBehaviour(source),
    }),
  )
}

function entryOf(files: Files, file: FileRef, groups: ReadonlyMap<string, string>): Entry {
  const id = groups.get('id') ?? ''
  const slug = groups.get('slug') ?? ''
  const stem = baseName(file.path).replace(/\.\w+$/, '')
  const content = files.parse(file, READERS[/\.(\w+)$/.exec(file.path)?.[1]?.toLowerCase() ?? ''] ?? readText)
  return { file, id, order: [groups.get('order') ?? id, id], slug, spellings: [stem], content }
}

function readText(text: string): Content {
  const meaning = text.replace(/\r\n/g, '\n').trim()
  const digest = createHash('sha1').update(meaning).digest('hex')
  return { digest, effect: meaning === '' ? 'noop' : 'unknown', objects: [] }
}

function codeReader(language: BraceLanguage): (text: string) => Content {
  return (text) => ({ digest: digestOf(readProgram(text, language)), effect: 'unknown', objects: [] })
}

const script = codeReader('javascript')
const java = codeReader('java')

/** By extension, each made once: answers are remembered by parser. */
const READERS: Readonly<Record<string, (text: string) => Content>> = {
  sql: readSql,
  js: script,
  mjs: script,
  cjs: script,
  ts: script,
  php: codeReader('php'),
  cs: codeReader('csharp'),
  go: codeReader('go'),
  java,
  kt: java,
  py: (text) => ({ digest: parsePython(text).digest, effect: 'unknown', objects: [] }),
  rb: (text) => ({ digest: readRuby(text).digest, effect: 'unknown', objects: [] }),
}
