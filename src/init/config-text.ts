import { stringify } from 'yaml'
import { configSchemaId } from '../config/schema.ts'
import type { ReaderInfo } from '../model.ts'
import type { Discovery } from './index.ts'

/**
 * A config file in which everything is commented out: what was found is what counts without a file, and is kept as it
 * is by uncommenting it. Prose has a space after its `#`; the lines of a key to uncomment have none, or two.
 */
export function configText({ readers, tags, lines }: Discovery): string {
  const heads = lines.flatMap(({ name, head }) => (head === undefined ? [] : [[name, head] as const]))
  return [
    `# yaml-language-server: $schema=${configSchemaId}`,
    '#',
    '# Upgrade Paths. Everything here is optional: what is commented out is what was found, or the default. See',
    '# docs/configuration.md of the product for every key.',
    '',
    '# Which tags are releases, and the branch of each line.',
    ...commented({
      releases: {
        tags: `${tags.prefix}{version}`,
        ...(heads.length > 0 && { heads: Object.fromEntries(heads) }),
      },
    }),
    '',
    ...sources(readers, 'migrations', 'Where the migrations are. Stated paths hold for every release.'),
    ...sources(readers, 'settings', 'Where the schemas of the settings are.'),
    ...sources(readers, 'runtime', 'Where the lowest runtime is stated.'),
    '# What the project promises.',
    ...commented({
      policy: { versions: 'independent', deprecation: { releases: 2, months: 6 }, notes: 'CHANGELOG.md' },
    }),
    '',
    "# Severities instead of the rules' own: off, note, warning or error.",
    ...commented({ rules: { 'setting-default-changed': 'note' } }),
    '',
    '# Findings to live with. Each entry names who decided, why and until when; unused ones are reported.',
    ...commented({
      accept: [
        {
          rule: 'setting-removed',
          subject: 'the subject that the report prints',
          releases: '<2.0',
          reason: 'why this is right',
          owner: '@who-decided',
          until: '2027-03-31',
        },
      ],
    }),
    '',
  ].join('\n')
}

/** `runtime` names what states it as its source, the others the system or format. */
const nameKeys = { migrations: 'system', settings: 'format', runtime: 'source' } as const

function sources(readers: readonly ReaderInfo[], kind: ReaderInfo['kind'], prose: string): readonly string[] {
  const entries = readers
    .filter((reader) => reader.kind === kind)
    .map(({ system, path, list }) => ({ [nameKeys[kind]]: system, path, ...(list !== undefined && { name: list }) }))
  return entries.length === 0 ? [] : [`# ${prose}`, ...commented({ [kind]: entries }), '']
}

function commented(value: unknown): readonly string[] {
  const text = stringify(value, { lineWidth: 0, defaultKeyType: 'PLAIN' }).trimEnd()
  return text.split('\n').map((line) => `#${line}`)
}
