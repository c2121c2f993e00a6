import { Unclear } from '../../snapshots/files.ts'
import { INCOMPLETE } from '../comparable.ts'
import { isObject, type JsonObject } from '../compare/json.ts'
import { digestOf, linesBelow, pointerTo } from '../surface.ts'
import type { Definition, Located } from './manifest.ts'
import { openApiSchema } from '../openapi/schema.ts'

/** One version of a custom resource that the API server serves. */
export interface ServedVersion {
  /** `Certificate.cert-manager.io/v1`. */
  readonly name: string
  readonly schema: JsonObject
  readonly digest: string
  /** Counts from the start of the file. */
  readonly line: () => number
  /** By pointer into `schema`. */
  readonly lines: () => ReadonlyMap<string, number>
}

/** A resource has a handful; each is a surface of its own. */
const MOST_VERSIONS = 100

const known = new WeakMap<Definition, readonly ServedVersion[]>()

/** The versions that a definition serves, with or without a schema. Throws `Unclear`. */
export function servedVersions(definition: Definition): readonly ServedVersion[] {
  let versions = known.get(definition)
  if (!versions) known.set(definition, (versions = readVersions(definition.content())))
  return versions
}

function readVersions(content: Located): readonly ServedVersion[] {
  const spec = isObject(content.value) ? content.value.spec : undefined
  const names = isObject(spec) ? spec.names : undefined
  if (!isObject(spec) || !isObject(names)) throw new Unclear('expected a custom resource definition: spec with names')
  const { group, versions } = spec
  // What generators leave where they found no resource.
  if (names.kind === '' && (versions === null || versions === undefined)) return []
  const resource = `${String(names.kind)}.${String(group)}`
  if (!Array.isArray(versions)) {
    if (typeof spec.version !== 'string') throw new Unclear(`expected the versions of ${resource}, found none`)
    const at = pointerTo('spec', 'version')
    return [versionOf(content, `${resource}/${spec.version}`, at, {}, spec.validation, '/spec/validation')]
  }
  if (versions.length > MOST_VERSIONS) {
    const line = content.lines().get(pointerTo('spec', 'versions')) ?? 1
    throw new Unclear(`expected at most ${MOST_VERSIONS} versions of ${resource}, found ${versions.length}`, line)
  }
  return (versions as unknown[]).flatMap((version, n) => {
    if (!isObject(version) || version.served === false) return []
    const at = pointerTo('spec', 'versions', n)
    const name = `${resource}/${String(version.name)}`
    // In v1beta1 one schema may stand for all versions.
    if (version.schema === undefined)
      return [versionOf(content, name, at, version, spec.validation, '/spec/validation')]
    return [versionOf(content, name, at, version, version.schema, `${at}/schema`)]
  })
}

function versionOf(
  content: Located,
  name: string,
  at: string,
  version: JsonObject,
  holder: unknown,
  from: string,
): ServedVersion {
  const schema = schemaOf(isObject(holder) ? holder.openAPIV3Schema : undefined)
  if (version.deprecated === true) schema.deprecated = true
  if (typeof version.deprecationWarning === 'string') schema.deprecationMessage = version.deprecationWarning
  return {
    name,
    schema,
    digest: digestOf(schema),
    line: () => content.lines().get(at) ?? 1,
    lines: () => new Map(linesBelow(content.lines(), `${from}/openAPIV3Schema`, '')),
  }
}

/** What every object has anyway, whatever is said of it, and the status, which is the controllers' own. */
const GIVEN: readonly string[] = ['apiVersion', 'kind', 'metadata', 'status']

/** What people write: an object without its status. */
function schemaOf(given: unknown): JsonObject {
  const schema = openApiSchema(given)
  // Without a schema nothing is cut away.
  if (!isObject(given) || !isObject(schema))
    return { $schema: DRAFT, type: 'object', properties: {}, [INCOMPLETE]: true }
  const { properties, required } = schema
  if (isObject(properties))
    schema.properties = Object.fromEntries(Object.entries(properties).filter(([name]) => !GIVEN.includes(name)))
  const left = Array.isArray(required) ? required.filter((name) => !GIVEN.includes(String(name))) : []
  if (left.length === 0) delete schema.required
  else schema.required = left
  return { $schema: DRAFT, ...schema, type: 'object' }
}

const DRAFT = 'http://json-schema.org/draft-04/schema#'
