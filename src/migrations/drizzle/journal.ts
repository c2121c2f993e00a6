import { parseJson } from '../../languages/json.ts'
import { Unclear } from '../../snapshots/files.ts'

/** `meta/_journal.json`, which Drizzle Kit writes and the migrator goes by. */
export interface Journal {
  /** `postgresql`, `mysql`, `sqlite` ... */
  readonly dialect: string
  readonly version: string
  readonly entries: readonly JournalEntry[]
}

export interface JournalEntry {
  /** The script's name without its extension. */
  readonly tag: string
  /** Milliseconds since 1970, as digits. */
  readonly when: string
  readonly line: number
}

/** Undefined for a journal of something else; throws `Unclear` for an entry that the migrator could not use. */
export function readJournal(text: string): Journal | undefined {
  const { value, lines } = parseJson(text)
  if (!isObject(value) || !Array.isArray(value.entries)) return undefined
  const entries = (value.entries as readonly unknown[]).map((entry, n): JournalEntry => {
    const line = lines.get(`/entries/${n}`) ?? 1
    const { tag, when } = isObject(entry) ? entry : {}
    if (typeof tag !== 'string' || tag === '' || typeof when !== 'number' || !Number.isSafeInteger(when) || when < 0) {
      throw new Unclear('expected an entry with a text as tag and a time in milliseconds as when', line)
    }
    return { tag, when: String(when), line }
  })
  return { dialect: textOf(value.dialect), version: textOf(value.version), entries }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}
