import { parseLargeJson } from '../../languages/json-lazy.ts'
import { isShipped } from '../../migrations/folders.ts'
import { statedFiles } from '../../migrations/stated.ts'
import type { SettingsSurface } from '../../model.ts'
import type { Files } from '../../snapshots/files.ts'
import { isObject } from '../compare/json.ts'
import type { SettingsReader, SettingsSource } from '../reader.ts'
import { digestOf, linesBelow, pointerTo } from '../surface.ts'
import { settingSchema } from './schema.ts'

/** The settings that an extension adds to the editor: `contributes.configuration` of its package.json. */
export const vscode: SettingsReader = {
  format: 'vscode',
  title: 'Visual Studio Code extension settings',
  site: 'https://code.visualstudio.com/api/references/contribution-points#contributes.configuration',
  // Extensions of one repository lie side by side, a package or two deep; deeper manifests are other people's.
  wants: { name: /^package\.json$/, path: /^(?:[^/]+\/){0,2}package\.json$/ },
  read,
}

interface Extension {
  readonly schema: unknown
  readonly digest: string
  readonly lines: () => ReadonlyMap<string, number>
}

function read(files: Files, source?: SettingsSource): readonly SettingsSurface[] {
  const refs = source ? statedFiles(files, source) : files.wanted.filter(({ path }) => isShipped(path))
  files.load(refs)
  return refs.flatMap((file): readonly SettingsSurface[] => {
    const parsed = files.parse(file, parseManifest)
    if (!parsed) return []
    return [
      {
        name: source?.name ?? file.path,
        format: 'vscode',
        path: file.path,
        schema: parsed.schema,
        digest: parsed.digest,
        get lines() {
          return parsed.lines()
        },
        aliases: new Map(),
      },
    ]
  })
}

/** The settings of all categories as one open object: the editor never refuses a file for a setting it does not know. */
function parseManifest(text: string): Extension | undefined {
  // Most manifests are no extension's; what is wrong with them is not ours to say.
  if (!text.includes('"contributes"')) return undefined
  const { value, lines } = parseLargeJson(text)
  const contributes = isObject(value) ? value.contributes : undefined
  const configuration = isObject(contributes) ? contributes.configuration : undefined
  if (configuration === undefined) return undefined
  const properties: [string, unknown][] = []
  const homes: string[] = []
  const several = Array.isArray(configuration)
  for (const [n, category] of (several ? (configuration as unknown[]) : [configuration]).entries()) {
    const settings = isObject(category) ? category.properties : undefined
    if (!isObject(settings)) continue
    for (const [name, setting] of Object.entries(settings)) properties.push([name, settingSchema(setting)])
    homes.push(pointerTo('contributes', 'configuration', ...(several ? [n] : []), 'properties'))
  }
  const schema = { type: 'object', properties: Object.fromEntries(properties) }
  return {
    schema,
    digest: digestOf(schema),
    lines: () => new Map(homes.flatMap((home) => linesBelow(lines(), home, '/properties'))),
  }
}
