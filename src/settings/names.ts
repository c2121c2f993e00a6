/** Names that users write into their own files: change types, attributes, outputs, served versions. */
import type { Revision, SerializedName, SettingsSurface } from '../model.ts'
import { isUnread, type World } from '../view.ts'

/** A name that a surface no longer has. */
export interface RemovedName {
  readonly entry: SerializedName
  readonly before: SettingsSurface
  readonly now: SettingsSurface
}

/** Names that one revision has and another has not, by their surface. A surface that is not found, or not understood, proves nothing. */
export function removedNames(world: World, from: Revision, to: Revision): readonly RemovedName[] {
  const [earlier, found] = [world.snapshot(from).settings, world.snapshot(to).settings]
  return [...earlier].flatMap(([name, before]): RemovedName[] => {
    const now = found.get(name)
    if (!now || isUnread(world, to, now.path)) return []
    // What went to a new file of the same kind still works.
    const moved = [...found].filter(([other, { format }]) => format === now.format && !earlier.has(other))
    const kept = [now, ...moved.map(([, surface]) => surface)].map(namesKept)
    const gone = spellings(before).filter((entry) => !kept.some((names) => names.has(keyOf(entry))))
    const names = new Set(gone.map((entry) => entry.name))
    // An attribute goes with what it belongs to.
    return gone
      .filter((entry) => !names.has(ownerOf(entry)) && !isUnread(world, to, entry.place.path))
      .map((entry) => ({ entry, before, now }))
  })
}

/** `vacuum` for `vacuum.retentionHours`. */
function ownerOf({ name }: SerializedName): string {
  return name.slice(0, Math.max(name.lastIndexOf('.'), 0))
}

export function namesIn({ names }: SettingsSurface): readonly SerializedName[] {
  return [...(names?.values() ?? [])]
}

/** The names of a surface and, as entries of their own, their aliases. */
function spellings(surface: SettingsSurface): readonly SerializedName[] {
  return namesIn(surface).flatMap((entry) => [entry, ...entry.aliases.map((name) => spelled(entry, name))])
}

/** The entry under another name. Where it stands is found out when asked for, which takes time. */
function spelled(entry: SerializedName, name: string): SerializedName {
  return {
    kind: entry.kind,
    name,
    aliases: entry.aliases,
    get place() {
      return entry.place
    },
  }
}

export function namesKept(surface: SettingsSurface): ReadonlySet<string> {
  return new Set(spellings(surface).map(keyOf))
}

export function keyOf({ kind, name }: Pick<SerializedName, 'kind' | 'name'>): string {
  return `${kind} ${name}`
}

/** Whether a revision's surface has a name, as its own or as an alias. */
export function hasName(world: World, revision: Revision, surface: string, entry: SerializedName): boolean {
  const found = world.snapshot(revision).settings.get(surface)
  return found !== undefined && namesKept(found).has(keyOf(entry))
}
