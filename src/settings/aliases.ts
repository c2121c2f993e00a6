import type { SettingsSurface } from '../model.ts'
import type { SettingChange } from './compare/index.ts'
import { isObject, type JsonObject } from './compare/json.ts'
import { pointerTo } from './surface.ts'

/**
 * What became of settings when aliases count: a setting whose old name still works did not go away, and an old name that
 * works no longer is gone like a setting.
 */
export function withAliases(
  before: SettingsSurface,
  now: SettingsSurface,
  changes: readonly SettingChange[],
): readonly SettingChange[] {
  if (before.aliases.size + now.aliases.size === 0) return changes
  const kept = changes.filter(({ rule, path }) => {
    return (rule !== 'setting-removed' && rule !== 'setting-renamed') || !isKept(path, before, now)
  })
  return [...kept, ...dropped(before, now)]
}

/** The old name works, or that of everything in it. */
function isKept(path: string, before: SettingsSurface, now: SettingsSurface): boolean {
  if (now.aliases.has(path)) return true
  const members = Object.keys(membersOf(settingAt(before.schema, path)?.schema))
  return members.length > 0 && members.every((name) => now.aliases.has(`${path}.${name}`))
}

/** Aliases that are gone while the setting they stood for is still there. */
function dropped(before: SettingsSurface, now: SettingsSurface): readonly SettingChange[] {
  return [...before.aliases].flatMap(([alias, setting]): SettingChange[] => {
    if (now.aliases.has(alias) || settingAt(now.schema, alias)) return []
    const current = settingAt(now.schema, setting)
    if (!current) return []
    return [{ rule: 'setting-removed', path: alias, pointer: current.pointer, before: `an alias of ${setting}` }]
  })
}

/** The setting at a dotted path, as far as plain objects go; names may hold dots. */
function settingAt(schema: unknown, path: string): { readonly schema: unknown; readonly pointer: string } | undefined {
  const members = membersOf(schema)
  if (Object.hasOwn(members, path)) return { schema: members[path], pointer: `#${pointerTo('properties', path)}` }
  for (let dot = path.indexOf('.'); dot > 0; dot = path.indexOf('.', dot + 1)) {
    const name = path.slice(0, dot)
    const inner = Object.hasOwn(members, name) ? settingAt(members[name], path.slice(dot + 1)) : undefined
    if (inner) return { ...inner, pointer: `#${pointerTo('properties', name)}${inner.pointer.slice(1)}` }
  }
  return undefined
}

function membersOf(schema: unknown): JsonObject {
  return isObject(schema) && isObject(schema.properties) ? schema.properties : {}
}
