import { readProgram } from '../../languages/braces.ts'
import type { Behaviour } from '../../model.ts'
import { longestPath } from '../folders.ts'
import type { Naming } from './names.ts'

/** Flyway's settings by name, lower case without separators (`outoforder`); lists with commas. Empty: it is only used. */
export type Settings = ReadonlyMap<string, string>

const PROPERTY = /^[ \t]*([\w.\-[\]]+)[ \t]*[=:][ \t]*(.*)$/
const PREFIX = /^(?:spring\.|quarkus\.|micronaut\.)?flyway\.(?:datasources\.\w+\.)?/i
const DEPENDENCY =
  /<artifactId>(?:(?!flyway)[^<])*flyway[^<]*<\/artifactId>|^(?![ \t]*(?:\/\/|#|\*)).*(?:org\.flywaydb|flyway-core)/im
/** Before 3.0, under another group, it did not validate unless told to - Flyway 2.3.1, `Flyway.java`. */
const BEFORE_3 = /^(?![ \t]*(?:\/\/|#|\*)).*com\.googlecode\.flyway/m
const ELEMENT = /<(\w+)>([^<]*)<\/\1>|<(\w+)>((?:\s*<(\w+)>[^<]*<\/\5>)+)\s*<\/\3>/g
const MAVEN_PROPERTY = /<flyway\.([\w.]+)>([^<]*)</g

/** A name above many others is put in front of each: no setting's is longer. */
const LONGEST_NAME = 200

/** flyway.conf and Spring's application.properties. */
export function readProperties(text: string): Settings | undefined {
  return settingsOf(
    text.split(/\r?\n/).flatMap((line) => {
      const [, key = '', value = ''] = PROPERTY.exec(line) ?? []
      return PREFIX.test(key) ? [[key.replace(PREFIX, ''), value.trim()] as const] : []
    }),
  )
}

/** Spring's application.yml: only the first document, which has no profile. Never fails: other keys do not matter. */
export function readYaml(text: string): Settings | undefined {
  const found: [string, string][] = []
  const open: { readonly indent: number; readonly key: string }[] = []
  for (const line of text.split(/\r?\n/)) {
    if (line.startsWith('---') && open.length > 0) break
    const [, space = '', item, key, raw = ''] = /^( *)(?:(- +)|([\w.-]+) *:(?: +|$))(.*)$/.exec(line) ?? []
    if ((item === undefined && key === undefined) || (key?.length ?? 0) > LONGEST_NAME) continue
    const indent = space.length
    const value = plain(raw)
    while ((open.at(-1)?.indent ?? -1) >= (item === undefined ? indent : indent + 1)) open.pop()
    const path = [...open.map((entry) => entry.key), ...(key === undefined ? [] : [key])].join('.')
    if (open.length < 20 && key !== undefined) open.push({ indent, key })
    if (PREFIX.test(path) && value !== '') found.push([path.replace(PREFIX, ''), value])
  }
  return settingsOf(found)
}

/** flyway.toml. */
export function readToml(text: string): Settings {
  const found: [string, string][] = []
  let section = ''
  for (const line of text.split(/\r?\n/)) {
    const header = /^\s*\[([^\]]*)\]/.exec(line)
    if (header) section = header[1]?.slice(0, LONGEST_NAME).trim() ?? ''
    const [, key = '', value = ''] = /^\s*([\w.-]+)\s*=\s*(.*)$/.exec(line) ?? []
    const path = section === '' ? key : `${section}.${key}`
    if (key !== '' && PREFIX.test(path)) found.push([path.replace(PREFIX, ''), plain(value)])
  }
  return settingsOf(found) ?? new Map<string, string>()
}

/** pom.xml: the plugin's configuration, its properties, or a dependency. */
export function readPom(text: string): Settings | undefined {
  if (!DEPENDENCY.test(text)) return undefined
  const at = text.indexOf('flyway-maven-plugin')
  const end = at < 0 ? -1 : text.indexOf('</plugin>', at)
  const plugin = text.slice(Math.max(at, 0), Math.max(end, 0))
  const stated = [...plugin.matchAll(ELEMENT)].map(
    ([, key = '', value = '', list = '', items = '']) =>
      [key === '' ? list : key, key === '' ? items.replace(/<[^>]*>/g, ',') : value] as const,
  )
  const properties = [...text.matchAll(MAVEN_PROPERTY)].map(([, key = '', value = '']) => [key, value] as const)
  return withDefaults(text, settingsOf([...stated, ...properties]))
}

/** build.gradle, build.gradle.kts, a version catalogue: the `flyway` block, or a dependency. */
export function readGradle(text: string): Settings | undefined {
  if (!DEPENDENCY.test(text)) return undefined
  const at = /^[ \t]*flyway[ \t]*\{/m.exec(text)?.index ?? text.length
  const end = text.indexOf('\n}', at)
  const block = text.slice(at, end < 0 ? text.length : end)
  const stated = [...block.matchAll(/^[ \t]*(\w+)[ \t]*=?[ \t]*(.+)$/gm)]
  return withDefaults(text, settingsOf(stated.map(([, key = '', value = '']) => [key, plain(value)] as const)))
}

function withDefaults(text: string, stated: Settings = new Map<string, string>()): Settings {
  return BEFORE_3.test(text) ? new Map([['validateonmigrate', 'false'], ...stated]) : stated
}

/** What is set by a call on something that only running the code could tell. */
const COMPUTED = '?'
/** In tokens. */
const LONGEST_CALL = 100
const SETTER =
  /^(?:set)?(outOfOrder|validateOnMigrate|ignore(?:Missing|Ignored|Future)Migrations|ignoreMigrationPatterns)$/i

/** Code that configures Flyway: `.outOfOrder(true)`, `setIgnoreMigrationPatterns("*:missing")`, or repairs before it migrates. */
export function readCalls(text: string): Settings | undefined {
  const { tokens, closing } = readProgram(text, 'java')
  return settingsOf(
    tokens.flatMap(({ text: word }, at): readonly [string, string][] => {
      const name = SETTER.exec(word)?.[1]
      const end = closing.get(at + 1)
      if (word === 'repair' && end === at + 2 && tokens[at - 1]?.text === '.' && !isConditional(at, tokens, closing))
        return [[REPAIRS, 'true']]
      if (name === undefined || end === undefined || tokens[at - 1]?.text !== '.') return []
      // Nobody gives more values, and calls inside one another would each look through all that is inside.
      if (end - at > LONGEST_CALL) return [[name, COMPUTED]]
      const values = tokens.slice(at + 2, end).filter((token) => token.text !== ',')
      const plainly = values.every((value) => value.kind === 'literal' || /^(?:true|false)$/.test(value.text))
      return [[name, plainly ? values.map((value) => value.text.replace(/"/g, '')).join(',') : COMPUTED]]
    }),
  )
}

/** No setting of the tool: its own call, after which every checksum is what the files say. */
const REPAIRS = 'repairs'

/** Whether what stands at an index is in a block that may not run. */
function isConditional(
  at: number,
  tokens: readonly { readonly text: string }[],
  closing: ReadonlyMap<number, number>,
): boolean {
  let depth = at
  for (let open = at - 1; open > 0; open -= 1) {
    if (tokens[open]?.text !== '{' || (closing.get(open) ?? 0) < depth) continue
    depth = closing.get(open) ?? depth
    const before = tokens[open - 1]?.text
    if (before === 'else' || before === '>') return true
    const head = [...closing].find(([, end]) => end === open - 1)?.[0]
    if (before === ')' && head !== undefined && /^(?:if|for|while|catch|switch)$/.test(tokens[head - 1]?.text ?? ''))
      return true
  }
  return false
}

/** The setting's value without quotes, brackets and comments: `["a", 'b']` is `a,b`. */
function plain(value: string): string {
  return value
    .replace(/(?:^|\s)(?:#|\/\/).*$/, '')
    .replace(/^(?:arrayOf|listOf|setOf)?[ \t]*[[(]|[\])][ \t]*$/g, '')
    .replace(/["']/g, '')
    .trim()
}

function settingsOf(pairs: readonly (readonly [string, string])[]): Settings | undefined {
  if (pairs.length === 0) return undefined
  const settings = new Map<string, string>()
  for (const [key, value] of pairs) {
    const name = key
      .replace(/\[\d*\]$/, '')
      .replace(/[-_.]/g, '')
      .toLowerCase()
    const before = settings.get(name)
    // Code that sets up several instances alike says a thing twice.
    if (before === undefined || before === '' || before === value) settings.set(name, value)
    else settings.set(name, `${before},${value}`)
  }
  return settings
}

/** The engine's answers under settings - Flyway docs, "Configuration"; `MigrationInfoImpl.validate`. */
export function behaviourOf(settings: Settings, source: string): Behaviour {
  const patterns = (settings.get('ignoremigrationpatterns') ?? '*:future').toLowerCase().split(/[,\s]+/)
  const validates = settings.get('validateonmigrate') !== 'false'
  const lets = (state: string, old: string): boolean =>
    !validates ||
    settings.get(old) === 'true' ||
    patterns.some((pattern) => [`*:${state}`, `versioned:${state}`, '*:*', 'versioned:*'].includes(pattern))
  const isComputed = (name: string): boolean => settings.get(name)?.split(',').includes(COMPUTED) === true
  const isOpen = (...names: readonly string[]): boolean =>
    ['validateonmigrate', 'ignoremigrationpatterns', ...names].some(isComputed)
  const runsLate = settings.get('outoforder') === 'true'
  const letsLate = lets('ignored', 'ignoreignoredmigrations') ? 'skips' : 'refuses'
  const isLateOpen = isOpen('ignoreignoredmigrations', 'outoforder')
  return {
    unknownApplied: isOpen('ignoremissingmigrations')
      ? 'unknown'
      : lets('missing', 'ignoremissingmigrations')
        ? 'ignores'
        : 'refuses',
    aboveLast:
      lets('future', 'ignorefuturemigrations') && settings.get('ignorefuturemigrations') !== 'false'
        ? 'ignores'
        : 'refuses',
    outOfOrder: runsLate ? 'runs' : isLateOpen ? 'unknown' : letsLate,
    edited:
      settings.get(REPAIRS) === 'true'
        ? 'ignores'
        : isComputed('validateonmigrate')
          ? 'unknown'
          : validates
            ? 'refuses'
            : 'ignores',
    source,
  }
}

export function namingOf(settings: Settings, otherwise: Naming): Naming {
  return {
    versioned: settings.get('sqlmigrationprefix') ?? otherwise.versioned,
    repeatable: settings.get('repeatablesqlmigrationprefix') ?? otherwise.repeatable,
    baseline: settings.get('baselinemigrationprefix') ?? otherwise.baseline,
    separator: settings.get('sqlmigrationseparator') ?? otherwise.separator,
  }
}

/** Folders on the class path or in the file system; `{vendor}` and what follows left out. */
export function locationsOf(settings: Settings): readonly string[] {
  return (settings.get('locations') ?? '')
    .split(/[,\s]+/)
    .filter((location) => location.length <= longestPath)
    .map((location) => location.replace(/^(?:classpath\*?|filesystem):/, '').replace(/^[./]+/, ''))
    .map((location) => location.replace(/\/?(?:\{.*|\*.*)$/, '').replace(/\/+$/, ''))
    .filter((location) => location !== '' && !location.includes(':') && !location.includes('$'))
}
