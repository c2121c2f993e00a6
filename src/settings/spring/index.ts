import { parseJson } from '../../languages/json.ts'
import { isShipped } from '../../migrations/folders.ts'
import { statedFiles } from '../../migrations/stated.ts'
import type { SettingsSurface } from '../../model.ts'
import { Unclear, type Files } from '../../snapshots/files.ts'
import { INCOMPLETE } from '../comparable.ts'
import { isObject, type JsonObject } from '../compare/json.ts'
import type { SettingsReader, SettingsSource } from '../reader.ts'
import { digestOf, pointerTo, type SurfaceText } from '../surface.ts'
import { typeOf } from './type.ts'

/** The properties that a Spring Boot application or starter documents for editors. */
export const spring: SettingsReader = {
  format: 'spring',
  title: 'Spring Boot configuration metadata',
  site: 'https://docs.spring.io/spring-boot/specification/configuration-metadata/format.html',
  wants: { name: /^(?:additional-)?spring-configuration-metadata\.json$/ },
  read,
}

function read(files: Files, source?: SettingsSource): readonly SettingsSurface[] {
  const refs = source
    ? statedFiles(files, source).filter(({ path }) => path.endsWith('.json'))
    : files.wanted.filter(({ path }) => isShipped(path))
  files.load(refs)
  return refs.flatMap((file) => {
    const isAddition = /(?:^|\/)additional-[^/]*$/.test(file.path)
    const parsed = files.parse(file, isAddition ? parseAddition : parseMetadata)
    return parsed ? [{ name: source?.name ?? file.path, format: 'spring', path: file.path, ...parsed }] : []
  })
}

function parseMetadata(text: string): SurfaceText {
  return surfaceOf(text, {})
}

/** Written by hand beside what the build finds in the sources: what is listed no longer may have gone there. */
function parseAddition(text: string): SurfaceText {
  return surfaceOf(text, { [INCOMPLETE]: true })
}

function surfaceOf(text: string, more: JsonObject): SurfaceText {
  const { value, lines: places } = parseJson(text)
  if (!isObject(value)) throw new Unclear('expected an object with properties, groups and hints')
  const choices = choicesIn(value.hints)
  const properties = new Map<string, JsonObject>()
  const lines = new Map<string, number>()
  const removed: string[] = []
  for (const [index, property] of listOf(value.properties).entries()) {
    if (!isObject(property) || typeof property.name !== 'string') continue
    const name = canonical(property.name)
    if (isObject(property.deprecation) && property.deprecation.level === 'error') {
      removed.push(name)
      continue
    }
    const found = choices.get(name)
    properties.set(name, { ...propertySchema(property), ...(found ? { enum: found } : {}) })
    lines.set(pointerTo('properties', name), places.get(pointerTo('properties', index)) ?? 1)
  }
  const schema = {
    type: 'object',
    properties: Object.fromEntries([...properties].sort(([a], [b]) => (a < b ? -1 : 1))),
    ...more,
    ...(removed.length > 0 ? { 'x-removed': removed.sort() } : {}),
  }
  return { schema, digest: digestOf(schema), lines, aliases: new Map() }
}

function propertySchema({ type, description, defaultValue, deprecated, deprecation }: JsonObject): JsonObject {
  return {
    ...typeOf(typeof type === 'string' ? type : ''),
    ...(typeof description === 'string' ? { description } : {}),
    ...(defaultValue === undefined || defaultValue === null ? {} : { default: asText(defaultValue) }),
    ...(isObject(deprecation) || deprecated === true ? { deprecated: true, ...wordsOf(deprecation) } : {}),
  }
}

function wordsOf(deprecation: unknown): JsonObject {
  if (!isObject(deprecation)) return {}
  const { reason, replacement } = deprecation
  const words = [
    ...(typeof reason === 'string' ? [reason] : []),
    ...(typeof replacement === 'string' ? [`Use ${replacement}.`] : []),
  ]
  return words.length > 0 ? { deprecationMessage: words.join(' ') } : {}
}

/** Values by property, where a hint lists all there are: the provider `any` allows others. */
function choicesIn(hints: unknown): ReadonlyMap<string, readonly unknown[]> {
  const found = new Map<string, readonly unknown[]>()
  for (const hint of listOf(hints)) {
    if (!isObject(hint) || typeof hint.name !== 'string') continue
    const values = listOf(hint.values).flatMap((entry) => (isObject(entry) && 'value' in entry ? [entry.value] : []))
    const isOpen = listOf(hint.providers).some((provider) => isObject(provider) && provider.name === 'any')
    if (values.length > 0 && !isOpen) found.set(canonical(hint.name), values)
  }
  return found
}

/** A list as a property file has it: one text with commas. */
function asText(value: unknown): unknown {
  return Array.isArray(value) ? value.join(',') : value
}

/** `maxSize` and `max-size` bind alike - Spring Boot, Relaxed Binding. */
function canonical(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase()
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
