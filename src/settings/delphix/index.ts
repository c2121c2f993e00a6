import { matchesGlob } from '../../config/glob.ts'
import { baseName, PLUGIN_CONFIG, pluginPath, pluginsOf } from '../../migrations/delphix/plugin.ts'
import type { SettingsSurface } from '../../model.ts'
import type { FileRef, Files } from '../../snapshots/files.ts'
import type { SettingsReader, SettingsSource } from '../reader.ts'
import { parsePluginSchema } from './schema.ts'

/** The schema file that a plugin's config names: what the engine asks users for and stores about their databases. */
export const delphix: SettingsReader = {
  format: 'delphix',
  title: 'Delphix plugin schemas',
  site: 'https://github.com/delphix/virtualization-sdk/blob/develop/docs/docs/References/Schemas.md',
  wants: { name: /^plugin_config\.ya?ml$|\.json$/, prefetch: false },
  read,
}

function read(files: Files, source?: SettingsSource): readonly SettingsSurface[] {
  const refs = source ? filesNamed(files, source) : schemaFiles(files)
  files.load(refs)
  return refs.flatMap((file) => {
    const schema = files.parse(file, parsePluginSchema)
    return schema ? [{ name: source?.name ?? file.path, format: 'delphix', path: file.path, ...schema }] : []
  })
}

/** The files that the plugin configs name, each once. */
function schemaFiles(files: Files): readonly FileRef[] {
  const configs = files.wanted.filter(({ path }) => PLUGIN_CONFIG.test(baseName(path)))
  const found = new Map<string, FileRef>()
  for (const plugin of pluginsOf(files, configs)) {
    const path = pluginPath(files, plugin, 'schemaFile')
    if (path === undefined) continue
    const file = files.find(path)
    if (file) found.set(path, file)
    else
      files.unclear(
        plugin.file.path,
        plugin.config.schemaFile?.line ?? 1,
        `expected the schema file ${path}, found none`,
      )
  }
  return [...found.values()]
}

function filesNamed(files: Files, source: SettingsSource): readonly FileRef[] {
  const path = source.path.replace(/^\.\//, '')
  const file = files.find(path)
  return file ? [file] : files.wanted.filter((one) => one.path.endsWith('.json') && matchesGlob(one.path, path))
}
