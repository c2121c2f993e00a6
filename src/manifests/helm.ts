import { parseEntries, type Entry } from '../languages/yaml-entries.ts'
import type { Manifest } from '../model.ts'
import type { Files } from '../snapshots/files.ts'
import type { ManifestReader } from './reader.ts'

/** `version` of a chart that is the repository; `appVersion` is that of what it deploys. */
export const helm: ManifestReader = { format: 'helm', wants: { name: /^Chart\.yaml$/, path: /^Chart\.yaml$/ }, read }

function read(files: Files): readonly Manifest[] {
  return files.wanted.flatMap((file) => {
    const entry = files.parse(file, parseChart)
    if (!entry) return []
    const place = { path: file.path, line: entry.line }
    if (typeof entry.value === 'string') return [{ format: 'helm', place, version: entry.value }]
    if (typeof entry.value === 'number')
      return [{ format: 'helm', place, version: String(entry.value), trap: trapOf(entry) }]
    files.unclear(place.path, place.line, 'expected version: a text such as "1.10.0", found no text')
    return []
  })
}

function parseChart(text: string): Entry | undefined {
  return parseEntries(text, ['version']).version
}

function trapOf({ value, written }: Entry): string {
  return `YAML reads ${written} as the number ${String(value)}; write version: "${written}"`
}
