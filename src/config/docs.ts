import { stringify } from 'yaml'
import { configFile } from './options.ts'
import { runOptions, runOutputs, type RunOption } from './run-options.ts'
import { describeShape, type Option, type SectionShape, type Shape } from './shapes.ts'

/** The page `docs/configuration.md`. */
export function configurationPage(): string {
  const sections = Object.entries(configFile.options).map(
    ([name, option]) =>
      `## \`${name}\`\n\n${option.description}${missing(option)}\n\n${sectionTable(name, option.shape)}`,
  )
  return `# Configuration

The config file is \`.github/upgrade-paths.yml\`. It is optional: without one, what a project has is detected from its
files, at the candidate and at each release. A pull request is judged by the file of its target branch, so it cannot
switch its own check off. Unknown keys and values that cannot be meant are errors; each names its line.

Editors complete and check the file with its JSON Schema, \`schema/config.schema.json\`.

${sections.join('\n')}
## Version ranges

\`releases.supported\` and \`accept.releases\` take comparisons (\`>=1.1 <2.0\`: all must hold), \`1.x\` (every number that
starts with 1), \`*\`, a bare number (that release, and the line of that name) and \`||\` between alternatives. Numbers
compare part by part; trailing zeros do not count, and a pre-release counts as its release.

## Globs

\`*\` and \`?\` stop at \`/\`, \`**\` stands for any folders, \`[a-z]\` and \`{a,b}\` for choices. A glob matches the whole
path. In \`releases.tags\`, \`{version}\` marks the number.

## Command line

Flags of every command:

${flagTable()}
## Action

${inputTable()}
${outputTable()}`
}

/** Flags of the command line, for the README. */
export function flagTable(): string {
  const rows = runOptions.flatMap((option) => {
    const { name, flag } = option
    if (!flag) return []
    const head = flag.value === undefined ? `--${name}` : `--${name} ${flag.value}`
    return [[`\`${head}\``, described(option), flag.otherwise ?? '']]
  })
  return table(['Flag', 'Meaning', 'Where missing'], rows)
}

/** Inputs of the action, for the README. */
export function inputTable(): string {
  const rows = runOptions.flatMap((option) => {
    const { name, input } = option
    if (!input) return []
    return [
      [
        `\`${name}\``,
        described(option),
        input.default === undefined ? (input.otherwise ?? '') : `\`${input.default}\``,
      ],
    ]
  })
  return table(['Input', 'Meaning', 'Default'], rows)
}

/** Outputs of the action, for the README. */
export function outputTable(): string {
  return table(
    ['Output', 'Meaning'],
    runOutputs.map(({ name, description }) => [`\`${name}\``, description]),
  )
}

function described({ description, values, example }: RunOption): string {
  const allowed = values ? ` One of ${values.map((value) => `\`${value}\``).join(', ')}.` : ''
  return `${description}${allowed}${example === undefined ? '' : ` Example: \`${example}\`.`}`
}

interface Row {
  readonly path: string
  readonly option: Option
}

function sectionTable(name: string, shape: Shape): string {
  const section = shape.kind === 'list' ? shape.of : shape
  if (section.kind === 'section') {
    const rows = flatten(section, '').map(({ path, option }) => [
      `\`${path}\``,
      `${option.description}${option.required ? ' Required.' : ''}`,
      describeShape(option.shape),
      fallback(option),
      option.example === undefined ? '' : `\`${inline(option.example)}\``,
    ])
    return table(['Key', 'Meaning', 'Value', 'Where missing', 'Example'], rows)
  }
  const example = configFile.options[name]?.example
  return example === undefined ? '' : `\`\`\`yaml\n${stringify({ [name]: example })}\`\`\`\n`
}

/** The keys of a section, with those of sections inside it by their path. */
function flatten(section: SectionShape, prefix: string): readonly Row[] {
  return Object.entries(section.options).flatMap(([name, option]) => {
    const path = prefix + name
    return option.shape.kind === 'section' ? flatten(option.shape, `${path}.`) : [{ path, option }]
  })
}

function missing({ otherwise }: Option): string {
  return otherwise === undefined ? '' : ` Where missing: ${otherwise}.`
}

function fallback(option: Option): string {
  if (option.otherwise !== undefined) return option.otherwise
  return option.default === undefined || Array.isArray(option.default) ? '' : `\`${inline(option.default)}\``
}

function inline(value: unknown): string {
  return stringify(value, { collectionStyle: 'flow', lineWidth: 0 }).trimEnd()
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`
  return row(head) + row(head.map(() => '---')) + rows.map(row).join('')
}
