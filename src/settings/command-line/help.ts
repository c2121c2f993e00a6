import { Unclear } from '../../snapshots/files.ts'
import type { JsonObject } from '../compare/json.ts'
import { pointerTo } from '../surface.ts'
import type { CommandLine } from './index.ts'

/** `-p, --port <number>` and the words beside and below it. */
interface Entry {
  readonly line: number
  readonly spec: string
  words: string
}

/** Nobody writes more about one option. */
const longest = 2000

const NAME = /(?:^|[\s,|/])(--?(?:\[no-\])?[A-Za-z0-9][\w-]*)/g
const CHOICES = /[[({](?:possible values|choices|one of|allowed(?: values)?): *([^\])}\n]+)[\])}]/i
const DEFAULT = /[[(]defaults?(?: to|:)? *("[^"]*"|[^\])]*)[\])]/i

/**
 * The text that a program prints for `--help`: options (a line that begins with a dash), their values, and the commands
 * listed under such a heading. What is not said there is not known, so the object is open.
 */
export function parseHelp(text: string): CommandLine {
  const { options, commands } = entriesOf(text)
  if (options.length + commands.size === 0) throw new Unclear('expected the text of --help, found no option in it')
  const properties = new Map<string, JsonObject>()
  const required: string[] = []
  const aliases = new Map<string, string>()
  const lines = new Map<string, number>()
  for (const entry of options) {
    const names = [...entry.spec.matchAll(NAME)].flatMap(([, name = '']) =>
      name.startsWith('--[no-]') ? [`--${name.slice(7)}`, `--no-${name.slice(7)}`] : [name],
    )
    const name = names.find((one) => one.startsWith('--')) ?? names[0]
    if (name === undefined || properties.has(name)) continue
    properties.set(name, optionSchema(entry))
    lines.set(pointerTo('properties', name), entry.line)
    if (/[[(]required[\])]/i.test(entry.words)) required.push(name)
    for (const other of names) if (other !== name) aliases.set(other, name)
  }
  const schema = {
    type: 'object',
    properties: Object.fromEntries(properties),
    ...(required.length === 0 ? {} : { required }),
  }
  return { schema, lines, aliases, commands }
}

function entriesOf(text: string): { readonly options: readonly Entry[]; readonly commands: Map<string, number> } {
  const options: Entry[] = []
  const commands = new Map<string, number>()
  /** The last heading is one of commands. */
  let listsCommands = false
  let open: Entry | undefined
  text.split('\n').forEach((line, n) => {
    const content = line.trim()
    const [spec = '', ...words] = content.split(/\s{2,}|\t/)
    if (content === '' || !/^\s/.test(line)) {
      open = undefined
      if (content !== '') listsCommands = content.endsWith(':') && /\bcommands?\b/i.test(content)
    } else if (content.startsWith('-')) {
      open = { line: n + 1, spec: spec.slice(0, longest), words: words.join(' ').slice(0, longest) }
      options.push(open)
    } else if (open) open.words = `${open.words} ${content}`.slice(0, longest)
    else if (listsCommands) {
      const name = /^ {1,8}([a-z][\w:-]*)(?:,| {2,}| *$| [<[])/.exec(line)?.[1]
      if (name !== undefined) commands.set(name, n + 1)
    }
  })
  return { options, commands }
}

function optionSchema({ spec, words }: Entry): JsonObject {
  const value =
    /(?:[ =[]|\[=)([<{][^>}]*[>}]|[A-Z][A-Z0-9_]*\b|(?:string|int|uint|float|duration|strings|number|path|file)\b)/.exec(
      spec,
    )?.[1]
  const listed =
    CHOICES.exec(words)?.[1] ?? (value !== undefined && /^[<{].*[|,]/.test(value) ? value.slice(1, -1) : undefined)
  const choices = listed
    ?.split(/[|,]/)
    .map(unquoted)
    .filter((choice) => choice !== '' && choice !== '...')
  const given = DEFAULT.exec(words)?.[1]
  const preset = given === undefined ? undefined : unquoted(given)
  const type = value === undefined && choices === undefined ? 'boolean' : 'string'
  return {
    type: spec.includes('[=') ? [type, 'boolean'] : type,
    ...(choices === undefined ? {} : { enum: choices }),
    ...(preset === undefined || preset === '' ? {} : { default: type === 'boolean' ? preset === 'true' : preset }),
    ...(words === '' ? {} : { description: words }),
    ...(/\bdeprecated\b/i.test(words) ? { deprecated: true, deprecationMessage: words } : {}),
  }
}

function unquoted(text: string): string {
  return text.trim().replace(/^(["'`])(.*)\1$/, '$2')
}
