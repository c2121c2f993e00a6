import { MODULE_NAME, type OptionModule, type Reference } from './module.ts'
import type { Option } from './option.ts'

/** An option in its group, and the module that declares it. */
export interface Registered {
  readonly group: string
  readonly option: Option
  readonly path: string
}

interface Home {
  readonly path: string
  readonly module: OptionModule
}

/** References lead through a few modules at most; a limit ends those that lead in a circle. */
const FARTHEST = 8

export interface Registrations {
  /** Every option that some module registers or lists, in the order of the modules. */
  readonly options: readonly Registered[]
  /** Groups that are given options nobody can tell: another library's, computed ones. */
  readonly opaque: ReadonlySet<string>
}

/** Modules come by path. */
export function registeredOptions(modules: ReadonlyMap<string, OptionModule>): Registrations {
  const homes = new Map<string, Home>()
  for (const [path, module] of modules) homes.set(dotted(path), { path, module })
  const parts = [...modules].map(([path, module]) => givenBy({ path, module }, homes))
  const found = parts.flatMap((part) => part.found)
  const registered = new Set(found.flatMap(({ one, sure }) => (sure ? [one.option] : [])))
  // Lists are for the sample file, and may name another group than the one where the service looks.
  const options = found.filter(({ one, sure }) => sure || !registered.has(one.option)).map(({ one }) => one)
  return { options, opaque: new Set(parts.flatMap((part) => part.opaque)) }
}

/** What one module registers or lists. */
interface Given {
  readonly found: readonly { readonly one: Registered; readonly sure: boolean }[]
  readonly opaque: readonly string[]
}

// What a module says without looking at others it says in every release that has it.
const given = new WeakMap<OptionModule, Map<string, Given>>()

function givenBy(home: Home, homes: ReadonlyMap<string, Home>): Given {
  const { path, module } = home
  const known = given.get(module) ?? new Map<string, Given>()
  given.set(module, known)
  let answer = known.get(path)
  if (answer) return answer
  const found: { one: Registered; sure: boolean }[] = []
  const opaque: string[] = []
  const search: Search = { homes, seen: new Map(), isAway: false }
  for (const { items, group: named, sure } of module.registrations) {
    search.seen.clear()
    const group = typeof named === 'string' ? spelled(named, home) : groupOf(named, home, search, 0)
    if (group === undefined) continue
    const options = items.flatMap((item) => optionsOf(item, home, search, 0))
    for (const one of options) found.push({ one: { group, ...one }, sure })
    if (options.length === 0 && sure) opaque.push(group)
  }
  answer = { found, opaque }
  if (!search.isAway) known.set(path, answer)
  return answer
}

/** One registration's way through the modules. */
interface Search {
  readonly homes: ReadonlyMap<string, Home>
  /** Names that were followed, and how far away: lists that hold others twice each would be followed without end. */
  readonly seen: Map<string, number>
  /** Whether another module was asked. */
  isAway: boolean
}

function dotted(path: string): string {
  return path
    .replace(/(?:\/__init__)?\.py$/, '')
    .replace(/^(?:src|lib)\//, '')
    .replaceAll('/', '.')
}

function optionsOf(
  item: Option | Reference,
  home: Home,
  search: Search,
  depth: number,
): readonly Omit<Registered, 'group'>[] {
  if (!('ref' in item)) return [{ option: item, path: home.path }]
  if (depth > FARTHEST) return []
  const key = JSON.stringify([home.path, item.scope, item.ref])
  if ((search.seen.get(key) ?? Infinity) <= depth) return []
  search.seen.set(key, depth)
  const held = local(item, ({ options }) => options, home)
  if (held) return held.flatMap((one) => optionsOf(one, home, search, depth + 1))
  const elsewhere = imported(item.ref, home, search)
  return elsewhere ? optionsOf({ ref: elsewhere.name, scope: '' }, elsewhere.home, search, depth + 1) : []
}

function groupOf(named: Reference, home: Home, search: Search, depth: number): string | undefined {
  const group = local(named, ({ groups }) => groups, home)
  if (group !== undefined || depth > FARTHEST) return group === undefined ? undefined : spelled(group, home)
  const elsewhere = imported(named.ref, home, search)
  return elsewhere && groupOf({ ref: elsewhere.name, scope: '' }, elsewhere.home, search, depth + 1)
}

function spelled(group: string, { path }: Home): string {
  return group === MODULE_NAME ? dotted(path).replace(/^.*\./, '') : group
}

/** What a name stands for in its function, or in the functions and classes around it. */
function local<T>(
  { ref, scope }: Reference,
  names: (module: OptionModule) => ReadonlyMap<string, T>,
  { module }: Home,
): T | undefined {
  const known = names(module)
  let around = scope
  while (around !== '' && !known.has(around + ref)) around = around.replace(/[^/.]*[/.]$/, '')
  // A list that is made of one of the same name (`opts = chain(opts, more)`) is no end of it.
  return known.get(around + ref)
}

/** The module and the name in it that an imported name means. */
function imported(
  ref: string,
  { path, module }: Home,
  search: Search,
): { readonly home: Home; readonly name: string } | undefined {
  const meant = meaning(ref, path, module)
  if (!meant) return undefined
  search.isAway = true
  const { words, suffix } = meant
  for (let length = words.length - 1; length > 0; length -= 1) {
    const home = search.homes.get(words.slice(0, length).join('.'))
    if (home) return { home, name: words.slice(length).join('.') + suffix }
  }
  return undefined
}

/** The dotted name that an imported name stands for, and what follows it; undefined for one that is not imported. */
function meaning(
  ref: string,
  path: string,
  { imports }: OptionModule,
): { readonly words: readonly string[]; readonly suffix: string } | undefined {
  const [first = '', ...rest] = ref.split('.')
  const source = imports.get(first) ?? imports.get(`${first}()`)
  const called = ref.endsWith('()')
  const target = source ?? (called ? imports.get(ref.slice(0, -2)) : undefined)
  if (target === undefined) return undefined
  const words = [...absolute(target, path).split('.'), ...(source === undefined ? [] : rest)]
  return { words, suffix: called && source === undefined ? '()' : '' }
}

/** Where the modules may lie that a module takes the names of its groups from: for each the paths to try, in order. */
export function modulesOfGroups(module: OptionModule, path: string): readonly (readonly string[])[] {
  const folders = new Map<string, readonly string[]>()
  for (const { group } of module.registrations) {
    const inside = typeof group === 'string' ? [] : (meaning(group.ref, path, module)?.words.slice(0, -1) ?? [])
    folders.set(inside.join('/'), inside)
  }
  return [...folders.values()].map((inside) =>
    inside.flatMap((_, n) => {
      const folder = inside.slice(0, inside.length - n).join('/')
      return [`${folder}.py`, `${folder}/__init__.py`]
    }),
  )
}

/** `.common` in `a/b/c.py` is `a.b.common`. */
function absolute(name: string, path: string): string {
  const dots = /^\.+/.exec(name)?.[0].length ?? 0
  if (dots === 0) return name
  return [...dotted(path.replace('__init__.py', '__init__/x.py')).split('.').slice(0, -dots), name.slice(dots)].join(
    '.',
  )
}
