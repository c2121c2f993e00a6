import type { Manifest } from '../model.ts'
import type { Files } from '../snapshots/files.ts'
import type { ManifestReader } from './reader.ts'

/** `version` under `[project]` or `[tool.poetry]` of the root's pyproject.toml; one that is computed is not stated there. */
export const pyproject: ManifestReader = {
  format: 'pyproject',
  wants: { name: /^pyproject\.toml$/, path: /^pyproject\.toml$/ },
  read,
}

const TABLE = /^\[([^[\]]+)\]/
const VERSION = /^\s*version\s*=\s*(?:"([^"\\]*)"|'([^']*)')\s*(?:#.*)?$/
const TABLES: ReadonlySet<string> = new Set(['project', 'tool.poetry'])

function read(files: Files): readonly Manifest[] {
  return files.wanted.flatMap((file) => {
    const found = files.parse(file, parsePyproject)
    return found ? [{ format: 'pyproject', place: { path: file.path, line: found.line }, version: found.version }] : []
  })
}

function parsePyproject(text: string): { version: string; line: number } | undefined {
  let table = ''
  let inText = false
  for (const [i, line] of text.split(/\r?\n/).entries()) {
    const quotes = line.match(/"""|'''/g)?.length ?? 0
    if (!inText && quotes === 0) {
      const trimmed = line.trimStart()
      const header = TABLE.exec(trimmed)
      const match = TABLES.has(table) ? VERSION.exec(line) : null
      if (header) table = header[1]?.trim() ?? ''
      else if (trimmed.startsWith('[[')) table = ''
      else if (match) return { version: match[1] ?? match[2] ?? '', line: i + 1 }
    }
    if (quotes % 2 === 1) inText = !inText
  }
  return undefined
}
