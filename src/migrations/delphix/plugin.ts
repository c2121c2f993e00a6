import { posix } from 'node:path'
import { parseEntries, type Entry } from '../../languages/yaml-entries.ts'
import type { FileRef, Files } from '../../snapshots/files.ts'
import { longestPath } from '../folders.ts'

/** The file that marks the root of a plugin - SDK docs, References, Plugin Config. */
export const PLUGIN_CONFIG = /^plugin_config\.ya?ml$/

const KEYS = ['srcDir', 'schemaFile', 'entryPoint', 'language', 'buildNumber', 'version'] as const

export type PluginConfig = Readonly<Partial<Record<(typeof KEYS)[number], Entry>>>

export interface Plugin {
  readonly file: FileRef
  /** Of the config file; '' is the root. */
  readonly folder: string
  readonly config: PluginConfig
}

/** The plugins of a release, by the path of their config files. */
export function pluginsOf(files: Files, wanted: readonly FileRef[]): readonly Plugin[] {
  files.load(wanted)
  return wanted.flatMap((file) => {
    const config = files.parse(file, parsePluginConfig)
    return config ? [{ file, folder: folderOf(file.path), config }] : []
  })
}

/** Undefined for some other tool's file of the same name. Throws `Unclear` for what is no YAML mapping. */
export function parsePluginConfig(text: string): PluginConfig | undefined {
  const config = parseEntries(text, KEYS)
  return config.srcDir || config.schemaFile || config.entryPoint ? config : undefined
}

/**
 * A path that the config names, from the root of the repository. Undefined, and noted as unreadable, where it is
 * missing or leads out of the repository.
 */
export function pluginPath(files: Files, plugin: Plugin, key: 'srcDir' | 'schemaFile'): string | undefined {
  const entry = plugin.config[key]
  const isPath = typeof entry?.value === 'string' && entry.value.length <= longestPath
  const path = isPath ? posix.normalize(posix.join(plugin.folder, entry.value)) : undefined
  const absolute = typeof entry?.value === 'string' && posix.isAbsolute(entry.value)
  if (path === undefined || absolute || path === '..' || path.startsWith('../')) {
    const found = entry ? JSON.stringify(entry.written) : 'nothing'
    files.unclear(
      plugin.file.path,
      entry?.line ?? 1,
      `expected ${key}: a path inside the repository, found ${found.slice(0, 200)}`,
    )
    return undefined
  }
  const trimmed = path.replace(/\/+$/, '')
  return trimmed === '.' ? '' : trimmed
}

export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : ''
}
