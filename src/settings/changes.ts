import type { Revision, SettingsSurface } from '../model.ts'
import type { Step, World } from '../view.ts'
import { convertedOn } from './stored.ts'
import { changes, type SettingChange } from './compare/index.ts'

/** What became of a surface's settings between two releases. */
export interface SurfaceChange {
  readonly surface: string
  readonly before: SettingsSurface
  readonly now: SettingsSurface
  readonly changes: readonly SettingChange[]
}

// Releases share most of their schemas: a pair of digests is compared once.
const compared = new Map<string, readonly SettingChange[]>()

/** The settings that changed between two revisions, for the surfaces that both have. Equal surfaces cost nothing. */
export function surfaceChanges(world: World, from: Revision, to: Revision): readonly SurfaceChange[] {
  const before = world.snapshot(from).settings
  return [...world.snapshot(to).settings].flatMap(([surface, now]): SurfaceChange[] => {
    const earlier = before.get(surface)
    if (!earlier || earlier.digest === now.digest) return []
    return [{ surface, before: earlier, now, changes: changesBetween(earlier, now) }]
  })
}

function changesBetween(before: SettingsSurface, now: SettingsSurface): readonly SettingChange[] {
  const key = `${before.digest} ${now.digest}`
  let found = compared.get(key)
  if (!found) compared.set(key, (found = changes(before.schema, now.schema)))
  return found
}

const breaking: readonly string[] = ['setting-removed', 'setting-renamed', 'setting-narrowed', 'setting-newly-required']

/** Dotted paths of settings of a step's `from` that its `to` no longer takes and no migration on the way converts. */
export function brokenSettings(world: World, { from, to }: Pick<Step, 'from' | 'to'>): readonly string[] {
  const found = surfaceChanges(world, from, to).flatMap(({ now, changes: list }) => {
    const converted = convertedOn(world, from, to, now)
    return list.filter((change) => isBreaking(change) && !converted(change.path)).map((change) => change.path)
  })
  return [...new Set(found)]
}

/** Whether existing configurations or stored objects may not fit any more. */
export function isBreaking({ rule }: SettingChange): boolean {
  return breaking.includes(rule)
}
