import { configurationPage, flagTable, inputTable, outputTable } from '../config/docs.ts'
import { configSchema } from '../config/schema.ts'
import { pullRequestWorkflow, releaseWorkflow } from '../init/workflows.ts'
import { readers } from '../readers.ts'
import { rules } from '../rules/index.ts'
import type { Rule } from '../rules/rule.ts'

/** Files that are made from the code, as path -> text. The README keeps its prose; the marked parts are filled in. */
export function generatedFiles(readme: string): ReadonlyMap<string, string> {
  return new Map([
    ['schema/config.schema.json', `${JSON.stringify(configSchema(), null, 2)}\n`],
    ['docs/configuration.md', configurationPage()],
    ...rules.map((rule): [string, string] => [`docs/rules/${rule.id}.md`, rulePage(rule)]),
    ['README.md', fill(readme, parts)],
  ])
}

const facts = { action: 'upgrade-paths/upgrade-paths@v1', tagPrefix: '' }

const parts: Readonly<Record<string, () => string>> = {
  rules: () =>
    table(
      ['rule', 'fires when', 'severity'],
      rules.map(({ id, summary, severities }) => [`[${id}](docs/rules/${id}.md)`, summary, severities]),
    ),
  systems: () =>
    table(
      ['system', 'read as', 'engine'],
      readers.migrations.map(({ system, title, engine, behaviour }) => [
        `[${title}](docs/engines/${system}.md)`,
        `\`${system}\``,
        `${engine.family}; unknown ids ${behaviour.unknownApplied}, late ids ${behaviour.outOfOrder}, edits ${behaviour.edited}`,
      ]),
    ),
  settings: () =>
    table(
      ['settings', 'read as'],
      readers.settings.map(({ format, title }) => [`[${title}](docs/settings/${format}.md)`, `\`${format}\``]),
    ),
  inputs: inputTable,
  outputs: outputTable,
  flags: flagTable,
  'pull-request-workflow': () => fence(pullRequestWorkflow(facts)),
  'release-workflow': () => fence(releaseWorkflow(facts)),
}

/** Replaces what stands between `<!-- name -->` and `<!-- /name -->`. */
function fill(text: string, made: Readonly<Record<string, () => string>>): string {
  return text.replace(
    /(<!-- ([\w-]+) -->\n)[\s\S]*?(<!-- \/\2 -->)/g,
    (whole, open: string, name: string, close: string) => {
      const make = made[name]
      return make ? `${open}\n${make().trim()}\n\n${close}` : whole
    },
  )
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n')
}

function fence(yaml: string): string {
  return `\`\`\`yaml\n${yaml.trim()}\n\`\`\``
}

function rulePage({ id, summary, severities, why, example, cure, off }: Rule): string {
  return `# ${id}

Fires when ${summary}.

Severity: ${severities}.${off === true ? ` Off by default; turn it on with \`rules: { ${id}: note }\`.` : ''} See
[how severities are decided](../how-it-works.md#severities).

## Why it matters

${why}

## Example

\`\`\`text
${example}
\`\`\`

## Cure

${cure}

## When to accept it

When nobody who counts is affected and that is known, not hoped. Say so in the config, with an end date:

\`\`\`yaml
accept:
  - rule: ${id}
    subject: the subject of the finding
    releases: "<2.0"
    reason: why users are not affected
    owner: "@team"
    until: 2027-03-31
\`\`\`
`
}
