import type { PyCall, PyValue } from '../../languages/python.ts'
import { GUESSED } from '../comparable.ts'
import { digestOf } from '../surface.ts'

/** One option as its call declares it. */
export interface Option {
  /** As in the configuration file: dashes become underscores. */
  readonly name: string
  readonly schema: Readonly<Record<string, unknown>>
  readonly required: boolean
  /** The names it had before; no group means its own. */
  readonly formerly: readonly { readonly group?: string; readonly name?: string }[]
  /** Another library declares it: the names it had before are all that is known. */
  readonly foreign?: true
  readonly line: number
  /** Of all but the line. */
  readonly digest: string
}

/** What a name stands for; undefined where nobody can tell without running the module. */
export type Lookup = (name: string) => PyValue | undefined

// Everything in the file is text: what takes any text takes a number, and one value is a list of one. Lists and
// dictionaries are text with commas.
const TEXT = { type: ['string', 'number', 'boolean'] }
const LIST = { type: ['array', 'object', 'string', 'number', 'boolean'] }
const INTEGER = { type: 'integer' }

/** By the call's name without `Opt`, and by the name in `oslo_config.types`. */
const TYPES: Readonly<Record<string, object>> = {
  Str: TEXT,
  String: TEXT,
  MultiString: LIST,
  Int: INTEGER,
  Integer: INTEGER,
  Float: { type: 'number' },
  Bool: { type: 'boolean' },
  Boolean: { type: 'boolean' },
  List: LIST,
  Dict: LIST,
  IP: TEXT,
  IPAddress: TEXT,
  // Without its limits: a number that is no port never worked.
  Port: INTEGER,
  URI: TEXT,
  HostAddress: TEXT,
  HostDomain: TEXT,
  Hostname: TEXT,
  MultiStr: LIST,
  Multi: LIST,
}
const CALL = /^(?:\w+\.)?(Str|Int|Float|Bool|List|Dict|IP|Port|URI|HostAddress|HostDomain|Hostname|MultiStr|Multi|)Opt$/

export function isOption({ callee }: PyCall): boolean {
  return CALL.test(callee)
}

/**
 * What `cfg.StrOpt('name', default=...)` and its kind say - oslo.config, `cfg.py`. Undefined where the name is computed,
 * and for positional arguments of a command line. A default that only running the module could tell is left out and its
 * text kept as `x-computed-default`: nobody can say whether it changed.
 */
export function readOption(call: PyCall, lookup: Lookup): Option | undefined {
  const given = (keyword: string): PyValue | undefined => {
    const value = call.keywords.get(keyword)
    return value?.kind === 'name' ? (lookup(value.name) ?? value) : value
  }
  const written = call.keywords.get('name') ?? call.args[0]
  const name = written?.kind === 'name' ? lookup(written.name) : written
  if (name?.kind !== 'string' || isTrue(given('positional'))) return undefined
  const dest = given('dest')
  const said = {
    name: plain(dest?.kind === 'string' ? dest.value : name.value),
    schema: {
      ...typeOf(call, given),
      ...guessOf(call, given),
      ...defaultOf(given('default')),
      ...wordsOf(given('help'), 'description'),
      ...(isTrue(given('deprecated_for_removal')) ? deprecation(given) : {}),
    },
    required: isTrue(given('required')),
    formerly: formerNames(given, lookup),
  }
  return { ...said, line: call.line, digest: digestOf(said) }
}

function plain(name: string): string {
  return name.replaceAll('-', '_')
}

type Given = (keyword: string) => PyValue | undefined

function typeOf(call: PyCall, given: Given): object {
  const type = CALL.exec(call.callee)?.[1] ?? ''
  const limits = limitsOf(given)
  const named = given('type')
  if (type !== '' && type !== 'Multi') return { ...TYPES[type], ...limits }
  if (named === undefined) return { ...(type === 'Multi' ? LIST : TEXT), ...limits }
  const last =
    named.kind === 'call' || named.kind === 'name' ? lastOf(named.kind === 'call' ? named.callee : named.name) : ''
  const inner = named.kind === 'call' ? limitsOf((keyword) => named.keywords.get(keyword)) : {}
  // What the value of a type of the project's own may be, nobody knows.
  if (type === 'Multi') return LIST
  return { ...TYPES[last], ...limits, ...inner }
}

/** Where a text is a number unless users say otherwise, only numbers may ever have worked: no narrowing is proven from it. */
function guessOf(call: PyCall, given: Given): object {
  return CALL.exec(call.callee)?.[1] === 'Str' && given('default')?.kind === 'number' ? { [GUESSED]: true } : {}
}

function lastOf(dotted: string): string {
  return dotted.slice(dotted.lastIndexOf('.') + 1)
}

