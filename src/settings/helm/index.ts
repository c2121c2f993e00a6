import { tooMany } from '../../languages/limits.ts'
import { parseLargeJson, type LazyJson } from '../../languages/json-lazy.ts'
import { parseLargeYaml } from '../../languages/yaml-plain.ts'
import { baseName, folderOf } from '../../migrations/folders.ts'
import { onceForFiles } from '../../migrations/once.ts'
import { statedFiles } from '../../migrations/stated.ts'
import type { SettingsSurface } from '../../model.ts'
import { Unclear, type FileRef, type Files } from '../../snapshots/files.ts'
import { isObject, type JsonObject } from '../compare/json.ts'
import type { SettingsReader, SettingsSource } from '../reader.ts'
import { digestOf } from '../surface.ts'
import { chartFile, isInstalled, isOwn, isPart, join, withoutDrafts } from './charts.ts'
import { withDefaults } from './defaults.ts'
import { placesOf, type Places } from './places.ts'
import { readsOf, valuesRead, type TemplateValues } from './templates.ts'
import { merged, valuesSchema } from './values.ts'

const FILES = /^(?:Chart(?:\.template)?\.yaml(?:\.(?:in|tmpl|tpl))?|values\.yaml|values\.schema\.json)$/

/** The values of a chart: what its schema accepts, and the defaults of its values.yaml. */
export const helm: SettingsReader = {
  format: 'helm',
  title: 'Helm chart values',
  site: 'https://helm.sh/docs/topics/charts/#values-files',
  wants: { name: FILES, prefetch: false },
  read,
}

/** The files of a chart. */
interface Chart {
  readonly folder: string
  readonly values: FileRef | undefined
  readonly schema: FileRef | undefined
}

interface Parsed extends Chart {
  readonly texts: { readonly values: ValuesText | undefined; readonly schema: SchemaText | undefined }
  /** They show what is read that no schema tells of. */
  readonly templates: readonly FileRef[]
}

interface ValuesText extends LazyJson {
  /** Names at the top of the file that stand in a comment: settings without a default. */
  readonly commented: ReadonlySet<string>
}

interface SchemaText extends LazyJson {
  readonly value: JsonObject
}

function read(files: Files, source?: SettingsSource): readonly SettingsSurface[] {
  const refs = source ? statedFiles(files, source).filter(({ path }) => FILES.test(baseName(path))) : files.wanted
  const folders = [...new Set(refs.map(({ path }) => folderOf(path)))].filter(
    (folder) =>
      chartFile(files, folder) && (source ? refs.length === 1 || !isPart(files, folder) : isOwn(files, folder)),
  )
  files.load(folders.map((folder) => chartFile(files, folder)).filter(isThere))
  const installed = folders.filter((folder) => isInstalled(files, folder))
  const charts = (source ? installed : withoutDrafts(files, installed)).map((folder): Chart => ({
    folder,
    values: files.find(join(folder, 'values.yaml')),
    schema: files.find(join(folder, 'values.schema.json')),
  }))
  files.load(charts.flatMap(({ values, schema }) => [values, schema].filter(isThere)))
  const parsed = charts.flatMap((chart) => parse(files, chart) ?? [])
  files.load(parsed.flatMap(({ templates }) => templates))
  return parsed.map((chart) => surfaceOf(files, chart, source?.name))
}

/** Undefined where a file cannot be read: half a chart would look like one that lost the other half. */
function parse(files: Files, chart: Chart): Parsed | undefined {
  const values = chart.values && files.parse(chart.values, parseValues)
  const schema = chart.schema && files.parse(chart.schema, parseSchema)
  if ((chart.values && !values) || (chart.schema && !schema) || !(values ?? schema)) return undefined
  return { ...chart, texts: { values, schema }, templates: templatesBelow(files, join(chart.folder, 'templates')) }
}

/** Not the notes, which name old settings to tell people about them. */
function templatesBelow(files: Files, folder: string): readonly FileRef[] {
  const { files: inside, folders } = files.list(folder)
  const own = inside.filter(({ path }) => /\.(?:ya?ml|tpl)$/.test(path))
  return [...own, ...folders.flatMap((name) => templatesBelow(files, join(folder, name)))]
}

const once = onceForFiles<SettingsSurface>()

function surfaceOf(files: Files, chart: Parsed, name = join(chart.folder, 'values')): SettingsSurface {
  const { values, schema } = chart.texts
  const templates = chart.templates.flatMap((file) => files.parse(file, valuesRead) ?? [])
  // Of the charts in a repository a release changes one or two.
  const made = [chart.values, chart.schema, ...chart.templates].filter(isThere)
  return once([...made, { path: name, oid: '' }], [schema, values].filter(isThere), () =>
    surface(chart, templates, name),
  )
}

function surface(chart: Parsed, templates: readonly TemplateValues[], name: string): SettingsSurface {
  const { values, schema } = chart.texts
  const reads = readsOf(templates)
  const built = schema
    ? withDefaults(schema.value, values?.value, reads)
    : valuesSchema(values?.value, reads, values?.commented ?? new Set())
  let places: Places | undefined
  const found = (): Places => (places ??= placesOf(built, { schema: schema?.lines, values: values?.lines }))
  const path = (chart.schema ?? chart.values)?.path ?? chart.folder
  return {
    name,
    format: 'helm',
    path,
    schema: built.schema,
    digest: digestOf(built.schema),
    get lines() {
      return found().lines
    },
    get paths() {
      const file = chart.values?.path ?? path
      return new Map([...found().inValues].map((pointer) => [pointer, file]))
    },
    aliases: new Map(),
  }
}

/** Each may be a setting of its own; the largest charts have a tenth of it. */
const MOST_LINES = 50_000

function parseValues(text: string): ValuesText {
  let line = 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) line += 1
  if (line > MOST_LINES) throw tooMany('lines of values', MOST_LINES, MOST_LINES + 1)
  const { value, lines } = parseLargeYaml(text)
  if (value !== null && !isObject(value)) throw new Unclear('expected the values of a chart: a mapping')
  const commented = new Set([...text.matchAll(/^#+[ \t]?([A-Za-z_][\w-]*):/gm)].map(([, name = '']) => name))
  return { value: text.includes('<<') ? merged(value) : value, lines, commented }
}

function parseSchema(text: string): SchemaText {
  const { value, lines } = parseLargeJson(text)
  if (!isObject(value)) throw new Unclear('expected a JSON Schema: an object')
  return { value, lines }
}

function isThere<T>(file: T | undefined): file is T {
  return file !== undefined
}
