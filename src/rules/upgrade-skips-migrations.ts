import { groupBy } from '../group.ts'
import { isRefused } from '../migrations/engines/obstacles.ts'
import { lastInOrder } from '../migrations/order.ts'
import type { Finding, Migration, Obstacle } from '../model.ts'
import { skippingRoutes } from '../paths/routes.ts'
import { stopsFor } from '../paths/stops.ts'
import { relation, type Step, type View } from '../view.ts'
import { declares } from './history.ts'
import { engineWords, isOutgoing, otherEnd, spellings, tagsOf, weigh } from './migrations.ts'
import type { Rule } from './rule.ts'
import { anyOf } from './words.ts'

interface Facts {
  readonly list: string
  /** The applied migration that makes the engine pass over others, or the one passed over. */
  readonly id: string
  readonly role: 'cause' | 'skipped'
  readonly skipped: readonly string[]
  readonly certain: boolean
  readonly outgoing: boolean
  /** Stops of a way that skips although each of its steps alone does not; tags. */
  readonly way?: readonly string[]
  /** Of a squash: releases in between by way of which all of them get here with all that it replaces; none where empty. */
  readonly by?: readonly string[]
}

interface Skip {
  readonly step: Step
  readonly list: string
  readonly subject: Migration
  readonly role: Facts['role']
  readonly obstacles: readonly Obstacle[]
}

export const upgradeSkipsMigrations: Rule<Facts> = {
  id: 'upgrade-skips-migrations',
  category: 'backport-gap',
  summary: 'the engine silently skips migrations on a path into or out of the candidate, of up to three steps',
  severities: "E; W where the engine's answer is not known; N where no supported release is touched",
  why: 'The upgrade reports success and the database lacks what the software expects. It shows up later, as errors far from the cause.',
  example:
    '1.2 ships migration 900 while 2.0 has 850 to 880. The engine remembers 900 alone: users of 1.2 who move to 2.0 never get 850 to 880.',
  cure: "Number a backported migration below the newer line's own, or give the newer line's pending migrations numbers above it.",
  find(view) {
    const skips = view.steps.flatMap((step) =>
      [...step.obstacles].flatMap(([list, obstacles]): Skip[] => {
        const skipped = obstacles.filter((obstacle) => obstacle.effect === 'skips')
        // Who is refused skips nothing: other rules speak of it.
        if (skipped.length === 0 || isRefused(obstacles)) return []
        // Within one history the new migration is the one to renumber; across lines the one that was applied.
        if (!isOutgoing(view, step) && relation(view, otherEnd(view, step)) === 'history') {
          return skipped.map((obstacle) => ({
            step,
            list,
            subject: obstacle.migration,
            role: 'skipped',
            obstacles: [obstacle],
          }))
        }
        const cause = lastInOrder(view.snapshot(step.from).lists.get(list)!.migrations)
        return cause ? [{ step, list, subject: cause, role: 'cause', obstacles: skipped }] : []
      }),
    )
    const told = new Set(
      skips.flatMap((skip) => skip.obstacles.map(({ migration }) => `${skip.list}\n${migration.id}`)),
    )
    const grouped = groupBy(skips, (skip) => `${skip.list}\n${skip.role}\n${skip.subject.id}`)
    const direct = [...grouped.values()].map((group): Finding<Facts> => {
      const first = group[0]!
      const releases = group.map((skip) => otherEnd(view, skip.step))
      const skipped = [...new Set(group.flatMap((skip) => skip.obstacles.map((obstacle) => obstacle.migration)))]
      const certain = group.some((skip) => skip.obstacles.some((obstacle) => obstacle.certain))
      const outgoing = isOutgoing(view, first.step)
      const own = view.snapshot(view.candidate).lists.get(first.list)
      const isSquash = first.role === 'skipped' && first.subject.replaces.length > 0
      const steps = group.map(({ step }) => step)
      const around = own && isSquash ? stopsFor(view, own, steps) : undefined
      return {
        rule: 'upgrade-skips-migrations',
        severity: weigh(view, certain ? 'error' : 'warning', releases),
        subject: view.subject(first.list, first.subject.id),
        ids: [...new Set([...spellings(first.subject), ...skipped.map((migration) => migration.id)])],
        releases: tagsOf(releases),
        location:
          own?.migrations.find((migration) => migration.id === (outgoing ? first.subject : skipped[0])?.id)?.place ??
          first.subject.place,
        facts: {
          list: first.list,
          id: first.subject.id,
          role: first.role,
          skipped: skipped.map((migration) => migration.id),
          certain,
          outgoing,
          ...(around ? { by: tagsOf(around) } : {}),
        },
      }
    })
    return [...direct, ...detours(view, told)]
  },
  tell(finding, view) {
    const { list, id, role, skipped, certain, outgoing, way, by } = finding.facts
    const own = view.snapshot(view.candidate).lists.get(list) ?? view.snapshot(view.earlier.at(-1)!).lists.get(list)!
    const few =
      skipped.length > 5 ? `${skipped.slice(0, 5).join(', ')} and ${skipped.length - 5} more` : skipped.join(', ')
    const others = anyOf(finding.releases)
    const path = outgoing ? `${view.candidate.ref} to ${others}` : `${others} to ${view.candidate.ref}`
    const never = certain ? 'are never run' : 'may never run'
    if (way) {
      return {
        message: `on the way from ${way.join(' by ')}, ${id} is never run, although each step reports success`,
        evidence: [engineWords(view, own)],
        fix: `Repeat the change of ${id} in a new migration that all of these users still run.`,
      }
    }
    const message = `on the way from ${path}, ${few} ${skipped.length === 1 ? never.replace('are', 'is') : never}${role === 'cause' ? `: ${id} is applied and ordered above` : ''}`
    if (by) {
      const around = by.length > 0 ? `tell them to go by way of ${by.join(', ')}` : 'refuse to start on their databases'
      return {
        message: `${message}: it takes the place of several migrations, of which they applied some`,
        evidence: [engineWords(view, own)],
        fix: `Keep the migrations that ${id} replaces, or ${around}.`,
      }
    }
    const fix =
      role === 'skipped'
        ? isReleased(view, list, id)
          ? `${id} is released on another line and keeps its number; repeat its change in a new migration above every released one.`
          : `Give ${id} a number above every released migration.`
        : outgoing
          ? `Ship ${id} with a number below ${skipped[0] ?? ''} that no newer line uses, so that the newer line's migrations still count as pending.`
          : `Renumber ${few} above ${id} before releasing them, or repeat their change in a new migration above it.`
    return { message, evidence: [engineWords(view, own)], fix }
  },
}

