import type { MigrationList } from '../model.ts'
import type { World } from '../view.ts'
import { freshGuards, isRequired, refuses, shippedGuard, withTwins, type Proposal } from './guard.ts'
import { migrationState, nextRelease, safeRelease, stateOf, tipOf } from './lines.ts'
import type { Assignment, Fix, LineFacts, PlannedLine, PlanReport, Risk } from './shapes.ts'
import { stepsOf } from './steps.ts'
import { createProspect, newHurdles, risksOf, type Stop } from './stops.ts'

interface Draft {
  readonly guards: Proposal
  /** In the order of release. */
  readonly order: readonly Assignment[]
  readonly risks: readonly Risk[]
  readonly hurdles: readonly Risk[]
}

/**
 * What is to be released where, so that at no moment somebody who has the fix loses it or is left behind. `lines` are the
 * supported ones, newest first, the trunk before all. The engines themselves are asked about every release and every order.
 */
export function planFix(world: World, fix: Fix, lines: readonly LineFacts[]): PlanReport {
  const several = lines.filter((line) => line.releases.length > 0).length > 1
  const bare = draft(world, lines, [])
  const own = fix.migrations.length > 0
  const known = own ? withTwins(world, fix, lines) : shippedGuard(world, lines)
  const proposals = known.length > 0 ? [known] : several ? freshGuards(world, fix, lines) : []
  const drafts = proposals.map((guards) => draft(world, lines, guards))
  const fitting = drafts.find((one) => one.hurdles.length === 0 && keepsMore(one, bare, known.length > 0))
  const chosen = fitting ?? (own ? drafts[0] : undefined) ?? bare
  const remarks = remarksOf(world, fix, lines, chosen)
  return {
    schemaVersion: 1,
    fix: { kind: fix.kind, name: fix.name, title: fix.title, commit: fix.commit ?? null },
    lines: chosen.order.map((one) => describeLine(world, one, chosen.guards)),
    steps: stepsOf({ world, fix, order: chosen.order, guards: chosen.guards }),
    risks: [...chosen.hurdles, ...chosen.risks],
    remarks,
  }
}

function draft(world: World, lines: readonly LineFacts[], guards: Proposal): Draft {
  const all = lines.flatMap((line) => line.releases)
  const assigned = lines.map((line): Assignment => {
    const safe = safeRelease(world, line, guards)
    const release = safe ?? nextRelease(world, line, all)
    const tip = tipOf(line)
    const onBranch =
      tip !== undefined && line.has(tip) && guards.every((one) => migrationState(world, line, one) !== 'open')
    return { line, ...(release ? { release } : {}), done: line.trunk ? onBranch : safe !== undefined }
  })
  const existing = lines.flatMap((line) =>
    line.releases.map((release): Stop => ({ release, fixed: line.has(release), planned: false })),
  )
  const names = lines.flatMap((line) => (line.releases.length > 0 ? [line.name] : []))
  const prospect = createProspect(world)
  const bare = createProspect(world)
  const planned = assigned.flatMap(({ line, release, done }): Stop[] => {
    const tip = tipOf(line)
    if (done || !release || !tip) return []
    bare.plan(release, tip, [])
    return [prospect.plan(release, tip, guards)]
  })
  const hurdles = newHurdles(bare, prospect, existing, planned)
  const newestFirst = risksOf(prospect, existing, planned, names)
  const oldestFirst = risksOf(prospect, existing, planned.toReversed(), names)
  const turned = oldestFirst.length < newestFirst.length
  return {
    guards,
    order: turned ? assigned.toReversed() : assigned,
    risks: turned ? oldestFirst : newestFirst,
    hurdles,
  }
}

/** Whether the releases of a plan keep the fix for more users than without its migrations, and leave no more behind. */
function keepsMore(one: Draft, bare: Draft, shipped: boolean): boolean {
  const count = ({ risks, order }: Draft, ...outcomes: readonly Risk['outcome'][]): number =>
    risks.filter(
      ({ from, outcome }) => outcomes.includes(outcome) && order.some(({ release }) => release?.tag === from),
    ).length
  const [lost, before] = [count(one, 'loses-fix'), count(bare, 'loses-fix')]
  return (
    count(one, 'stranded', 'skips') <= count(bare, 'stranded', 'skips') && (lost < before || (shipped && lost === 0))
  )
}

function describeLine(world: World, { line, release, done }: Assignment, guards: Proposal): PlannedLine {
  return {
    name: line.name,
    head: line.head?.ref ?? null,
    state: stateOf(line),
    commit: line.found?.commit ?? null,
    by: line.found?.by ?? null,
    migrations: guards.map((guard) => ({
      list: guard.list,
      id: guard.migration.id,
      noop: guard.migration.effect === 'noop',
      state: migrationState(world, line, guard),
    })),
    release: release?.tag ?? null,
    done,
  }
}

function remarksOf(
  world: World,
  fix: Fix,
  lines: readonly LineFacts[],
  { guards, order, risks }: Draft,
): readonly string[] {
  const remarks: string[] = []
  const lists = new Map<string, MigrationList>()
  for (const line of lines) {
    const tip = tipOf(line)
    for (const [name, list] of tip ? world.snapshot(tip).lists : []) if (!lists.has(name)) lists.set(name, list)
  }
  const guarding = guards.length > 0 && guards.some(({ list }) => lists.has(list) && refuses(lists.get(list)!))
  const atRisk = risks.some(({ outcome }) => outcome === 'loses-fix')
  if (atRisk && order.filter(({ release }) => release).length > 1 && !guarding) {
    remarks.push(`${unguarded(world, fix, [...lists.values()])}; ${sameDay}`)
  }
  for (const { line } of order)
    if (!line.head)
      remarks.push(`line ${line.name}: no branch of the line was found; it is cut from its newest release`)
  return remarks
}

const sameDay = 'release the lines on one day, or refuse older targets by a minimum-version check in the product'

/** Why no migration stops users from moving to a release without the fix. */
function unguarded(world: World, { migrations }: Fix, lists: readonly MigrationList[]): string {
  const titles = [...new Set(lists.map((list) => world.reader(list).title))].join(', ')
  if (lists.length === 0) return 'no migrations were found, so nothing can refuse a release without the fix'
  const able = lists.filter(refuses)
  if (able.length === 0 || migrations.length > 0)
    return `${titles}: nothing stops an upgrade to a release without the fix`
  return able.some((list) => isRequired(world, list))
    ? `no id fits the order of every line (${titles}), so no migration can guard the fix`
    : `a no-op migration on every line would make ${titles} refuse a release without the fix: policy.guards: required plans one`
}
