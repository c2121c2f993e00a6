import type { Behaviour } from '../../model.ts'
import type { FileRef, Files } from '../../snapshots/files.ts'
import { inFolder, keptId, listOf, readSql, type Entry } from '../by-file-name.ts'
import { filesIn, folderOf } from '../folders.ts'
import { lastInOrder } from '../order.ts'
import type { ListReading, MigrationReader, MigrationSource, NewFile, NoopRequest } from '../reader.ts'
import { drizzleEngine } from './engine.ts'
import { readJournal, type Journal, type JournalEntry } from './journal.ts'

/**
 * What the journal dates after the latest time in `__drizzle_migrations` runs, and nothing else is looked at; hashes are
 * kept and not compared - drizzle-orm, `dialect.migrate`.
 */
const behaviour: Behaviour = { unknownApplied: 'ignores', outOfOrder: 'skips', edited: 'ignores', source: 'default' }

export const drizzle: MigrationReader = {
  system: 'drizzle',
  title: 'Drizzle',
  site: 'https://orm.drizzle.team/docs/migrations',
  wants: { name: /^_journal\.json$/, path: /(?:^|\/)meta\/_journal\.json$/ },
  engine: drizzleEngine,
  behaviour,
  guards: 'optional',
  read,
  noop,
}

/** Every folder with Drizzle's journal is a list. */
function read(files: Files, source?: MigrationSource): readonly ListReading[] {
  const journals = filesIn(files.wanted, source).flatMap((file) => {
    const journal = files.parse(file, readJournal)
    return journal === undefined ? [] : [{ file, path: folderOf(folderOf(file.path)), journal }]
  })
  const scripts = new Map(
    journals
      .flatMap(({ path, journal }) => journal.entries.map(({ tag }) => inFolder(path, `${tag}.sql`)))
      .map((path) => [path, files.find(path)] as const),
  )
  files.load([...scripts.values()].filter((file) => file !== undefined))
  return journals.map(({ file, path, journal }) => {
    const entries = journal.entries.map((entry) =>
      entryOf(files, file, scripts.get(inFolder(path, `${entry.tag}.sql`)), entry),
    )
    const source = `the journal ${file.path}`
    const list = listOf({
      system: 'drizzle',
      path,
      entries,
      behaviour: { ...behaviour, source },
      style: styleOf(journal),
    })
    const turn = new Map(journal.entries.map(({ tag }, n) => [tag, n]))
    return { ...list, migrations: [...list.migrations].sort((a, b) => (turn.get(a.id) ?? 0) - (turn.get(b.id) ?? 0)) }
  })
}

function entryOf(
  files: Files,
  journal: FileRef,
  script: FileRef | undefined,
  { tag, when, line }: JournalEntry,
): Entry {
  const slug = tag.replace(/^[0-9]+_/, '')
  const named = { id: tag, order: [when], slug, spellings: [when] }
  if (script !== undefined) return { ...named, file: script, content: files.parse(script, readSql) }
  files.unclear(journal.path, line, `expected the script ${tag}.sql that the journal names, found none`)
  return { ...named, file: journal, line, content: undefined }
}

function styleOf({ dialect, version, entries }: Journal): Readonly<Record<string, string>> {
  return { dialect, version, next: String(entries.length) }
}

/** A script that does nothing, with the entry that the journal needs for it. */
function noop(request: NoopRequest): NewFile {
  const { list, of: original, after, date } = request
  const { version = '7', next = '0' } = list.style ?? {}
  const kept = keptId(request)
  const last = BigInt(lastInOrder([...list.migrations, ...after])?.order[0] ?? '0')
  const now = BigInt(date) * 1000n
  const when = kept === undefined ? String(now > last ? now : last + 1n) : (original?.order[0] ?? '0')
  const tag = kept ?? `${next.padStart(4, '0')}_${request.slug}`
  const entry = `{ "idx": ${next}, "version": ${JSON.stringify(version)}, "when": ${when}, "tag": ${JSON.stringify(tag)}, "breakpoints": true }`
  const lines = ['-- No-op. Add this entry to meta/_journal.json:', `-- ${entry}`, 'SELECT 1;']
  return { id: tag, path: inFolder(list.path, `${tag}.sql`), text: `${lines.join('\n')}\n`, mode: 'create' }
}
