import { byFolder } from '../../migrations/folders.ts'
import { statedFiles } from '../../migrations/stated.ts'
import type { SerializedName, SettingsSurface } from '../../model.ts'
import type { FileRef, Files } from '../../snapshots/files.ts'
import type { SettingsReader, SettingsSource } from '../reader.ts'
import { digestOf, namesOf, pointerTo } from '../surface.ts'
import { readModuleFile, type Variable } from './module.ts'

/** The variables and outputs of a Terraform module and of the modules below `modules/`. */
export const terraform: SettingsReader = {
  format: 'terraform',
  title: 'Terraform module variables and outputs',
  site: 'https://developer.hashicorp.com/terraform/language/values/variables',
  // The standard module structure: what lies elsewhere are examples and tests.
  wants: { name: /\.tf$/, path: /^(?:modules\/[^/]+\/)?[^/]+$/ },
  read,
}

function read(files: Files, source?: SettingsSource): readonly SettingsSurface[] {
  const refs = source ? statedFiles(files, source).filter(({ path }) => path.endsWith('.tf')) : files.wanted
  files.load(refs)
  const modules = [...byFolder(refs)]
  return modules.flatMap(([folder, inside]) => {
    const name = source?.name === undefined || modules.length > 1 ? folder : source.name
    const surface = readModule(files, inside)
    return surface ? [{ name: name === '' ? 'root module' : name, ...surface }] : []
  })
}

/** Undefined for a folder that declares neither variables nor outputs. */
function readModule(files: Files, inside: readonly FileRef[]): Omit<SettingsSurface, 'name'> | undefined {
  const variables = new Map<string, Variable>()
  const lines = new Map<string, number>()
  const paths = new Map<string, string>()
  const outputs: SerializedName[] = []
  for (const { path, oid } of inside) {
    const file = files.parse({ path, oid }, readModuleFile)
    for (const variable of file?.variables ?? []) {
      const pointer = pointerTo('properties', variable.name)
      variables.set(variable.name, variable)
      lines.set(pointer, variable.line)
      paths.set(pointer, path)
    }
    for (const { name, line } of file?.outputs ?? [])
      outputs.push({ kind: 'output', name, place: { path, line }, aliases: [] })
  }
  const [first = outputs[0]?.place.path] = paths.values()
  if (first === undefined) return undefined
  const sorted = [...variables.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
  const required = sorted.filter((variable) => variable.required).map(({ name }) => name)
  // Terraform refuses an argument that the module does not declare.
  const schema = {
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(sorted.map(({ name, schema: one }) => [name, one])),
    ...(required.length > 0 ? { required } : {}),
  }
  const names = namesOf(outputs)
  const aliases = new Map<string, string>()
  return {
    format: 'terraform',
    path: first,
    schema,
    digest: digestOf(schema, aliases, names),
    lines,
    paths,
    aliases,
    names,
  }
}
