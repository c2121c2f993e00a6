import { parseYaml } from '../../languages/yaml.ts'
import { isShipped } from '../../migrations/folders.ts'
import { statedFiles } from '../../migrations/stated.ts'
import type { SerializedName, SettingsSurface } from '../../model.ts'
import { Unclear, type Files } from '../../snapshots/files.ts'
import { isObject, type JsonObject } from '../compare/json.ts'
import type { SettingsReader, SettingsSource } from '../reader.ts'
import { digestOf, linesBelow, namesOf, pointerTo, type SurfaceText } from '../surface.ts'

interface Action extends SurfaceText {
  /** Output -> its line. */
  readonly outputs: ReadonlyMap<string, number>
}

/** The inputs and outputs of a GitHub action. */
export const githubAction: SettingsReader = {
  format: 'github-action',
  title: 'GitHub action inputs and outputs',
  site: 'https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax',
  // Actions below .github serve the repository's own workflows.
  wants: { name: /^action\.ya?ml$/, path: /^(?!\.github\/)/ },
  read,
}

function read(files: Files, source?: SettingsSource): readonly SettingsSurface[] {
  const refs = source ? statedFiles(files, source) : files.wanted.filter(({ path }) => isShipped(path))
  files.load(refs)
  return refs.flatMap((file) => {
    const parsed = files.parse(file, parseAction)
    if (!parsed) return []
    const { outputs, ...surface } = parsed
    const names = [...outputs].map(([name, line]): SerializedName => ({
      kind: 'output',
      name,
      place: { path: file.path, line },
      aliases: [],
    }))
    // The two spellings of the file name are one action.
    const name = source?.name ?? file.path.replace(/yaml$/, 'yml')
    return [{ name, format: 'github-action', path: file.path, ...surface, names: namesOf(names) }]
  })
}

/**
 * Inputs are texts in an open object: GitHub warns of an input that the action does not declare and goes on. One that is
 * `required` and has a default is never missing.
 */
function parseAction(text: string): Action {
  const { value, lines } = parseYaml(text)
  if (!isObject(value)) throw new Unclear('expected an action: a mapping with inputs, outputs and runs')
  const inputs = isObject(value.inputs) ? Object.entries(value.inputs) : []
  const required = inputs.filter(([, input]) => isMissed(input)).map(([name]) => name)
  const schema = {
    type: 'object',
    properties: Object.fromEntries(inputs.map(([name, input]) => [name, inputSchema(input)])),
    ...(required.length === 0 ? {} : { required }),
  }
  const outputs = Object.keys(isObject(value.outputs) ? value.outputs : {})
  return {
    schema,
    digest: digestOf([schema, outputs]),
    lines: new Map(linesBelow(lines, '/inputs', '/properties')),
    aliases: new Map(),
    outputs: new Map(outputs.map((name) => [name, lines.get(pointerTo('outputs', name)) ?? 1])),
  }
}

function isMissed(input: unknown): boolean {
  return isObject(input) && String(input.required) === 'true' && (input.default ?? null) === null
}

function inputSchema(input: unknown): JsonObject {
  if (!isObject(input)) return { type: 'string' }
  const { description, deprecationMessage } = input
  return {
    type: 'string',
    ...(typeof description === 'string' ? { description } : {}),
    // Whatever YAML makes of it, the action is given a text.
    ...((input.default ?? null) === null ? {} : { default: String(input.default) }),
    ...(typeof deprecationMessage === 'string' ? { deprecated: true, deprecationMessage } : {}),
  }
}
