import { createHash } from 'node:crypto'
import { isShipped } from '../../migrations/folders.ts'
import { statedFiles } from '../../migrations/stated.ts'
import type { SettingsSurface } from '../../model.ts'
import type { FileRef, Files } from '../../snapshots/files.ts'
import { GUESSED } from '../comparable.ts'
import { isEqual } from '../deprecations.ts'
import type { SettingsReader, SettingsSource } from '../reader.ts'
import { readGroupModule, readOptionModule, type OptionModule } from './module.ts'
import type { Option } from './option.ts'
import { modulesOfGroups, registeredOptions, type Registered, type Registrations } from './resolve.ts'

/** The options that a Python service registers with oslo.config, as far as they are written down. */
export const osloConfig: SettingsReader = {
  format: 'oslo-config',
  title: 'oslo.config options',
  site: 'https://docs.openstack.org/oslo.config/latest/reference/defining.html',
  // A service has thousands of modules; where options live has been a convention from the start.
  wants: { name: /\.py$/, path: /(?:^|\/)conf\/|(?:^|[/_])(?:opts|options|conf|config)\.py$/ },
  read,
}

function read(files: Files, source?: SettingsSource): readonly SettingsSurface[] {
  const refs = source
    ? statedFiles(files, source).filter(({ path }) => path.endsWith('.py'))
    : files.wanted.filter(({ path }) => isShipped(path))
  const registrations = registeredOptions(modulesOf(files, refs))
  return registrations.options.length > 0 ? [surfaceOf(registrations, source?.name ?? 'oslo.config')] : []
}

/** Groups are named by constants of modules that may be called anything, and by imports in those. */
const FARTHEST = 4

/**
 * The modules in some files, and those that name their groups, by path. A group that nobody can name takes its options
 * with it, and they would seem to be gone.
 */
function modulesOf(files: Files, refs: readonly FileRef[]): ReadonlyMap<string, OptionModule> {
  const modules = new Map<string, OptionModule>()
  const seen = new Set<string>()
  let open = refs
  for (let round = 0; open.length > 0 && round <= FARTHEST; round += 1) {
    files.load(open)
    const found = open.flatMap((file): [string, OptionModule][] => {
      seen.add(file.path)
      const module = files.parse(file, round === 0 ? readOptionModule : readGroupModule)
      return module ? [[file.path, module]] : []
    })
    for (const [path, module] of found) modules.set(path, module)
    const next = new Map<string, FileRef>()
    for (const [path, module] of found) {
      for (const candidates of modulesOfGroups(module, path)) {
        const place = candidates.find((candidate) => files.find(candidate))
        const file = place === undefined || seen.has(place) ? undefined : files.find(place)
        if (file) next.set(file.path, file)
      }
    }
    open = [...next.values()]
  }
  return new Map(sorted(modules))
}

/** A document with a member per group, as the file has a section per group; `DEFAULT` is one of them. */
function surfaceOf({ options: registered, opaque }: Registrations, name: string): SettingsSurface {
  const groups = new Map<string, Map<string, Registered>>()
  for (const one of registered) {
    const name = sectionOf(one.group)
    const group = groups.get(name) ?? new Map<string, Registered>()
    const known = group.get(one.option.name)
    group.set(one.option.name, known ? { ...known, option: shared(known.option, one.option) } : one)
    groups.set(name, group)
  }
  const hash = createHash('sha1')
  const properties = sorted(groups).map(([name, group]): [string, object] => {
    const options = sorted(group).map(([, { option }]) => option)
    const key = options.map(({ name, digest }) => `${name} ${digest}`).join('\n')
    hash.update(`${name}\n${key}\n`)
    return [name, groupSchema(options, key)]
  })
  for (const name of [...opaque].map(sectionOf).sort()) {
    if (groups.has(name)) continue
    properties.push([name, OPAQUE])
    hash.update(`${name} opaque\n`)
  }
  let places: Places | undefined
  return {
    name,
    format: 'oslo-config',
    path: registered[0]?.path ?? '',
    schema: { type: 'object', properties: Object.fromEntries(properties) },
    digest: hash.digest('hex'),
    // Of hundreds of releases only a few are ever asked where an option stands.
    get lines() {
      return (places ??= placesOf(groups)).lines
    },
    get paths() {
      return (places ??= placesOf(groups)).paths
    },
    get aliases() {
      return (places ??= placesOf(groups)).aliases
    },
  }
}

interface Places {
  readonly lines: ReadonlyMap<string, number>
  readonly paths: ReadonlyMap<string, string>
  readonly aliases: ReadonlyMap<string, string>
}

function placesOf(groups: ReadonlyMap<string, ReadonlyMap<string, Registered>>): Places {
  const lines = new Map<string, number>()
  const paths = new Map<string, string>()
  const aliases = new Map<string, string>()
  for (const [name, group] of sorted(groups)) {
    for (const { option, path } of group.values()) {
      const pointer = `/properties/${name}/properties/${option.name}`
      lines.set(pointer, option.line)
      paths.set(pointer, path)
      for (const former of option.formerly) {
        aliases.set(`${sectionOf(former.group ?? name)}.${former.name ?? option.name}`, `${name}.${option.name}`)
      }
    }
  }
  return { lines, paths, aliases }
}

/** Two services may declare one option each in its own way: what both say of it holds. */
function shared(first: Option, second: Option): Option {
  if (first.digest === second.digest) return first
  if (first.foreign || second.foreign) {
    const own = first.foreign ? second : first
    return { ...own, formerly: [...first.formerly, ...second.formerly], digest: `${first.digest} ${second.digest}` }
  }
  const schema = Object.fromEntries(
    Object.entries(first.schema).filter(([keyword, value]) => isEqual(value, second.schema[keyword])),
  )
  const depends = 'default' in schema ? {} : { 'x-computed-default': 'depends on the service' }
  return {
    ...first,
    schema: { ...schema, ...depends },
    required: first.required && second.required,
    formerly: [...first.formerly, ...second.formerly],
    digest: `${first.digest} ${second.digest}`,
  }
}

/** A group whose options nobody can tell. */
const OPAQUE = { type: 'object', [GUESSED]: true }

// Most groups are the same from release to release, and then one object.
const schemas = new Map<string, object>()

function groupSchema(options: readonly Option[], key: string): object {
  let schema = schemas.get(key)
  if (!schema) schemas.set(key, (schema = schemaOf(options)))
  return schema
}

function schemaOf(all: readonly Option[]): object {
  const options = all.filter(({ foreign }) => foreign !== true)
  if (options.length === 0) return OPAQUE
  const required = options.filter((option) => option.required).map(({ name }) => name)
  return {
    type: 'object',
    properties: Object.fromEntries(options.map(({ name, schema }) => [name, schema])),
    ...(required.length > 0 ? { required } : {}),
  }
}

/** Sections are found whatever their case - oslo.config, `cfg.py`, `_normalize_group_name`. */
function sectionOf(group: string): string {
  const name = group.toLowerCase()
  return name === 'default' ? 'DEFAULT' : name
}

function sorted<T>(map: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1))
}
