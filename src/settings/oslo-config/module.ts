import {
  chunksOf,
  constantsOf,
  listingOf,
  type PyCall,
  type PyChunk,
  type PyStatement,
  type PyValue,
} from '../../languages/python.ts'
import { parseBriefly } from '../../languages/python/brief.ts'
import { tooMany } from '../../languages/limits.ts'
import { Unclear } from '../../snapshots/files.ts'
import { isOption, readForeign, readOption, type Lookup, type Option } from './option.ts'

/** A name as a module uses it, inside the function `scope` or (where that is '') at its top. */
export interface Reference {
  readonly ref: string
  readonly scope: string
}

/** A list of options given a place: `register_opts(options, group)`, or an entry of what `list_opts` returns. */
export interface Registration {
  readonly items: readonly (Option | Reference)[]
  readonly group: string | Reference
  /** Sure to give the group options, whatever they are; what looks like an entry of a list may be something else. */
  readonly sure: boolean
}

/** What one module says of options. What a function holds is found under the function's name: `register/opts`. */
export interface OptionModule {
  readonly options: ReadonlyMap<string, readonly (Option | Reference)[]>
  readonly groups: ReadonlyMap<string, string>
  /** Local name -> dotted name of what was imported; `.` at its start as in the import. */
  readonly imports: ReadonlyMap<string, string>
  readonly registrations: readonly Registration[]
}

