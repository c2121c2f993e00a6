import type { PyValue } from '../../languages/python.ts'
import type { PluginModule } from './module.ts'

/** Longer chains of names for names are a cycle or a riddle. */
const LONGEST_CHAIN = 8

/** What a dotted name stands for. */
export interface Meaning {
  /** With what its first part stands for: `up.repository` -> `plugin.upgrade.repository`. */
  readonly name: string
  /** Undefined where it is no constant, or only running the code could tell. */
  readonly value?: PyValue
}

export type LookUp = (name: string, module: PluginModule) => Meaning

interface Step extends Meaning {
  readonly module: PluginModule
}

/**
 * Looks names up in a module and in those it imports from; `modules` by path. The SDK puts every folder below srcDir on
 * Python's path, so a module is found by the end of its path - SDK, `plugin_importer.py`.
 */
export function lookUpIn(modules: ReadonlyMap<string, PluginModule>): LookUp {
  const byEnd = new Map<string, PluginModule>()
  for (const [path, module] of modules) {
    const parts = path.replace(/(?:\/__init__)?\.py$/, '').split('/')
    for (let i = 0; i < parts.length; i += 1) {
      const end = parts.slice(i).join('.')
      if (!byEnd.has(end)) byEnd.set(end, module)
    }
  }

  function step({ name, module }: Step): Step | undefined {
    const [head = '', ...rest] = name.split('.')
    const value = module.constants.get(name)
    if (value && value.kind !== 'name') return { name, module, value }
    const own = module.constants.get(head)
    if (value ?? own?.kind === 'name') {
      const known = value?.kind === 'name' ? value.name : own?.kind === 'name' ? [own.name, ...rest].join('.') : name
      return { name: known, module }
    }
    for (const { from, names } of module.imports) {
      const imported = names.find(({ as }) => as === head)
      if (!imported) continue
      const origin = from?.replace(/^\.+/, '')
      const within = origin === undefined ? undefined : byEnd.get(origin)
      const there = [imported.name, ...rest].join('.')
      if (within && (within.constants.has(imported.name) || within.constants.has(there))) {
        return { name: there, module: within }
      }
      const whole = byEnd.get([origin, imported.name].filter(Boolean).join('.'))
      if (whole && rest.length > 0) return { name: rest.join('.'), module: whole }
    }
    return undefined
  }

  return (name, module) => {
    let current: Step = { name, module }
    for (let i = 0; i < LONGEST_CHAIN && current.value === undefined; i += 1) {
      const next = step(current)
      if (!next) break
      current = next
    }
    return current
  }
}
