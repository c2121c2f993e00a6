import type { Behaviour } from '../../model.ts'
import type { Files, Wants } from '../../snapshots/files.ts'
import { setEngine } from '../engines/set.ts'
import type { ListReading, MigrationReader, MigrationSource } from '../reader.ts'
import { homesOf } from './homes.ts'
import { noop } from './noop.ts'
import { readHome } from './read.ts'

/** Python files are many and only those below srcDir are opened. */
const wants: Wants = { name: /^plugin_config\.ya?ml$|\.py$/, prefetch: false }

/**
 * "All data migration IDs that are present in the already-installed plugin must also be present on the newly-uploaded
 * plugin"; "the engine will find the set of new migrations [...] not already part of the already-installed version. Each
 * of these migrations will then be run" - SDK docs, Compatibility; Upgrade, Rules. Only ids are compared.
 */
const behaviour: Behaviour = { unknownApplied: 'refuses', outOfOrder: 'runs', edited: 'ignores', source: 'default' }

/** Data migrations of plugins built with the Delphix Virtualization SDK: decorated functions below `srcDir`. */
export const delphix: MigrationReader = {
  system: 'delphix',
  title: 'Delphix Virtualization SDK',
  site: 'https://github.com/delphix/virtualization-sdk/blob/develop/docs/docs/Versioning_And_Upgrade/Upgrade.md',
  wants,
  engine: setEngine,
  behaviour,
  guards: 'required',
  read,
  noop,
}

function read(files: Files, source?: MigrationSource): readonly ListReading[] {
  const homes = homesOf(files, source)
  files.load(homes.flatMap(({ modules }) => modules))
  return homes.map((home) => ({ system: 'delphix', path: home.path, behaviour, ...readHome(files, home) }))
}
