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
  const options: Registered[] = []
  const opaque = new Set<string>()
  for (const [path, module] of modules) {
    const home = { path, module }
    for (const { items, group: named, sure } of module.registrations) {
      const group = typeof named === 'string' ? spelled(named, home) : groupOf(named, home, homes, 0)
      if (group === undefined) continue
      const seen = new Map<string, number>()
      const found = items.flatMap((item) => optionsOf(item, home, { homes, seen }, 0))
      for (const one of found) options.push({ group, ...one })
      if (found.length === 0 && sure) opaque.add(group)
    }
  }
  return { options, opaque }
}

/** One registration's way through the modules. */
interface Search {
  readonly homes: ReadonlyMap<string, Home>
  /** Names that were followed, and how far away: lists that hold others twice each would be followed without end. */
  readonly seen: Map<string, number>
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
  const elsewhere = imported(item.ref, home, search.homes)
  return elsewhere ? optionsOf({ ref: elsewhere.name, scope: '' }, elsewhere.home, search, depth + 1) : []
}

function groupOf(named: Reference, home: Home, homes: ReadonlyMap<string, Home>, depth: number): string | undefined {
  const group = local(named, ({ groups }) => groups, home)
  if (group !== undefined || depth > FARTHEST) return group === undefined ? undefined : spelled(group, home)
  const elsewhere = imported(named.ref, home, homes)
  return elsewhere && groupOf({ ref: elsewhere.name, scope: '' }, elsewhere.home, homes, depth + 1)
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
  homes: ReadonlyMap<string, Home>,
): { readonly home: Home; readonly name: string } | undefined {
  const [first = '', ...rest] = ref.split('.')
  const source = module.imports.get(first) ?? module.imports.get(`${first}()`)
  const called = ref.endsWith('()')
  const target = source ?? (called ? module.imports.get(ref.slice(0, -2)) : undefined)
  if (target === undefined) return undefined
  const words = [...absolute(target, path).split('.'), ...(source === undefined ? [] : rest)]
  for (let length = words.length - 1; length > 0; length -= 1) {
    const home = homes.get(words.slice(0, length).join('.'))
    const name = words.slice(length).join('.') + (called && source === undefined ? '()' : '')
    if (home) return { home, name }
  }
  return undefined
}

/** `.common` in `a/b/c.py` is `a.b.common`. */
function absolute(name: string, path: string): string {
  const dots = /^\.+/.exec(name)?.[0].length ?? 0
  if (dots === 0) return name
  return [...dotted(path.replace('__init__.py', '__init__/x.py')).split('.').slice(0, -dots), name.slice(dots)].join(
    '.',
  )
}
