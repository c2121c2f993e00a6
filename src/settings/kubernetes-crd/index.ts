import { isShipped } from '../../migrations/folders.ts'
import { statedFiles } from '../../migrations/stated.ts'
import type { SerializedName, SettingsSurface } from '../../model.ts'
import { Unclear, type FileRef, type Files } from '../../snapshots/files.ts'
import { groupBy } from '../../group.ts'
import type { SettingsReader, SettingsSource } from '../reader.ts'
import { digestOf, namesOf } from '../surface.ts'
import { definitionsIn, type Definition } from './manifest.ts'
import { servedVersions, type ServedVersion } from './versions.ts'

const FORMAT = 'kubernetes-crd'
/** Folders of manifests for the project's own development and tests, and of what kustomize puts into others. */
const UNSHIPPED = /(?:^|\/)(?:hack|make|e2e|ci|dev(?:el)?|demos?|docs?|design|patches)\//i

/** Custom resource definitions: a surface for each version that is served, and one with the names of them all. */
export const kubernetesCrd: SettingsReader = {
  format: FORMAT,
  title: 'Kubernetes custom resource definitions',
  site: 'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/',
  // Manifests have any name; those of custom resources say so in their own or in their folder's.
  wants: { name: /\.ya?ml$/, path: /crd|custom-?resource-?definition/i },
  read,
}

interface Found {
  readonly file: FileRef
  readonly definition: Definition
}

function read(files: Files, source?: SettingsSource): readonly SettingsSurface[] {
  const refs = source ? statedFiles(files, source).filter(({ path }) => /\.ya?ml$/.test(path)) : shipped(files)
  files.load(refs)
  const found = refs.flatMap((file) =>
    (files.parse(file, definitionsIn) ?? []).map((definition): Found => ({ file, definition })),
  )
  const surfaces = new Map<string, SettingsSurface>()
  const names: SerializedName[] = []
  for (const copies of groupBy(found, ({ definition }) => definition.name).values()) {
    const { file, definition } = copies.reduce(better)
    for (const version of versionsOf(files, file, definition)) {
      if (surfaces.has(version.name)) continue
      surfaces.set(version.name, surfaceOf(version, file, source))
      names.push({
        kind: 'served version',
        name: version.name,
        get place() {
          return { path: file.path, line: version.line() }
        },
        aliases: [],
      })
    }
  }
  return names.length === 0 ? [] : [...surfaces.values(), namesSurface(names, found[0]?.file.path ?? '', source)]
}

function shipped(files: Files): readonly FileRef[] {
  return files.wanted.filter(({ path }) => isShipped(path) && !UNSHIPPED.test(path))
}

/** Of several copies the one for current clusters that is no template; then the first by path. */
function better(one: Found, other: Found): Found {
  return rank(other.definition) < rank(one.definition) ? other : one
}

function rank({ api, templated }: Definition): number {
  return (api.endsWith('/v1') ? 0 : 2) + (templated ? 1 : 0)
}

function versionsOf(files: Files, file: FileRef, definition: Definition): readonly ServedVersion[] {
  try {
    return servedVersions(definition)
  } catch (error) {
    if (!(error instanceof Unclear)) throw error
    files.unclear(file.path, error.line, error.message)
    return []
  }
}

function surfaceOf(version: ServedVersion, file: FileRef, source: SettingsSource | undefined): SettingsSurface {
  return {
    name: source?.name === undefined ? version.name : `${source.name} ${version.name}`,
    format: FORMAT,
    path: file.path,
    schema: version.schema,
    digest: version.digest,
    get lines() {
      return version.lines()
    },
    aliases: new Map(),
  }
}

/** The names outlive any one definition, so that the last version of a resource is missed, too. */
function namesSurface(
  list: readonly SerializedName[],
  path: string,
  source: SettingsSource | undefined,
): SettingsSurface {
  const names = namesOf(list)
  return {
    name: source?.name ?? 'custom resources',
    format: FORMAT,
    path,
    schema: {},
    digest: digestOf({}, new Map(), names),
    lines: new Map(),
    aliases: new Map(),
    names,
  }
}
