import { groupBy } from '../group.ts'
import type { SettingsSurface } from '../model.ts'
import { likeness, type SettingChange, type SettingOutline } from './compare/index.ts'
import { isEqual, settingsIn } from './deprecations.ts'

/** `enabled`, `Host`, `PORT`. */
const ONE_WORD = /^(?:[A-Z]?[a-z]+|[A-Z]+)$/

/** Below this likeness the words for two settings are about different things. */
const ALIKE = 0.5

/**
 * What became of settings when those count as renamed that another group has now under their own name and type: users
 * have to move the line, not to do without it.
 */
export function withMoves(
  before: SettingsSurface,
  now: SettingsSurface,
  changes: readonly SettingChange[],
): readonly SettingChange[] {
  if (!changes.some(isGone)) return changes
  const heirOf = heirsOf(settingsIn(before), settingsIn(now))
  const heirs = new Set<string>()
  const told = changes.map((change): SettingChange => {
    const to = isGone(change) ? heirOf(change.path) : undefined
    if (to === undefined) return change
    heirs.add(to)
    return { ...change, rule: 'setting-renamed', to }
  })
  // What has moved is no news where it arrives.
  return told.filter(({ rule, path }) => !(heirs.has(path) && /^setting-(?:added|boolean|opt-out)$/.test(rule)))
}

/** Names that are alike may still be of two settings: the same name elsewhere tells more. */
function isGone({ rule }: SettingChange): boolean {
  return rule === 'setting-removed' || rule === 'setting-renamed'
}

type Outlines = ReadonlyMap<string, SettingOutline>

function heirsOf(old: Outlines, current: Outlines): (path: string) => string | undefined {
  const gone = groupBy(
    [...old.keys()].filter((path) => !current.has(path)),
    nameOf,
  )
  const come = groupBy(
    [...current.keys()].filter((path) => !old.has(path)),
    nameOf,
  )
  const members = groupBy(old.keys(), groupOf)
  // Where several settings have the name (`enabled`, `image`) nobody can tell which became which.
  const own = (path: string): string | undefined => {
    const [to, ...others] = come.get(nameOf(path)) ?? []
    if (to === undefined || others.length > 0 || gone.get(nameOf(path))?.length !== 1) return undefined
    return isSame(path, old.get(path), current.get(to)) ? to : undefined
  }
  return (path) => {
    if (!old.has(path)) return undefined
    const inside = (members.get(path) ?? []).filter((member) => member !== path)
    if (inside.length === 0) return own(path)
    // A group is where all of it is.
    const groups = new Set(inside.map((member) => own(member)).map((to) => (to === undefined ? to : groupOf(to))))
    const [group] = groups
    return groups.size === 1 && group !== '' ? group : undefined
  }
}

/** One word is a name that anything may have: then both have to be told in the same words. */
function isSame(path: string, before?: SettingOutline, now?: SettingOutline): boolean {
  if (!before || !now || !isEqual(before.type ?? null, now.type ?? null)) return false
  const [was, is] = [before.description, now.description]
  if (ONE_WORD.test(nameOf(path))) return was !== undefined && was === is
  return was === undefined || is === undefined || likeness(was, is) >= ALIKE
}

/** The name of a setting within its group; those of list items and free entries tell nothing. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('.') + 1)
}

/** The dotted path of the group that holds a setting; empty for the document itself. */
export function groupOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('.'), 0))
}
