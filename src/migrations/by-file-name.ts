import { parseSql } from '../languages/sql.ts'
import type { Behaviour, Effect, ListProblem, Migration } from '../model.ts'
import type { FileRef } from '../snapshots/files.ts'
import { stampOf } from './numbers.ts'
import { byOrder } from './order.ts'
import type { ListReading, NoopRequest } from './reader.ts'

/** What systems share that keep one migration in one file and tell its id by the file's name. */

/** What the text of a migration does. */
export interface Content {
  readonly digest: string
  readonly effect: Effect
  readonly objects: readonly string[]
}

/** One file that the engine takes for a migration. */
export interface Entry {
  readonly file: FileRef
  readonly id: string
  readonly order: readonly string[]
  readonly slug: string
  readonly spellings: readonly string[]
  /** Undefined where it could not be read. */
  readonly content: Content | undefined
  /** What the engine compares where it is not the content's meaning. */
  readonly checksum?: string
  readonly line?: number
  readonly replaces?: readonly string[]
  readonly mayChange?: boolean
}

export interface Listing {
  readonly system: string
  readonly path: string
  readonly entries: readonly Entry[]
  readonly behaviour: Behaviour
  readonly problems?: readonly ListProblem[]
  readonly style?: Readonly<Record<string, string>>
}

/** A list in the engine's order. An id that two files have is a problem, and the first file counts. */
export function listOf({ system, path, entries, behaviour, problems = [], style }: Listing): ListReading {
  const migrations = new Map<string, Migration>()
  const duplicates: ListProblem[] = []
  for (const entry of entries) {
    const migration = migrationOf(entry)
    const first = migrations.get(entry.id)
    if (first === undefined) {
      migrations.set(entry.id, migration)
      continue
    }
    const ids = [...new Set([...first.spellings, ...migration.spellings])]
    const detail = `${entry.id} is also the id of ${first.place.path}`
    duplicates.push({ cause: 'duplicate-id', subject: entry.id, ids, place: migration.place, detail })
  }
  return {
    system,
    path,
    migrations: [...migrations.values()].sort(byOrder),
    behaviour,
    evidence: behaviour.unknownApplied !== 'unknown',
    problems: [...problems, ...duplicates],
    ...(style === undefined ? {} : { style }),
  }
}

function migrationOf({ file, content, ...entry }: Entry): Migration {
  return {
    id: entry.id,
    spellings: [...new Set([entry.id, ...entry.spellings])],
    order: entry.order,
    parents: [],
    place: { path: file.path, line: entry.line ?? 1 },
    blob: file.oid,
    digest: content?.digest ?? `blob ${file.oid}`,
    ...(entry.checksum === undefined ? {} : { checksum: entry.checksum }),
    effect: content?.effect ?? 'unknown',
    slug: entry.slug,
    objects: content?.objects ?? [],
    replaces: entry.replaces ?? [],
    mayChange: entry.mayChange ?? false,
  }
}

/** SQL as a migration; throws `Unclear` for what is never closed. */
export function readSql(text: string): Content {
  const { digest, noop, objects } = parseSql(text)
  return { digest, effect: noop ? 'noop' : 'changes', objects }
}

/** What each engine's `list.sort()` does: by code unit, digits too, so that `10_a` comes before `9_b`. */
export function textOrder(name: string): readonly string[] {
  // Runs of digits would compare as numbers: out of the digits' range, and every other character with them.
  return [Array.from({ length: name.length }, (_, at) => String.fromCharCode(name.charCodeAt(at) + 0x100)).join('')]
}

/** Answers where the project does not show that the tool is used. */
export function unproven(title: string, why: string): Behaviour {
  return {
    unknownApplied: 'unknown',
    outOfOrder: 'unknown',
    edited: 'unknown',
    source:
      `the file names look like those of ${title} but ${why}; outcomes possible: an applied migration that is missing ` +
      'may be refused or ignored, a late one skipped, refused or run, an edited one refused, ignored or run again',
  }
}

/** How tools number by time: the digits, and how a time is written with as many. */
const CLOCKS: readonly (readonly [RegExp, (date: number) => string])[] = [
  [/^(?:19|20)[0-9]{15}$/, (date) => `${stampOf(date)}000`],
  [/^(?:19|20)[0-9]{12}$/, stampOf],
  [/^(?:19|20)[0-9]{10}$/, (date) => stampOf(date).slice(0, 12)],
  [/^1[0-9]{12}$/, (date) => `${String(date)}000`],
  [/^1[0-9]{9}$/, String],
  [/^(?:19|20)[0-9]{6}$/, (date) => stampOf(date).slice(0, 8)],
]

/**
 * Digits above those of all migrations of a request, written as the last ones are: a time where they are a time, else one
 * more with as many zeros. `first` is for a list that has none: a time in its tool's manner.
 */
export function freshDigits(
  { list, after, date }: Pick<NoopRequest, 'list' | 'after' | 'date'>,
  digitsOf: (migration: Migration) => string | undefined,
  first: (date: number) => string = stampOf,
): string {
  const known = [...list.migrations, ...after].map(digitsOf).filter((digits) => digits !== undefined)
  if (known.length === 0) return first(date)
  const last = known.reduce((a, b) => (BigInt(b) > BigInt(a) ? b : a))
  const clock = CLOCKS.find(([pattern]) => pattern.test(last))?.[1]
  const time = clock?.(date)
  if (time !== undefined && BigInt(time) > BigInt(last)) return time
  return (BigInt(last) + 1n).toString().padStart(last.length, '0')
}

/** The digits at the start of a migration's file name, with their zeros. */
export function leadingDigits({ spellings }: Migration): string | undefined {
  const found = spellings.flatMap((text) => /^[0-9]{1,30}/.exec(text)?.[0] ?? [])
  return found.length === 0 ? undefined : found.reduce((a, b) => (b.length > a.length ? b : a))
}

/** The id that a no-op takes over: that of the migration it stands in for, where the list does not have it. */
export function keptId({ list, of: original }: NoopRequest): string | undefined {
  return original === undefined || list.migrations.some(({ id }) => id === original.id) ? undefined : original.id
}

export function inFolder(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}