const USES = /Opt\(|\bregister_(?:cli_)?opts?\b|\blist_\w*opts\b/
const LIBRARY = /\bcfg\b|\boslo[._]config\b|\bdef _?list_\w*opts\(/
const REGISTER = /(?:^|\.)register_(?:cli_)?opts?$/
const EXTEND = /^(.+)\.(?:append|extend|insert)$/
const LISTING = /^_?list_\w*opts$/
const GROUP = /(?:^|\.)OptGroup$/
/** Most of a driver's module is its class: parsing it takes time, and few say anything of options. */
const CLASS = /^(?:@[^\n]*\n)*class\s/
const SAYS = /Opt\(|\bOptGroup\b|\bregister_(?:cli_)?opts?\b|\blist_\w*opts\b/
const OWN_NAME = /^__name__\.r?split\(\s*(['"])\.\1\s*(?:,\s*1\s*)?\)\[-1\]$/
const DEEPEST = 12
/** Each is parsed by itself; no module has a tenth of it. */
const MOST_STATEMENTS = 5_000

/** Stands for a group that is called as the module's file is: a text does not know where it stands. */
export const MODULE_NAME = '\0module'

/** Undefined for a module that has nothing to do with options. */
export function readOptionModule(text: string): OptionModule | undefined {
  return USES.test(text) && LIBRARY.test(text) ? readGroupModule(text) : undefined
}

/** The same for a module that others take the names of groups from, whatever else it has to do with them. */
export function readGroupModule(text: string): OptionModule {
  const chunks = chunksOf(text)
    .filter(({ text: part }) => !CLASS.test(part) || SAYS.test(part))
    .flatMap(piecesOf)
    .map(({ text: part, line }, n) => {
      if (n === MOST_STATEMENTS) throw tooMany('statements and options', MOST_STATEMENTS, line)
      return { line, chunk: chunkOf(part, line) }
    })
  const body = chunks.flatMap(({ chunk }) => chunk.body)
  const constants = constantsOf({ body })
  const lists = body.some((statement) => statement.kind === 'function' && LISTING.test(statement.name))
  const module = { options: new Map<string, (Option | Reference)[]>(), groups: new Map<string, string>() }
  const registrations: Registration[] = []
  for (const { line, chunk } of chunks) {
    const said = saidIn(chunk, (name) => constants.get(name), lists)
    const place = (item: Option | Reference): Option | Reference =>
      'ref' in item || line === 1 ? item : { ...item, line: item.line + line - 1 }
    for (const [name, items] of said.options) addTo(module.options, name, items.map(place))
    for (const [name, group] of said.groups) module.groups.set(name, group)
    for (const one of said.registrations) registrations.push({ ...one, items: one.items.map(place) })
  }
  return { ...module, registrations, imports: importsOf(body) }
}

/** In place: a list that is copied for each option that it gains takes forever to grow. */
function addTo<T>(lists: Map<string, T[]>, name: string, items: readonly T[]): void {
  const list = lists.get(name)
  if (!list) lists.set(name, [...items])
  else for (const item of items) list.push(item)
}

const ITEM = /^(?:\w+\.)?\w*Opt\([\s\S]*\)$/

/** A list of options as one assignment for each: lists grow by an option at a time, and what a name is given adds up. */
function piecesOf(chunk: PyChunk): readonly PyChunk[] {
  const listing = listingOf(chunk.text)
  if (!listing || listing.items.length < 2 || !listing.items.every(({ text }) => ITEM.test(text))) return [chunk]
  return listing.items.map(({ text, line }) => ({ text: `${listing.name} = ${text}`, line: chunk.line + line - 1 }))
}

/** A statement at the top of some modules, with lines from 1, and what it says by the constants that it uses. */
interface Chunk {
  readonly body: readonly PyStatement[]
  readonly said: Said[]
}

interface Said extends Pick<Task, 'options' | 'groups' | 'registrations' | 'lists'> {
  readonly used: ReadonlyMap<string, PyValue | undefined>
}

// The modules of hundreds of releases are made of the same few statements.
const known = new Map<string, Chunk>()

function chunkOf(text: string, line: number): Chunk {
  let chunk = known.get(text)
  if (!chunk) known.set(text, (chunk = { body: parseAt(text, line), said: [] }))
  return chunk
}

function parseAt(text: string, line: number): readonly PyStatement[] {
  try {
    return parseBriefly(text)
  } catch (error) {
    throw error instanceof Unclear ? new Unclear(error.message, error.line + line - 1) : error
  }
}

function saidIn({ body, said }: Chunk, lookup: Lookup, lists: boolean): Said {
  const same = said.find((one) => one.lists === lists && [...one.used].every(([name, value]) => lookup(name) === value))
  if (same) return same
  const used = new Map<string, PyValue | undefined>()
  const task: Task = {
    options: new Map(),
    groups: new Map(),
    registrations: [],
    lists,
    lookup(name) {
      const value = lookup(name)
      used.set(name, value)
      return value
    },
  }
  collect(body, '', task)
  const one = { ...task, used }
  said.push(one)
  return one
}

interface Task {
  readonly options: Map<string, (Option | Reference)[]>
  readonly groups: Map<string, string>
  readonly registrations: Registration[]
  readonly lookup: Lookup
  /** The module answers `list_opts`: pairs of a group and its options may stand anywhere. */
  readonly lists: boolean
}

function collect(body: readonly PyStatement[], scope: string, task: Task): void {
  for (const statement of body) {
    switch (statement.kind) {
      case 'assign':
        for (const target of statement.targets) hold(scope + target, statement.value, scope, task)
        if (task.lists) listed(statement.value, scope, task, 0)
        break
      case 'expression':
        if (statement.value.kind === 'call') called(statement.value, scope, task)
        break
      case 'return':
        if (!statement.value) break
        hold(scope.replace(/\/$/, '()'), statement.value, scope, task)
        if (task.lists) listed(statement.value, scope, task, 0)
        break
      case 'function':
        collect(statement.body, `${scope}${statement.name}/`, task)
        break
      case 'class':
        collect(statement.body, `${scope}${statement.name}.`, task)
        break
      case 'block':
        collect(statement.body, scope, task)
        break
      default:
    }
  }
}

/** Remembers what a name holds: options, or a group. A name that is given several lists may hold any of them. */
function hold(name: string, value: PyValue, scope: string, task: Task): void {
  const group = groupNamed(value, task)
  if (group !== undefined) task.groups.set(name, group)
  const items = itemsOf(value, scope, task, 0)
  if (items.length > 0) addTo(task.options, name, items)
}

function called(call: PyCall, scope: string, task: Task): void {
  if (REGISTER.test(call.callee)) {
    const [first] = call.args
    const options = first ?? call.keywords.get('opts') ?? call.keywords.get('opt')
    const group = groupOf(call.keywords.get('group') ?? call.args[1], scope, task)
    const items = options ? itemsOf(options, scope, task, 0) : []
    if (group !== undefined && items.length > 0) task.registrations.push({ items, group, sure: true })
    return
  }
  const foreign = readForeign(call, task.lookup)
  const group = foreign.length > 0 ? groupOf(call.keywords.get('group') ?? call.args[1], scope, task) : undefined
  if (group !== undefined) task.registrations.push({ items: foreign, group, sure: true })
  const list = EXTEND.exec(call.callee)?.[1]
  const added = call.args.at(-1)
  if (list !== undefined && added) hold(scope + list, added, scope, task)
}

/** Entries of what `list_opts` returns: `(group, options)` and `{group: options}`. */
function listed(value: PyValue, scope: string, task: Task, depth: number): void {
  if (depth > DEEPEST) return
  if (value.kind === 'dict') {
    for (const { key, value: options } of value.entries) if (key) register(key, options, scope, task)
  } else if (value.kind === 'tuple' && value.items.length === 2) {
    const [group, options] = value.items
    if (group && options) register(group, options, scope, task)
  } else for (const inner of partsOf(value)) listed(inner, scope, task, depth + 1)
}

function register(key: PyValue, options: PyValue, scope: string, task: Task): void {
  const group = groupOf(key, scope, task)
  const items = itemsOf(options, scope, task, 0)
  if (group !== undefined && items.length > 0) task.registrations.push({ items, group, sure: false })
}

/** The group that an argument names; undefined where it is computed. */
function groupOf(value: PyValue | undefined, scope: string, task: Task): string | Reference | undefined {
  if (value === undefined || value.kind === 'none') return 'DEFAULT'
  if (value.kind === 'name') return { ref: value.name.replace(/\.name$/, ''), scope }
  return groupNamed(value, task)
}

function groupNamed(value: PyValue, task: Task): string | undefined {
  if (value.kind === 'string') return value.value
  if (value.kind === 'computed' && OWN_NAME.test(value.text)) return MODULE_NAME
  if (value.kind !== 'call' || !GROUP.test(value.callee)) return undefined
  const given = value.keywords.get('name') ?? value.args[0]
  const name = given?.kind === 'name' ? task.lookup(given.name) : given
  return name && name.kind !== 'call' ? groupNamed(name, task) : undefined
}

/** The options in a value, and the names in it that may hold some. */
function itemsOf(value: PyValue, scope: string, task: Task, depth: number): readonly (Option | Reference)[] {
  if (depth > DEEPEST) return []
  if (value.kind === 'name') return [{ ref: value.name, scope }]
  if (value.kind === 'call' && isOption(value)) {
    const option = readOption(value, task.lookup)
    return option ? [option] : []
  }
  const own = value.kind === 'call' && value.callee !== '' ? [{ ref: `${value.callee}()`, scope }] : []
  return [...own, ...partsOf(value).flatMap((part) => itemsOf(part, scope, task, depth + 1))]
}

/** What a list, a sum or a call such as `itertools.chain` is made of. */
function partsOf(value: PyValue): readonly PyValue[] {
  if (value.kind === 'list' || value.kind === 'tuple' || value.kind === 'set') return value.items
  if (value.kind === 'computed') return value.operands ?? []
  return value.kind === 'call' ? value.args : []
}

function importsOf(body: readonly PyStatement[]): ReadonlyMap<string, string> {
  const imports = new Map<string, string>()
  for (const statement of body) {
    if (statement.kind !== 'import') continue
    const from = statement.from === undefined ? '' : statement.from.replace(/([^.])$/, '$1.')
    // `import a.b` gives the name a, `import a.b as c` and `from a import b as c` give c.
    for (const { name, as } of statement.names) imports.set(as, name.startsWith(`${as}.`) ? as : from + name)
  }
  return imports
}
