import type { Migration, MigrationList, Release, Revision, Snapshot } from '../model.ts'
import { byOrder } from '../migrations/order.ts'
import { upgradesBetween } from '../paths/steps.ts'
import { compareVersions } from '../releases/version.ts'
import type { World } from '../view.ts'
import { within } from '../within.ts'
import type { ListedMigration, Risk } from './shapes.ts'

/** A release that users may stand on or move to, out already or planned. */
export interface Stop {
  readonly release: Release
  readonly fixed: boolean
  readonly planned: boolean
}

type Meeting = 'runs' | 'refused' | 'skips'

/** The world as it will be: planned releases declare what their line's tip declares, and the migrations added to it. */
export interface Prospect {
  plan(release: Release, tip: Revision, added: readonly ListedMigration[]): Stop
  /** What becomes of users who take this step. */
  meets(from: Stop, to: Stop): Meeting
}

export function createProspect(world: World): Prospect {
  const planned = new Map<string, ReturnType<World['snapshot']>>()
  const overlay: World = { ...world, snapshot: (revision) => planned.get(revision.tree) ?? world.snapshot(revision) }
  const numbers = new Map<unknown, number>()
  const states = new WeakMap<Snapshot, number>()
  const met = new Map<string, Meeting>()
  /** Equal for releases that share all their histories, as most do with the one before. */
  function stateOf({ release }: Stop): number {
    const snapshot = overlay.snapshot(release)
    return within(states, snapshot, () => {
      const lists = [...snapshot.lists].map(([name, { system, migrations, behaviour }]) =>
        [name, system, numberOf(migrations), numberOf(behaviour)].join(' '),
      )
      return numberOf(lists.join('\n'))
    })
  }
  function numberOf(thing: unknown): number {
    return within(numbers, thing, () => numbers.size)
  }
  function meet(from: Stop, to: Stop): Meeting {
    const obstacles = [...upgradesBetween(overlay, from.release, to.release).values()].flatMap((one) => one.obstacles)
    if (obstacles.some(({ effect, certain }) => effect === 'refuses' && certain)) return 'refused'
    return obstacles.some(({ effect, certain }) => effect === 'skips' && certain) ? 'skips' : 'runs'
  }
  return {
    plan(release, tip, added) {
      const known = world.snapshot(tip)
      const lists = new Map([...known.lists].map(([name, list]) => [name, withAdded(name, list, added)]))
      planned.set(release.tree, { ...known, lists })
      return { release, fixed: true, planned: true }
    },
    meets: (from, to) => within(met, `${stateOf(from)} ${stateOf(to)}`, () => meet(from, to)),
  }
}

function withAdded(name: string, list: MigrationList, added: readonly ListedMigration[]): MigrationList {
  const known = new Set(list.migrations.map(({ id }) => id))
  const more = added.flatMap((one): Migration[] =>
    one.list === name && !known.has(one.migration.id) ? [one.migration] : [],
  )
  return more.length === 0 ? list : { ...list, migrations: [...list.migrations, ...more].sort(byOrder) }
}

/**
 * What users meet while releases come out one after the other: nobody who has the fix may lose it, be left without a way
 * to a newer line, or skip migrations. `lines` are those with releases.
 */
export function risksOf(
  prospect: Prospect,
  existing: readonly Stop[],
  order: readonly Stop[],
  lines: readonly string[],
): readonly Risk[] {
  const found = new Map<string, Risk>()
  const out = [...existing]
  look(null)
  for (const next of order) {
    out.push(next)
    look(next.release.tag)
  }
  return [...found.values()]

  function add(risk: Risk): void {
    const key = `${risk.from} ${risk.to} ${risk.outcome}`
    if (!found.has(key)) found.set(key, risk)
  }
  function look(after: string | null): void {
    for (const from of out.filter((stop) => stop.fixed)) {
      const above = out.filter((stop) => isAbove(stop, from) && stop.release.line !== from.release.line)
      const met = new Map(above.map((to) => [to, prospect.meets(from, to)]))
      for (const [to, outcome] of met) {
        if (outcome === 'skips') add({ after, from: from.release.tag, to: to.release.tag, outcome })
        else if (outcome === 'runs' && !to.fixed)
          add({ after, from: from.release.tag, to: to.release.tag, outcome: 'loses-fix' })
      }
      for (const line of lines) {
        const targets = above.filter((stop) => stop.release.line === line)
        if (targets.length > 0 && targets.every((to) => met.get(to) !== 'runs'))
          add({ after, from: from.release.tag, to: line, outcome: 'stranded' })
      }
    }
  }
}

/** Steps into planned releases that do worse than they do without the migrations added. */
export function newHurdles(bare: Prospect, prospect: Prospect, from: readonly Stop[], to: readonly Stop[]): Risk[] {
  return to.flatMap((target) =>
    from.flatMap((stop): Risk[] => {
      if (!isAbove(target, stop) || bare.meets(stop, target) !== 'runs') return []
      const outcome = prospect.meets(stop, target)
      return outcome === 'runs'
        ? []
        : [{ after: target.release.tag, from: stop.release.tag, to: target.release.tag, outcome }]
    }),
  )
}

function isAbove(stop: Stop, other: Stop): boolean {
  return compareVersions(stop.release.version, other.release.version) > 0
}
