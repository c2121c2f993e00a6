import type { RuntimeSource } from '../config/config.ts'
import { PLUGIN_CONFIG, pluginsOf } from '../migrations/delphix/plugin.ts'
import type { RuntimeFloor } from '../model.ts'
import type { Files } from '../snapshots/files.ts'
import { manifestFiles, runtimeVersion } from './floor.ts'
import type { RuntimeReader } from './reader.ts'

/** `language` of a Delphix plugin's config: PYTHON38 is Python 3.8 - SDK docs, References, Plugin Config. */
export const delphix: RuntimeReader = {
  source: 'delphix',
  title: 'Delphix: `language` of plugin_config.yml',
  wants: { name: PLUGIN_CONFIG },
  read,
}

function read(files: Files, source?: RuntimeSource): readonly RuntimeFloor[] {
  return pluginsOf(files, manifestFiles(files, source)).flatMap(({ file, config: { language } }) => {
    const [, major, minor] = /^PYTHON(\d)(\d{1,2})$/.exec(language?.written.replace(/^["']|["']$/g, '') ?? '') ?? []
    const version = major === undefined ? undefined : runtimeVersion(`${major}.${minor ?? ''}`)
    if (!language || !version) return []
    return [{ runtime: 'python', source: 'delphix', version, place: { path: file.path, line: language.line } }]
  })
}
