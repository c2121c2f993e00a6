import { statedFiles } from '../../migrations/stated.ts'
import type { SerializedName, SettingsSurface } from '../../model.ts'
import type { Files } from '../../snapshots/files.ts'
import type { SettingsReader, SettingsSource } from '../reader.ts'
import { digestOf, namesOf, type SurfaceText } from '../surface.ts'
import { parseHelp } from './help.ts'
import { parseOclif } from './oclif.ts'

/** What one file says of a command line. */
export interface CommandLine extends Omit<SurfaceText, 'digest'> {
  /** Commands that have no options of their own in the file -> their line. */
  readonly commands: ReadonlyMap<string, number>
}

/** Options, values and arguments of a command line: of an oclif manifest, or of a help text that the config names. */
export const commandLine: SettingsReader = {
  format: 'command-line',
  title: 'Command-line options',
  site: 'https://oclif.io/docs/plugin_loading/#manifests',
  wants: { name: /^oclif\.manifest\.json$/, path: /^(?:[^/]+\/){0,2}oclif\.manifest\.json$/ },
  read,
}

function read(files: Files, source?: SettingsSource): readonly SettingsSurface[] {
  const refs = source ? statedFiles(files, source) : files.wanted
  files.load(refs)
  return refs.flatMap((file) => {
    const parsed = files.parse(file, file.path.endsWith('.json') ? parseOclif : parseHelp)
    if (!parsed) return []
    const { commands, ...surface } = parsed
    const names = namesOf(
      [...commands].map(([name, line]): SerializedName => {
        return { kind: 'command', name, place: { path: file.path, line }, aliases: [] }
      }),
    )
    const digest = digestOf(surface.schema, surface.aliases, names)
    return [{ name: source?.name ?? file.path, format: 'command-line', path: file.path, ...surface, digest, names }]
  })
}
