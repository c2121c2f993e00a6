import type { Entry } from '../languages/yaml-entries.ts'
import { baseName, PLUGIN_CONFIG, pluginsOf, type Plugin } from '../migrations/delphix/plugin.ts'
import type { Manifest } from '../model.ts'
import type { Files } from '../snapshots/files.ts'
import type { ManifestReader } from './reader.ts'

/** The number by which the engine orders plugins: `buildNumber`, or `version` of SDKs before 1.0. */
export const delphix: ManifestReader = { format: 'delphix', wants: { name: PLUGIN_CONFIG }, read }

function read(files: Files): readonly Manifest[] {
  const configs = files.wanted.filter(({ path }) => PLUGIN_CONFIG.test(baseName(path)))
  return pluginsOf(files, configs).flatMap((plugin) => manifestOf(files, plugin))
}

function manifestOf(files: Files, { file, config }: Plugin): readonly Manifest[] {
  const key = config.buildNumber ? 'buildNumber' : 'version'
  const entry = config[key]
  if (!entry) return []
  const place = { path: file.path, line: entry.line }
  const scheme = key === 'buildNumber' ? { scheme: 'build-number' as const } : {}
  if (typeof entry.value === 'string') return [{ format: 'delphix', place, version: entry.value, ...scheme }]
  if (typeof entry.value === 'number') {
    return [{ format: 'delphix', place, version: String(entry.value), trap: trapOf(key, entry), ...scheme }]
  }
  const found = entry.written === '' ? 'no text' : JSON.stringify(entry.written)
  files.unclear(place.path, place.line, `expected ${key}: a text such as "1.10", found ${found}`)
  return []
}

/** YAML makes numbers of `1` and `1.10`; the SDK asks for a text and refuses to build. */
function trapOf(key: string, { value, written }: Entry): string {
  return `YAML reads ${written} as the number ${String(value)}, and the SDK refuses numbers; write ${key}: "${written}"`
}