/** One finding for each migration that only users who stop in between never get, with the shortest way. */
function detours(view: View, told: ReadonlySet<string>): readonly Finding<Facts>[] {
  const routes = skippingRoutes(view).flatMap(({ list, stops, skipped }) =>
    skipped.map((migration) => ({ list, stops, migration })),
  )
  const open = routes.filter(({ list, migration }) => !told.has(`${list}\n${migration.id}`))
  return [...groupBy(open, ({ list, migration }) => `${list}\n${migration.id}`).values()].map(
    (group): Finding<Facts> => {
      const { list, migration, stops } = group.reduce((best, next) =>
        next.stops.length < best.stops.length ? next : best,
      )
      const passed = new Set(group.flatMap((route) => route.stops.map(({ commit }) => commit)))
      const releases = view.earlier.filter(({ commit }) => passed.has(commit))
      return {
        rule: 'upgrade-skips-migrations',
        severity: weigh(view, 'error', releases),
        subject: view.subject(list, migration.id),
        ids: spellings(migration),
        releases: tagsOf(releases),
        location: migration.place,
        facts: {
          list,
          id: migration.id,
          role: 'skipped',
          skipped: [migration.id],
          certain: true,
          outgoing: stops[0]?.commit === view.candidate.commit,
          way: stops.map(({ ref }) => ref),
        },
      }
    },
  )
}

function isReleased(view: View, list: string, id: string): boolean {
  return view.earlier.some((release) => declares(view, release, list, id))
}
