import { parseJson } from '../../languages/json.ts'
import { parseYaml } from '../../languages/yaml.ts'
import { folderOf, isShipped } from '../../migrations/folders.ts'
import { statedFiles } from '../../migrations/stated.ts'
import type { SettingsSurface } from '../../model.ts'
import { Unclear, type FileRef, type Files } from '../../snapshots/files.ts'
import { chartFile } from '../helm/charts.ts'
import type { SettingsReader, SettingsSource } from '../reader.ts'
import { digestOf } from '../surface.ts'

const SCHEMA = /\.(?:json|ya?ml)$/i

type Parsed = Pick<SettingsSurface, 'schema' | 'digest' | 'lines' | 'aliases'>

/** A JSON Schema file, JSON or YAML, that describes the product's configuration. */
export const jsonSchema: SettingsReader = {
  format: 'json-schema',
  title: 'JSON Schema of a configuration file',
  site: 'https://json-schema.org/',
  // Without a config only names that say so count: a repository may hold schemas of many other things.
  wants: { name: /(?:^|[._-])(?:values|config|configuration|settings|options)[._-]schema\.(?:json|ya?ml)$/i },
  read,
}

function read(files: Files, source?: SettingsSource): readonly SettingsSurface[] {
  const refs = source
    ? statedFiles(files, source).filter(({ path }) => SCHEMA.test(path))
    : files.wanted.filter(({ path }) => isShipped(path) && !isOfChart(files, path))
  files.load(refs)
  return (source ? refs : withoutCopies(refs)).flatMap((file) => {
    const parsed = files.parse(file, /\.ya?ml$/i.test(file.path) ? parseYamlSchema : parseJsonSchema)
    if (!parsed) return []
    return [{ name: source?.name ?? file.path, format: 'json-schema', path: file.path, ...parsed }]
  })
}

/** `.schemastore/` and the like hold what is published elsewhere: with the text of a file outside, it is that one's copy. */
function withoutCopies(refs: readonly FileRef[]): readonly FileRef[] {
  const isHidden = ({ path }: FileRef): boolean => /(?:^|\/)\./.test(path)
  const open = new Set(refs.filter((file) => !isHidden(file)).map(({ oid }) => oid))
  return refs.filter((file) => !isHidden(file) || !open.has(file.oid))
}

function parseJsonSchema(text: string): Parsed {
  return surfaceOf(parseJson(text))
}

/** The schema of a Helm chart's values is read with their defaults, by the helm reader. */
function isOfChart(files: Files, path: string): boolean {
  return /(?:^|\/)values\.schema\.json$/.test(path) && chartFile(files, folderOf(path)) !== undefined
}

function parseYamlSchema(text: string): Parsed {
  return surfaceOf(parseYaml(text))
}

function surfaceOf({ value, lines }: { readonly value: unknown; readonly lines: ReadonlyMap<string, number> }): Parsed {
  if (typeof value !== 'boolean' && (typeof value !== 'object' || value === null || Array.isArray(value))) {
    throw new Unclear('expected a JSON Schema: an object or a boolean')
  }
  const digest = digestOf(value)
  return { schema: value, digest, lines, aliases: new Map() }
}
