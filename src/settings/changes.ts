import type { Revision, SettingsSurface } from '../model.ts'
import type { Step, World } from '../view.ts'
import { withAliases } from './aliases.ts'
import { comparable, meaningOf } from './comparable.ts'
import { islandsOf, type Island } from './islands.ts'
import { withMoves } from './moves.ts'
import { removedNames } from './names.ts'
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

/**
 * The settings that changed between two revisions, for the surfaces that both have. Equal surfaces cost nothing.
 * `proof`: with a document for each break that shows it, and renamed settings told from removed ones.
 */
export function surfaceChanges(
  world: World,
  from: Revision,
  to: Revision,
  proof: 'proof' | 'no proof' = 'no proof',
): readonly SurfaceChange[] {
  const before = world.snapshot(from).settings
  return [...world.snapshot(to).settings].flatMap(([surface, now]): SurfaceChange[] => {
    const earlier = before.get(surface)
    if (!earlier || earlier.digest === now.digest) return []
    // What is stored has no second chance, and few releases: it is proven every time.
    const isProven = proof === 'proof' || now.objectTypes !== undefined
    return [{ surface, before: earlier, now, changes: changesBetween(earlier, now, isProven) }]
  })
}

function changesBetween(before: SettingsSurface, now: SettingsSurface, proof: boolean): readonly SettingChange[] {
  const key = `${before.digest} ${now.digest} ${proof}`
  let found = compared.get(key)
  if (!found) {
    const list = proof
      ? changes(...comparable(before.schema, now.schema))
      : islandsOf(before.schema, now.schema).flatMap(islandChanges)
    const kept = withAliases(before, now, list)
    compared.set(key, (found = proof ? withMoves(before, now, kept) : kept))
  }
  return found
}

// Islands recur from release to release: most as the same object, the others by their text.
const told = new WeakMap<Island, readonly SettingChange[]>()
const toldByText = new Map<string, readonly SettingChange[]>()

function islandChanges(island: Island): readonly SettingChange[] {
  let found = told.get(island)
  if (!found) told.set(island, (found = changesOfText(island)))
  return found
}

function changesOfText([before, now, kind]: Island): readonly SettingChange[] {
  const key = `${meaningOf(before)} ${meaningOf(now)}`
  let found = toldByText.get(key)
  if (!found) toldByText.set(key, (found = changes(before, now, { proof: false, narrowing: kind === undefined })))
  return found
}

const breaking: readonly string[] = ['setting-removed', 'setting-renamed', 'setting-narrowed', 'setting-newly-required']

/** Settings (dotted paths) and names of a step's `from` that its `to` no longer takes and no migration on the way converts. */
export function brokenSettings(world: World, { from, to }: Pick<Step, 'from' | 'to'>): readonly string[] {
  const found = surfaceChanges(world, from, to).flatMap(({ now, changes: list }) => {
    const converted = convertedOn(world, from, to, now)
    return list.filter((change) => isBreaking(change) && !converted(change.path)).map((change) => change.path)
  })
  return [...new Set([...found, ...removedNames(world, from, to).map(({ entry }) => entry.name)])]
}

/** Whether existing configurations or stored objects may not fit any more. */
export function isBreaking({ rule }: SettingChange): boolean {
  return breaking.includes(rule)
}
