import type { Behaviour } from '../../model.ts'
import type { FileRef, Files, Wants } from '../../snapshots/files.ts'
import { baseName, byFolder, filesIn, folderOf } from '../folders.ts'
import { onceForFiles } from '../once.ts'
import type { ListReading, MigrationReader, MigrationSource } from '../reader.ts'
import { djangoEngine } from './engine.ts'
import { labelOf, parseApps } from './label.ts'
import { listOf, type Found } from './list.ts'
import { readModule } from './module.ts'
import { noop } from './noop.ts'

/** Modules that the loader imports - Django, `db/migrations/loader.py` - and the files that name the apps. */
const wants: Wants = {
  name: /^[^_.~].*\.py$/,
  path: /(?:^|\/)(?:(?:\w+_)?migrations\/[^/]+|apps)\.py$/,
  prefetch: false,
}
const MODULE = /^[^_.~].*\.py$/

/**
 * Runs whatever of the graph is not in django_migrations; rows there that no file has are skipped ("If the migration is
 * unknown, skip it"); no checksums - Django, `db/migrations/loader.py`, `executor.py`.
 */
const behaviour: Behaviour = { unknownApplied: 'ignores', outOfOrder: 'runs', edited: 'ignores', source: 'default' }

export const django: MigrationReader = {
  system: 'django',
  title: 'Django',
  site: 'https://docs.djangoproject.com/en/stable/topics/migrations/',
  wants,
  engine: djangoEngine,
  behaviour,
  guards: 'optional',
  read,
  noop,
}

const once = onceForFiles<{ readonly label: string } & ReturnType<typeof listOf>>()

/** Every app with a folder `migrations` is a list; some call it `db_migrations` or the like (MIGRATION_MODULES). */
function read(files: Files, source?: MigrationSource): readonly ListReading[] {
  const named = homesOf(files, source)
  // Who has both goes by the usual one: the other is South's, or what MIGRATION_MODULES named once.
  const homes = [...named].filter(
    ([path]) => source !== undefined || baseName(path) === 'migrations' || !named.has(usualBeside(path)),
  )
  const apps = homes.map(([path]) =>
    files.find(path === '' ? 'apps.py' : `${folderOf(path)}/apps.py`.replace(/^\//, '')),
  )
  files.load([...homes.flatMap(([, modules]) => modules), ...apps.filter((file) => file !== undefined)])
  return homes.flatMap(([path, modules], position) => {
    const found = modules.flatMap((file): Found[] => {
      const module = files.parse(file, readModule)
      return module ? [{ file, module }] : []
    })
    // Other tools keep Python files in a folder of this name, too: South, Alembic, Peewee.
    if (source === undefined && !found.some(({ module }) => module.django && module.migration !== undefined)) return []
    const app = apps[position]
    const configs = (app && files.parse(app, parseApps)) ?? []
    const { label, migrations, problems, unclear } = once(
      app ? [app, ...modules] : modules,
      found.map(({ module }) => module),
      () => {
        const name = labelOf(path, configs, found)
        return { label: name, ...listOf(found, name) }
      },
    )
    for (const { place, reason } of unclear) files.unclear(place.path, place.line, reason)
    return [{ system: 'django', path, migrations, behaviour, evidence: true, problems, style: { label } }]
  })
}

function usualBeside(path: string): string {
  return `${folderOf(path)}/migrations`.replace(/^\//, '')
}

function homesOf(files: Files, source: MigrationSource | undefined): ReadonlyMap<string, readonly FileRef[]> {
  const modules = filesIn(files.wanted, source).filter(({ path }) => baseName(path) !== 'apps.py')
  const named = source?.path.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '')
  if (modules.length > 0 || named === undefined) return byFolder(modules)
  // MIGRATION_MODULES may name any folder.
  const inside = files.list(named).files.filter(({ path }) => MODULE.test(baseName(path)))
  return new Map(inside.length > 0 ? [[named, inside]] : [])
}
