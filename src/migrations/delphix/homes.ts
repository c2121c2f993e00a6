import { matchesGlob } from '../../config/glob.ts'
import type { FileRef, Files } from '../../snapshots/files.ts'
import type { MigrationSource } from '../reader.ts'
import { baseName, PLUGIN_CONFIG, pluginPath, pluginsOf, type Plugin } from './plugin.ts'

/** Where a list lives: a plugin's source folder, or what the user's config names. */
export interface Home {
  readonly path: string
  readonly plugin?: Plugin
  readonly modules: readonly FileRef[]
}

/**
 * One per plugin. A source may name a plugin's config file (whatever its name), its folder or its source folder; anything
 * else is taken as the Python files themselves.
 */
export function homesOf(files: Files, source: MigrationSource | undefined): readonly Home[] {
  const python = files.wanted.filter(({ path }) => path.endsWith('.py'))
  const named = source?.path.replace(/^\.\//, '').replace(/\/+$/, '')
  const config = named === undefined || named.endsWith('.py') ? undefined : files.find(named)
  const homes = pluginHomes(files, config ? [config] : configsOf(files), python)
  if (named === undefined || config) return homes
  const fitting = homes.filter(({ path, plugin }) => path === named || plugin?.folder === (named === '.' ? '' : named))
  if (fitting.length > 0) return fitting
  const modules = python.filter(({ path }) => path === named || isBelow(path, named) || matchesGlob(path, named))
  return modules.length > 0 ? [{ path: named, modules }] : []
}

function configsOf(files: Files): FileRef[] {
  return files.wanted.filter(({ path }) => PLUGIN_CONFIG.test(baseName(path)))
}

function pluginHomes(files: Files, configs: readonly FileRef[], python: readonly FileRef[]): Home[] {
  const homes: Home[] = []
  for (const plugin of pluginsOf(files, configs)) {
    const path = pluginPath(files, plugin, 'srcDir')
    if (path === undefined || homes.some((home) => home.path === path)) continue
    homes.push({ path, plugin, modules: python.filter((file) => isBelow(file.path, path)) })
  }
  // Where one plugin lies inside another's folder, a module belongs to the inner one.
  return homes.map((home) => {
    const inner = homes.filter((other) => other !== home && isBelow(other.path, home.path))
    return { ...home, modules: home.modules.filter(({ path }) => !inner.some((other) => isBelow(path, other.path))) }
  })
}

function isBelow(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`)
}
