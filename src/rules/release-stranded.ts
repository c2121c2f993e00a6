import { groupBy } from '../group.ts'
import { findTwin } from '../migrations/match.ts'
import { lastInOrder } from '../migrations/order.ts'
import type { EngineCause, Migration, Release } from '../model.ts'
import { newerLineStates, severityOf, worstState, type LineState } from '../paths/states.ts'
import { isRemoval } from '../paths/removals.ts'
import { upgradesBetween } from '../paths/steps.ts'
import { relation, type View } from '../view.ts'
import {
  describeFile,
  engineWords,
  hindrances,
  isOutgoing,
  otherEnd,
  readyNoop,
  spellings,
  tagsOf,
} from './migrations.ts'
import { byId } from './history.ts'
import { isAboutPlace, misplacedIn, type PlaceCause } from './misplaced.ts'
import type { Rule } from './rule.ts'
import { span } from './words.ts'

interface Facts {
  readonly list: string
  readonly id: string
  /** Migrations of the newer line that the engine refuses to run after this one. */
  readonly late?: readonly string[]
  /** Where the newer line cannot place what users have applied. */
  readonly cause?: PlaceCause
}

export const releaseStranded: Rule<Facts> = {
  id: 'release-stranded',
  category: 'backport-gap',
  summary:
    "the candidate carries a migration that a newer line's releases lack, or have in another place of the order, and the engine refuses them",
  severities: 'open E, pending W, satisfied N; N where no supported line lacks it',
  why: 'Users of this release cannot move to the newer line until a release there carries the migration too, and in the same place.',
  example:
    '2.1 is out; 1.2 ships migration 7. No 2.x release has 7, so the engine refuses every upgrade from 1.2 to 2.x.',
  cure: 'Ship the migration, or a no-op with its id, on the newer line, and release that line first or on the same day. Bring along what a migration follows on.',
  find(view) {
    return strandings(view).map(({ list, migration, carried, states, releases, late, cause }) => {
      const state = worstState(states)
      return {
        rule: 'release-stranded',
        severity: severityOf(
          state,
          states.some((line) => line.supported),
        ),
        state,
        subject: view.subject(list, migration.id),
        ids: spellings(migration),
        releases: tagsOf(releases),
        location: carried.place,
        facts: { list, id: migration.id, ...(late.length > 0 ? { late } : {}), ...(cause ? { cause } : {}) },
      }
    })
  },
  tell(finding, view) {
    const { facts } = finding
    const stranding = strandings(view).find(
      ({ list, migration, late, cause }) =>
        list === facts.list &&
        migration.id === facts.id &&
        late.length === (facts.late?.length ?? 0) &&
        cause === facts.cause,
    )!
    const { list, migration, states } = stranding
    const own = view.snapshot(view.candidate).lists.get(list)!
    const lines = states.map((line) => describeState(line, facts.cause ? 'refuse' : 'lack it'))
    const evidence = [...lines, engineWords(view, own)]
    const refused = `users of ${view.candidate.ref} are refused by ${span(finding.releases)}`
    const done = finding.state === 'satisfied' ? `Nothing to do: ${lines.join('; ')}.` : undefined
    if (stranding.words !== undefined) {
      return {
        message: `${refused}: ${stranding.words}`,
        evidence,
        fix:
          done ??
          `Give each migration one place on every line: let what is new in ${span(finding.releases)} follow on what ${view.candidate.ref} has, and release that line first.`,
      }
    }
    if (facts.late) {
      const few = facts.late.length > 5 ? [...facts.late.slice(0, 5), `${facts.late.length - 5} more`] : facts.late
      return {
        message: `${refused}: ${few.join(', ')} would run after ${migration.id}, which is ordered above`,
        evidence,
        fix:
          done ??
          `Give ${migration.id} a number below ${facts.late[0] ?? ''} here before it is released, or give the newer line's pending migrations numbers above it.`,
      }
    }
    const open = states.filter((line) => line.state === 'open')
    const newer = open[0] && view.line(open[0].line)
    const target =
      newer && (newer.head ? view.snapshot(newer.head) : view.snapshot(newer.releases.at(-1)!)).lists.get(list)
    const file = target ? readyNoop(view, target, migration, [], 'guard') : undefined
    const cure =
      open.length === 0
        ? 'Release the newer line before or with this one.'
        : `Ship ${migration.id} on line ${open.map((line) => line.line).join(', ')} and release it first; where the change is not needed there, a no-op with its id.`
    return {
      message: `${refused}, which ${finding.releases.length === 1 ? 'lacks' : 'lack'} ${migration.id}`,
      evidence,
      fix: done ?? (file ? `${cure} On line ${open[0]!.line} ${describeFile(file)}` : cure),
    }
  },
}

