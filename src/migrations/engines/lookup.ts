import type { Applied, Migration } from '../../model.ts'
import { checksumOf } from '../checksum.ts'
import { byOrder, lastInOrder } from '../order.ts'

/** A target's list by id. Of several migrations with one id the first counts: the list's problems tell the others. */
export interface Lookup {
  /** In the list's order, every id once. */
  readonly entries: readonly Migration[]
  /** By `Migration.order`. */
  readonly ordered: readonly Migration[]
  /** Fingerprint of each entry. */
  readonly prints: Int32Array
  /** Id -> position in `entries`. */
  readonly position: ReadonlyMap<string, number>
  /** Migrations that declare to replace others. */
  readonly squashes: readonly Migration[]
  /** Replaced id -> the migration that declares to replace it. */
  readonly replaced: ReadonlyMap<string, Migration>
}

/** What is worth knowing about a database, whatever the target. */
export interface Memory {
  readonly entries: readonly Migration[]
  /** Fingerprint of each entry. */
  readonly prints: Int32Array
  /** The highest migration that has a place in the order. */
  readonly highest: Migration | undefined
  /** Ids that an applied squash stands for. */
  readonly covered: ReadonlySet<string>
}

// All pairs of releases are asked for: what depends on one of the two alone is worked out once.
const lookups = new WeakMap<readonly Migration[], Lookup>()
const memories = new WeakMap<Applied, Memory>()

// Comparing numbers that lie side by side is many times faster than comparing strings all over the memory.
const prints = new Map<string, number>()

/** A number per entry; equal where id and checksum are. */
function printsOf(entries: readonly Migration[]): Int32Array {
  return Int32Array.from(entries, (migration) => {
    const key = `${migration.id}\0${checksumOf(migration)}`
    const print = prints.get(key) ?? prints.size + 1
    prints.set(key, print)
    return print
  })
}

export function lookUp(list: readonly Migration[]): Lookup {
  const known = lookups.get(list)
  if (known !== undefined) return known
  const position = new Map<string, number>()
  const entries: Migration[] = []
  for (const migration of list) {
    if (position.has(migration.id)) continue
    position.set(migration.id, entries.length)
    entries.push(migration)
  }
  const squashes = entries.filter((migration) => migration.replaces.length > 0)
  const replaced = new Map(squashes.flatMap((squash) => squash.replaces.map((id) => [id, squash] as const)))
  const lookup = {
    entries,
    ordered: [...entries].sort(byOrder),
    prints: printsOf(entries),
    position,
    squashes,
    replaced,
  }
  lookups.set(list, lookup)
  return lookup
}

export function remember(applied: Applied): Memory {
  const known = memories.get(applied)
  if (known !== undefined) return known
  const entries = [...applied.migrations.values()]
  // What may run again (a repeatable migration) has no place in the order: it must not make new ones look late.
  const highest = lastInOrder(entries.filter((migration) => !migration.mayChange))
  const memory = {
    entries,
    prints: printsOf(entries),
    highest,
    covered: new Set(entries.flatMap((migration) => migration.replaces)),
  }
  memories.set(applied, memory)
  return memory
}

/** Does the target know an applied migration, by its own id, by a squash of it, or by everything it is a squash of? */
export function knows(target: Lookup, applied: Migration): boolean {
  if (target.position.has(applied.id) || target.replaced.has(applied.id)) return true
  return (
    applied.replaces.length > 0 && applied.replaces.every((id) => target.position.has(id) || target.replaced.has(id))
  )
}
