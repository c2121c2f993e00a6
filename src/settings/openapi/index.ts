import { parseLargeJson, type LazyJson } from '../../languages/json-lazy.ts'
import { parseLargeYaml } from '../../languages/yaml-plain.ts'
import { statedFiles } from '../../migrations/stated.ts'
import type { SettingsSurface } from '../../model.ts'
import { Unclear, type Files } from '../../snapshots/files.ts'
import { isObject, type JsonObject } from '../compare/json.ts'
import { openApiSchema } from './schema.ts'
import type { SettingsReader, SettingsSource } from '../reader.ts'
import { digestOf, linesBelow, pointerTo } from '../surface.ts'

/** Schemas of an API description, where a configuration is described so. Only what the config names is read. */
export const openapi: SettingsReader = {
  format: 'openapi',
  title: 'OpenAPI component schemas',
  site: 'https://spec.openapis.org/oas/latest.html#components-object',
  // An API description says what services exchange; that it describes a configuration only its authors know.
  wants: { name: /(?!)/ },
  read,
}

interface Description {
  /** Where the schemas stand in the document. */
  readonly home: string
  readonly schemas: JsonObject
  readonly dialect: JsonObject
  readonly lines: LazyJson['lines']
}

/** `openapi.yaml` stands for all component schemas, `openapi.yaml#/components/schemas/Config` for one. */
function read(files: Files, source?: SettingsSource): readonly SettingsSurface[] {
  if (!source) return []
  const [path = '', fragment] = source.path.split('#')
  const refs = statedFiles(files, { path }).filter((file) => /\.(?:json|ya?ml)$/i.test(file.path))
  files.load(refs)
  return refs.flatMap((file) => {
    const description = files.parse(file, file.path.toLowerCase().endsWith('json') ? parseJsonText : parseYamlText)
    if (!description) return []
    const found = fragment === undefined ? together(description) : alone(description, fragment)
    if (!found) {
      files.unclear(file.path, 1, `expected a schema at #${fragment ?? ''}, found none`)
      return []
    }
    return [
      {
        name: source.name ?? (fragment === undefined ? file.path : `${file.path}#${fragment}`),
        format: 'openapi',
        path: file.path,
        schema: found.schema,
        digest: digestOf(found.schema),
        get lines() {
          return found.lines()
        },
        aliases: new Map<string, string>(),
      },
    ]
  })
}

function parseJsonText(text: string): Description {
  return describe(parseLargeJson(text))
}

function parseYamlText(text: string): Description {
  return describe(parseLargeYaml(text))
}

function describe({ value, lines }: LazyJson): Description {
  if (!isObject(value)) throw new Unclear('expected an OpenAPI description: a mapping')
  const components = isObject(value.components) ? value.components : {}
  const [home, schemas] = value.swagger === undefined ? [HOME, components.schemas] : ['/definitions', value.definitions]
  if (!isObject(schemas)) throw new Unclear(`expected schemas at #${home}, found none`)
  // From 3.1 on a schema is JSON Schema 2020-12.
  const isModern = value.swagger === undefined && !/^3\.0\b/.test(String(value.openapi))
  const read = (schema: unknown): unknown => (isModern ? schema : openApiSchema(schema))
  return {
    home,
    schemas: Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, read(schema)])),
    dialect: { $schema: isModern ? 'https://json-schema.org/draft/2020-12/schema' : DRAFT_4 },
    lines,
  }
}

const HOME = '/components/schemas'
const DRAFT_4 = 'http://json-schema.org/draft-04/schema#'

interface Found {
  readonly schema: JsonObject
  readonly lines: () => ReadonlyMap<string, number>
}

/** All schemas as the properties of one document. */
function together({ home, schemas, dialect, lines }: Description): Found {
  return {
    schema: { ...dialect, type: 'object', properties: relocated(schemas, home, '/properties') },
    lines: () => new Map(linesBelow(lines(), home, '/properties')),
  }
}

function alone({ home, schemas, dialect, lines }: Description, fragment: string): Found | undefined {
  const name = Object.keys(schemas).find((known) => home + pointerTo(known) === decodeURIComponent(fragment))
  const definitions = relocated(schemas, home, '/definitions') as JsonObject
  const schema = name === undefined ? undefined : definitions[name]
  if (name === undefined || !isObject(schema)) return undefined
  return {
    schema: { ...dialect, ...schema, definitions },
    lines: () =>
      new Map([...linesBelow(lines(), home, '/definitions'), ...linesBelow(lines(), home + pointerTo(name), '')]),
  }
}

function relocated(node: unknown, from: string, to: string): unknown {
  if (Array.isArray(node)) return node.map((item) => relocated(item, from, to))
  if (!isObject(node)) return node
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => {
      const refers = key === '$ref' && typeof value === 'string' && value.startsWith(`#${from}/`)
      return [key, refers ? `#${to}${value.slice(from.length + 1)}` : relocated(value, from, to)]
    }),
  )
}
