import { parseJson } from '../../languages/json.ts'
import type { SettingsSurface } from '../../model.ts'
import { Unclear } from '../../snapshots/files.ts'
import { isObject } from '../compare/json.ts'
import { digestOf } from '../surface.ts'
import { platformType } from './platform-types.ts'

const DEFINITION = /^(repository|sourceConfig|linkedSource|virtualSource|snapshot|snapshotParameters)Definition$/

type PluginSchema = Pick<SettingsSurface, 'schema' | 'digest' | 'lines' | 'aliases' | 'objectTypes'>

/**
 * The definitions as one JSON Schema of a document with a member per object type: `linkedSourceDefinition` becomes the
 * property `linkedSource`, so a setting is `linkedSource.stagingPort`. The document is never stored as such; its members
 * are, one by one, so none is required. Draft 7 - SDK, `schema_validator.py`.
 *
 * Throws `Unclear` for what is no object with definitions.
 */
export function parsePluginSchema(text: string): PluginSchema {
  const { value, lines } = parseJson(text)
  if (!isObject(value)) throw new Unclear('expected an object with repositoryDefinition, linkedSourceDefinition ...')
  const properties: [string, unknown][] = []
  const places = new Map<string, number>()
  for (const [key, definition] of Object.entries(value)) {
    const name = DEFINITION.exec(key)?.[1]
    if (name === undefined) continue
    relocate(definition, `#/properties/${name}`)
    properties.push([name, definition])
  }
  if (properties.length === 0) throw new Unclear('expected at least one of the six definitions, found none')
  for (const [pointer, line] of lines) {
    const [, key = '', ...rest] = pointer.split('/')
    const name = DEFINITION.exec(key)?.[1]
    if (name !== undefined) places.set(['', 'properties', name, ...rest].join('/'), line)
  }
  const schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(properties.sort(([a], [b]) => (a < b ? -1 : 1))),
  }
  const digest = digestOf(schema)
  // Migrations name their object type as the definitions do.
  const objectTypes = new Map(properties.map(([name]) => [name, name]))
  return { schema, digest, lines: places, aliases: new Map(), objectTypes }
}

/**
 * Puts the references of a definition right for its new place: the SDK takes each definition by itself, so `#` means the
 * definition; but a reference that names a definition of the file is taken as it reads.
 */
function relocate(definition: unknown, root: string): void {
  const open: unknown[] = [definition]
  while (open.length > 0) {
    const node = open.pop()
    if (typeof node !== 'object' || node === null) continue
    if (isObject(node)) relocateReference(node, root)
    for (const child of Object.values(node) as unknown[]) open.push(child)
  }
}

function relocateReference(node: Record<string, unknown>, root: string): void {
  const reference = node.$ref
  if (typeof reference !== 'string') return
  const type = platformType(reference)
  if (type) {
    delete node.$ref
    Object.assign(node, type)
  } else if (reference.startsWith('#')) {
    const [, key = '', ...rest] = reference.split('/')
    const name = DEFINITION.exec(key)?.[1]
    node.$ref = name === undefined ? root + reference.slice(1) : ['#/properties', name, ...rest].join('/')
  }
}