function limitsOf(given: Given): object {
  const [min, max, choices] = [given('min'), given('max'), given('choices')]
  const values = choices && choicesOf(choices)
  return {
    ...(min?.kind === 'number' ? { minimum: min.value } : {}),
    ...(max?.kind === 'number' ? { maximum: max.value } : {}),
    ...(values ? { enum: values } : {}),
  }
}

/** Choices, each by itself or with its description; undefined where one is computed. */
function choicesOf(choices: PyValue): readonly unknown[] | undefined {
  if (choices.kind !== 'list' && choices.kind !== 'tuple' && choices.kind !== 'set') return undefined
  const values: unknown[] = []
  for (const item of choices.items) {
    const choice = item.kind === 'tuple' ? item.items[0] : item
    if (choice?.kind === 'none') continue
    const value = choice && literal(choice)
    if (value === undefined) return undefined
    if (!values.includes(value)) values.push(value)
  }
  return values.length > 0 ? values : undefined
}

function defaultOf(value: PyValue | undefined): object {
  // An option without a default is None; saying so tells a default that went from one that cannot be read.
  const found = value === undefined ? null : literal(value)
  if (found !== undefined) return { default: inFile(found) }
  const text = value?.kind === 'name' ? value.name : value?.kind === 'computed' ? value.text : value?.kind
  return { 'x-computed-default': text }
}

/** A default as users would write it: lists and dictionaries are text with commas, nothing is None, `"5"` is 5. */
function inFile(value: unknown): unknown {
  if (Array.isArray(value)) return inFile(value.join(','))
  if (typeof value === 'object' && value !== null) return inFile(Object.entries(value).map((pair) => pair.join(':')))
  if (value === '') return null
  return typeof value === 'string' && /^-?(?:0|[1-9]\d{0,14})$/.test(value) ? Number(value) : value
}

/** The value of a literal; undefined for anything that has to be run. */
function literal(value: PyValue): unknown {
  switch (value.kind) {
    case 'string':
    case 'number':
    case 'boolean':
      return value.value
    case 'none':
      return null
    case 'list':
    case 'tuple':
    case 'set': {
      const items = value.items.map(literal)
      return items.includes(undefined) ? undefined : items
    }
    case 'dict': {
      const entries = value.entries.map(({ key, value: inner }) => [key && literal(key), literal(inner)] as const)
      if (entries.some(([key, inner]) => typeof key !== 'string' || inner === undefined)) return undefined
      return Object.fromEntries(entries)
    }
    case 'call': {
      // `_('text')` marks a text for translation.
      const [only] = value.args
      return /^_\w*$/.test(value.callee) && value.args.length === 1 && only ? literal(only) : undefined
    }
    default:
      return undefined
  }
}

function wordsOf(value: PyValue | undefined, keyword: string): object {
  const text = value && literal(value)
  return typeof text === 'string' && text.trim() !== '' ? { [keyword]: text.replace(/\s+/g, ' ').trim() } : {}
}

function deprecation(given: Given): object {
  return { deprecated: true, ...wordsOf(given('deprecated_reason'), 'deprecationMessage') }
}

/**
 * Options of a library that this call lets be called by older names: `deprecated_opts={'cafile': [DeprecatedOpt('ca')]}` -
 * keystoneauth, `loading/session.py`. The library's own are not to be seen.
 */
export function readForeign(call: PyCall, lookup: Lookup): readonly Option[] {
  const written = call.keywords.get('deprecated_opts')
  const value = written?.kind === 'name' ? lookup(written.name) : written
  if (value?.kind !== 'dict') return []
  return value.entries.flatMap(({ key, value: names }): Option[] => {
    const formerly = formerNames((keyword) => (keyword === 'deprecated_opts' ? names : undefined), lookup)
    if (key?.kind !== 'string' || formerly.length === 0) return []
    const said = { name: plain(key.value), schema: {}, required: false, formerly, foreign: true as const }
    return [{ ...said, line: call.line, digest: digestOf(said) }]
  })
}

function formerNames(given: Given, lookup: Lookup): Option['formerly'] {
  const former: { group?: string; name?: string }[] = []
  const add = (name: PyValue | undefined, written: PyValue | undefined): void => {
    const group = written?.kind === 'name' ? lookup(written.name) : written
    const entry = {
      ...(name?.kind === 'string' ? { name: plain(name.value) } : {}),
      ...(group?.kind === 'string' ? { group: group.value } : {}),
    }
    if (Object.keys(entry).length > 0) former.push(entry)
  }
  add(given('deprecated_name'), given('deprecated_group'))
  const more = given('deprecated_opts')
  for (const item of more?.kind === 'list' || more?.kind === 'tuple' ? more.items : []) {
    if (item.kind === 'call') add(item.keywords.get('name') ?? item.args[0], item.keywords.get('group') ?? item.args[1])
  }
  return former
}

function isTrue(value: PyValue | undefined): boolean {
  return value?.kind === 'boolean' && value.value
}
