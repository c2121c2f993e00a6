import { isMap, isScalar } from 'yaml'
import { Unclear } from '../snapshots/files.ts'
import { readDocument } from './yaml-document.ts'

/** A scalar of a YAML file: what YAML makes of it (undefined for a list or mapping), what was written, and where. */
export interface Entry {
  readonly value: unknown
  readonly written: string
  readonly line: number
}

/**
 * The top-level members with these names. Read as YAML 1.1, as most tools do: there `1.10` is a number, too, and `on` is
 * true. Throws `Unclear` for what is no YAML mapping.
 */
export function parseEntries<Key extends string>(text: string, keys: readonly Key[]): Partial<Record<Key, Entry>> {
  const { document, lines } = readDocument(text, '1.1')
  const root = document.contents
  if (!isMap(root)) throw new Unclear('expected a YAML mapping')
  const entries: Partial<Record<Key, Entry>> = {}
  for (const { key, value } of root.items) {
    const name = isScalar(key) ? keys.find((known) => known === key.value) : undefined
    if (name === undefined || !isScalar(key)) continue
    const line = lines.linePos(key.range[0]).line
    const scalar = isScalar(value) ? value : undefined
    const written = scalar?.source ?? ''
    // The library takes a lone dot for a number; no other YAML 1.1 parser does, and `srcDir: .` is common.
    entries[name] = { value: written === '.' ? written : scalar?.value, written, line }
  }
  return entries
}
