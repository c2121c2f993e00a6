import { isShipped } from '../../migrations/folders.ts'
import { statedFiles } from '../../migrations/stated.ts'
import type { SettingsSurface } from '../../model.ts'
import type { Files } from '../../snapshots/files.ts'
import type { SettingsReader, SettingsSource } from '../reader.ts'
import { digestOf, pointerTo, type SurfaceText } from '../surface.ts'
import { parseProperties } from './parse.ts'

/** Templates hold examples and placeholders; nothing changes for users when those do. */
const TEMPLATE = /(?:^|[._-])(?:example|sample|template|dist)(?:[._-]|$)/i

/** The settings that a file of key and value pairs ships or documents. */
export const properties: SettingsReader = {
  format: 'properties',
  title: 'Property and environment files',
  site: 'https://docs.oracle.com/en/java/javase/21/docs/api/java.base/java/util/Properties.html#load(java.io.Reader)',
  // Other names do not tell a product's defaults from one deployment's values, and from a template a setting may go and
  // still work.
  wants: { name: /^defaults\.(?:properties|env|conf|cfg|ini)$/ },
  read,
}

function read(files: Files, source?: SettingsSource): readonly SettingsSurface[] {
  const refs = source ? statedFiles(files, source) : files.wanted.filter(({ path }) => isShipped(path))
  files.load(refs)
  return refs.flatMap((file) => {
    const isTemplate = TEMPLATE.test(file.path.slice(file.path.lastIndexOf('/') + 1))
    const parsed = files.parse(file, isTemplate ? parseTemplate : parseDefaults)
    return parsed ? [{ name: source?.name ?? file.path, format: 'properties', path: file.path, ...parsed }] : []
  })
}

function parseDefaults(text: string): SurfaceText {
  return surfaceOf(text, true)
}

function parseTemplate(text: string): SurfaceText {
  return surfaceOf(text, false)
}

/** Values are text in an open object; of a key that stands there twice the last value counts. */
function surfaceOf(text: string, isDefault: boolean): SurfaceText {
  const entries = new Map<string, object>()
  const lines = new Map<string, number>()
  for (const { key, value, line } of parseProperties(text)) {
    if (value === undefined && entries.has(key)) continue
    const known = value !== undefined && isDefault
    const preset = known ? { default: value } : { 'x-computed-default': 'not set by the file' }
    entries.set(key, { type: 'string', ...preset })
    lines.set(pointerTo('properties', key), line)
  }
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : 1))
  const schema = { type: 'object', properties: Object.fromEntries(sorted) }
  return { schema, digest: digestOf(schema), lines, aliases: new Map() }
}
