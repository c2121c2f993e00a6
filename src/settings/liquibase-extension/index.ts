import { baseName, filesIn } from '../../migrations/folders.ts'
import type { SerializedName, SettingsSurface } from '../../model.ts'
import type { FileRef, Files } from '../../snapshots/files.ts'
import type { SettingsReader, SettingsSource } from '../reader.ts'
import { digestOf, namesOf } from '../surface.ts'
import { loadClasses } from './classes.ts'
import { SERVICES } from './names.ts'
import { readXsd } from './xsd.ts'

const SERVICE = /(?:^|\/)META-INF\/services\/liquibase\.[\w.]+$/

/** What changelogs, snapshots and property files may name of a Liquibase extension. */
export const liquibaseExtension: SettingsReader = {
  format: 'liquibase-extension',
  title: 'Liquibase extensions',
  site: 'https://contribute.liquibase.com/extensions-integrations/',
  // Only what an extension announces as a service is read of its sources.
  wants: {
    name: /\.(?:java|xsd)$|^liquibase\.[\w.]+$/,
    path: /(?:^|\/)src\/main\/(?:java|resources)\//,
    prefetch: false,
  },
  read,
}

function read(files: Files, source?: SettingsSource): readonly SettingsSurface[] {
  const inside = source ? filesIn(files.wanted, source) : files.wanted
  const services = inside.filter(({ path }) => SERVICE.test(path))
  const [first] = services
  if (!first) return []
  const schemas = inside.filter(({ path }) => path.endsWith('.xsd'))
  files.load([...services, ...schemas])
  const list = [...namesOfClasses(files, services), ...namesOfSchemas(files, schemas)]
  const names = namesOf(merged(list))
  const schema = { type: 'object' }
  const aliases = new Map<string, string>()
  const digest = digestOf([schema, [...names.values()].map(({ kind, name, aliases: more }) => [kind, name, more])])
  const name = source?.name ?? 'liquibase extension'
  return [{ name, format: 'liquibase-extension', path: first.path, schema, digest, lines: new Map(), aliases, names }]
}

function namesOfClasses(files: Files, services: readonly FileRef[]): readonly SerializedName[] {
  const named = services.flatMap((file) => {
    const readNames = SERVICES[baseName(file.path)]
    return readNames ? (files.parse(file, implementations) ?? []).map((full) => ({ full, readNames })) : []
  })
  const classes = loadClasses(
    files,
    named.map(({ full }) => full),
  )
  return named.flatMap(({ full, readNames }) => readNames(full, classes))
}

function namesOfSchemas(files: Files, schemas: readonly FileRef[]): readonly SerializedName[] {
  return schemas.flatMap((file) =>
    (files.parse(file, readXsd) ?? []).map(({ kind, name, line }) => ({
      kind,
      name,
      place: { path: file.path, line },
      aliases: [],
    })),
  )
}

/** The lines of a service file: full names of classes, `#` starts a comment. */
function implementations(text: string): readonly string[] {
  return text.split('\n').flatMap((line) => line.replace(/#.*/, '').trim() || [])
}

/** A name that both sources and schemas declare is one, with the aliases of both. */
function merged(list: readonly SerializedName[]): readonly SerializedName[] {
  const found = new Map<string, SerializedName>()
  for (const entry of list) {
    const key = `${entry.kind} ${entry.name}`
    const known = found.get(key)
    if (!known) found.set(key, entry)
    else if (entry.aliases.length > 0) found.set(key, { ...known, aliases: [...known.aliases, ...entry.aliases] })
  }
  return [...found.values()]
}
