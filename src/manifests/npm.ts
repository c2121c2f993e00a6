import { parseJson } from '../languages/json.ts'
import type { Manifest } from '../model.ts'
import type { Files } from '../snapshots/files.ts'
import type { ManifestReader } from './reader.ts'

/** `version` of the root's package.json; those of workspaces are other products. */
export const npm: ManifestReader = { format: 'npm', wants: { name: /^package\.json$/, path: /^package\.json$/ }, read }

function read(files: Files): readonly Manifest[] {
  return files.wanted.flatMap((file) => {
    const found = files.parse(file, parsePackage)
    return found ? [{ format: 'npm', place: { path: file.path, line: found.line }, version: found.version }] : []
  })
}

/** Undefined for a package that has no version: it is never published. */
function parsePackage(text: string): { version: string; line: number } | undefined {
  const { value, lines } = parseJson(text)
  const version = typeof value === 'object' && value !== null ? (value as { version?: unknown }).version : undefined
  return typeof version === 'string' ? { version, line: lines.get('/version') ?? 1 } : undefined
}
