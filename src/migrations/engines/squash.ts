import type { Applied, Migration } from '../../model.ts'
import { remember, type Lookup } from './lookup.ts'

/** How the squashes of a target meet a database - Django docs, "Squashing migrations". */
export interface Squashing {
  /** Was it applied, by itself or as part of a squash? */
  applied(id: string): boolean
  /** Ids of the target that are not run: a squash runs in their place, or they run in the place of a squash. */
  readonly superseded: ReadonlySet<string>
  /** Squashes recorded as applied because all that they replace is, or is after this upgrade. */
  readonly adopted: readonly Migration[]
  /** Squashes of which a part was applied while the target no longer has the rest. */
  readonly torn: readonly Migration[]
}

const NONE: ReadonlySet<string> = new Set()

export function meetSquashes(applied: Applied, target: Lookup): Squashing {
  const { migrations } = applied
  const { covered } = remember(applied)
  const recorded = (id: string): boolean => migrations.has(id) || covered.has(id)
  if (target.squashes.length === 0) return { applied: recorded, superseded: NONE, adopted: [], torn: [] }

  const superseded = new Set<string>()
  const adopted: Migration[] = []
  const torn: Migration[] = []
  for (const squash of target.squashes) {
    if (recorded(squash.id)) {
      for (const id of squash.replaces) superseded.add(id)
      continue
    }
    const parts = partsOf(squash, target, recorded)
    const missing = parts.filter((id) => !recorded(id))
    if (missing.length === parts.length) {
      for (const id of squash.replaces) superseded.add(id)
    } else if (missing.every((id) => target.position.has(id))) {
      superseded.add(squash.id)
      adopted.push(squash)
    } else {
      torn.push(squash)
    }
  }
  return { applied: recorded, superseded, adopted, torn }
}

/** What a squash replaces in the end, squashes of squashes taken apart as far as the database does not have them. */
function partsOf(squash: Migration, target: Lookup, recorded: (id: string) => boolean): readonly string[] {
  const parts = new Set<string>()
  const seen = new Set([squash.id])
  const open = [...squash.replaces]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (seen.has(id)) continue
    seen.add(id)
    const inner = target.entries[target.position.get(id) ?? -1]?.replaces ?? []
    if (inner.length === 0 || recorded(id)) parts.add(id)
    else open.push(...inner)
  }
  return [...parts]
}