interface Stranding {
  readonly list: string
  readonly migration: Migration
  /** What the candidate has of it: the migration, or what follows on it here. */
  readonly carried: Migration
  readonly states: readonly LineState[]
  readonly releases: readonly Release[]
  readonly late: readonly string[]
  readonly cause?: PlaceCause
  /** Why the newer line cannot place it. */
  readonly words?: string
}

function strandings(view: View): readonly Stranding[] {
  const lists = view.snapshot(view.candidate).lists
  const refused = (wanted: (cause: EngineCause) => boolean) =>
    hindrances(view.steps, (obstacle, step) => {
      if (!isOutgoing(view, step) || obstacle.effect !== 'refuses' || !obstacle.certain) return false
      return wanted(obstacle.cause) && relation(view, otherEnd(view, step)) === 'backport'
    })
  const unknown = refused((cause) => cause === 'unknown-applied').map(({ list, obstacle, steps }): Stranding => {
    const { migration } = obstacle
    const releases = steps.map((step) => otherEnd(view, step))
    return { list, migration, carried: migration, states: statesOf(view, list, releases), releases, late: [] }
  })
  const misplaced = refused(isAboutPlace).flatMap(({ list, obstacle: { migration, cause }, steps }): Stranding[] => {
    // Who has part of a squash goes by way of what came before it.
    if (!isAboutPlace(cause) || migration.replaces.length > 0) return []
    const releases = steps.map((step) => otherEnd(view, step))
    const own = lists.get(list)!
    const target = view.snapshot(releases[0]!).lists.get(list)
    const { words, below } = misplacedIn(target, migration.id, cause, [own])
    const carried = byId(own).get(below?.id ?? migration.id) ?? own.migrations.at(-1) ?? migration
    return [{ list, migration, carried, states: statesOf(view, list, releases), releases, late: [], cause, words }]
  })
  const late = refused((cause) => cause === 'out-of-order')
  const overtaken = [...groupBy(late, ({ list }) => list)].flatMap(([list, found]): Stranding[] => {
    const migration = lastInOrder(lists.get(list)!.migrations.filter(({ mayChange }) => !mayChange))
    if (!migration) return []
    const ends = new Set(found.flatMap(({ steps }) => steps.map((step) => otherEnd(view, step))))
    const releases = view.earlier.filter((release) => ends.has(release))
    const ids = found.map(({ obstacle }) => obstacle.migration.id)
    return [{ list, migration, carried: migration, states: statesOf(view, list, releases), releases, late: ids }]
  })
  return [...unknown, ...misplaced, ...overtaken]
}

/** A line is safe from the release on that takes the candidate's users with all they have: one migration of several is not enough. */
function statesOf(view: View, list: string, refusing: readonly Release[]): readonly LineState[] {
  return newerLineStates(view, refusing, (revision) => {
    const target = view.snapshot(revision).lists.get(list)
    const obstacles = upgradesBetween(view, view.candidate, revision).get(list)?.obstacles ?? []
    const end = view.earlier.find(({ commit }) => commit === revision.commit)
    return obstacles.every(({ effect, certain, migration }) => {
      if (effect !== 'loses') return effect !== 'refuses' || !certain
      if (migration.effect === 'noop' || (target && findTwin(migration, target))) return true
      return end !== undefined && isRemoval(view, list, migration, { from: view.candidate, to: end })
    })
  })
}

/** `line 2.2: open (v2.2.0 lacks it, release-2.2.0 too)`. */
export function describeState(line: LineState, fault: 'lack it' | 'refuse' = 'lack it'): string {
  const one = fault === 'refuse' ? 'refuses' : 'lacks it'
  const lacking = `${span(line.lacking.map((release) => release.tag))} ${line.lacking.length === 1 ? one : fault}`
  if (line.state === 'satisfied')
    return `line ${line.line}: satisfied, safe from ${line.lowestSafe?.tag ?? ''} on (${lacking})`
  if (line.state === 'pending') return `line ${line.line}: pending, on ${line.head ?? ''} but not released (${lacking})`
  const head = line.head === undefined ? 'no branch of the line was found' : `${line.head} ${one} too`
  return `line ${line.line}: open, ${lacking} and ${head}`
}
