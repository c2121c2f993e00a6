import type { PyValue } from '../../languages/python.ts'
import type { Decorated, PluginModule } from './module.ts'
import type { LookUp } from './names.ts'

/** Decorator name -> the name of the object type in schema.json, without its `Definition`. */
export const OBJECTS = {
  repository: 'repository',
  source_config: 'sourceConfig',
  linked_source: 'linkedSource',
  virtual_source: 'virtualSource',
  snapshot: 'snapshot',
} as const

export type Decorator = keyof typeof OBJECTS

/** One `@plugin.upgrade.<type>(id)` that can be read. */
export interface Registration extends Decorated {
  /** As the file writes it: `plugin.upgrade`, `up`. */
  readonly prefix: string
  readonly type: Decorator
  /** Undefined for an id that is no text: the SDK refuses it. */
  readonly raw: string | undefined
  /** What stands for the id in the file. */
  readonly written: string
  /** Migrates from a Lua toolkit, and is no step of the plugin's own history. */
  readonly lua: boolean
}

/** One that cannot. */
export interface Riddle {
  readonly line: number
  readonly reason: string
}

/** Every registration of a module, and what looks like one but cannot be read. */
export function registrationsOf(
  module: PluginModule,
  lookUp: LookUp,
): { registrations: Registration[]; riddles: Riddle[] } {
  const registrations: Registration[] = []
  const riddles: Riddle[] = []
  for (const decorated of module.decorated) {
    const { name, line } = decorated.decorator
    const type = typeOf(lookUp(name, module).name)
    if (!type) continue
    const found = read(decorated, type, module, lookUp)
    if (typeof found === 'string') riddles.push({ line, reason: found })
    else registrations.push(found)
  }
  for (const { callee, line } of module.calls) {
    if (typeOf(lookUp(callee, module).name)) {
      riddles.push({ line, reason: `expected ${callee} as a decorator above a function, found it called elsewhere` })
    }
  }
  for (const line of module.lost) {
    riddles.push({ line, reason: 'expected a data migration, found a syntax error at or above it that hides it' })
  }
  return { registrations, riddles: riddles.sort((a, b) => a.line - b.line) }
}

function typeOf(name: string): Decorator | undefined {
  const [type = '', upgrade] = name.split('.').reverse()
  return upgrade === 'upgrade' && Object.hasOwn(OBJECTS, type) ? (type as Decorator) : undefined
}

/** A text is the reason why it cannot be read. */
function read(decorated: Decorated, type: Decorator, module: PluginModule, lookUp: LookUp): Registration | string {
  const { name, args = [], keywords } = decorated.decorator
  const prefix = name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : ''
  const id = args[0] ?? keywords.get('migration_id')
  if (!id) return `expected the id of a data migration as first argument of @${name}, found none`
  const value = resolved(id, module, lookUp)
  if (value.kind === 'computed' || value.kind === 'call' || value.kind === 'name') {
    return `expected the id of a data migration as a text in @${name}, found ${writtenOf(value)}, which is computed: write it out`
  }
  const kind = args[1] ?? keywords.get('migration_type')
  const lua = kind === undefined ? false : isLua(kind, module, lookUp)
  if (lua === undefined) return `expected MigrationType.PLATFORM or MigrationType.LUA in @${name}`
  const raw = value.kind === 'string' ? value.value : undefined
  return { ...decorated, prefix, type, raw, written: writtenOf(value), lua }
}

function resolved(value: PyValue, module: PluginModule, lookUp: LookUp): PyValue {
  return value.kind === 'name' ? (lookUp(value.name, module).value ?? value) : value
}

function isLua(kind: PyValue, module: PluginModule, lookUp: LookUp): boolean | undefined {
  if (kind.kind !== 'name') return undefined
  const name = lookUp(kind.name, module).name
  if (/(?:^|\.)PLATFORM$/.test(name)) return false
  return /(?:^|\.)LUA$/.test(name) ? true : undefined
}

function writtenOf(value: PyValue): string {
  switch (value.kind) {
    case 'string':
      return value.value
    case 'bytes':
      return `b'${value.value}'`
    case 'number':
    case 'computed':
      return value.text
    case 'name':
      return value.name
    case 'call':
      return `${value.callee}(...)`
    case 'boolean':
      return value.value ? 'True' : 'False'
    case 'none':
      return 'None'
    default:
      return `a ${value.kind}`
  }
}
