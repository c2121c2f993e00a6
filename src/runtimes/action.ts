import type { RuntimeSource } from '../config/config.ts'
import { parseYaml } from '../languages/yaml.ts'
import { isShipped } from '../migrations/folders.ts'
import type { RuntimeFloor } from '../model.ts'
import type { Files } from '../snapshots/files.ts'
import { manifestFiles, runtimeVersion, type Stated } from './floor.ts'
import type { RuntimeReader } from './reader.ts'

/** The Node that `runs.using` of a GitHub action names: runners that do not have it yet cannot run the action. */
export const action: RuntimeReader = {
  source: 'action',
  title: 'GitHub action: `runs.using`',
  // Those of folders are published as owner/repository/folder.
  wants: { name: /^action\.ya?ml$/, path: /^(?:[^./][^/]*\/)?action\.ya?ml$/ },
  read,
}

function read(files: Files, source?: RuntimeSource): readonly RuntimeFloor[] {
  const refs = manifestFiles(files, source).filter(({ path }) => source !== undefined || isShipped(path))
  return refs.flatMap((file) => {
    const stated = files.parse(file, parseUsing)
    const version = stated && runtimeVersion(/^node(\d{1,3})$/.exec(stated.text)?.[1] ?? '')
    return version
      ? [{ runtime: 'node', source: 'action', version, place: { path: file.path, line: stated.line } }]
      : []
  })
}

function parseUsing(text: string): Stated | undefined {
  const { value, lines } = parseYaml(text)
  const using = (value as { runs?: { using?: unknown } | null } | null)?.runs?.using
  return typeof using === 'string' ? { text: using, line: lines.get('/runs/using') ?? 1 } : undefined
}
