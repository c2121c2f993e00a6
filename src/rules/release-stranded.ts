import { groupBy } from '../group.ts'
import { findTwin } from '../migrations/match.ts'
import { lastInOrder } from '../migrations/order.ts'
import type { EngineCause, Migration, Place, Release } from '../model.ts'
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
import { misplacedIn } from './misplaced.ts'
import type { Rule } from './rule.ts'
import { span } from './words.ts'

interface Facts {
  readonly list: string
  readonly id: string
  /** Migrations of the newer line that the engine refuses to run after this one. */
  readonly late?: readonly string[]
  /** Why the newer line cannot place what users have applied. */
  readonly why?: string
}

export const releaseStranded: Rule<Facts> = {
  id: 'release-stranded',
  category: 'backport-gap',
  summary:
    "the candidate carries a migration that a newer line's releases lack, or have in another place of the order, and the engine refuses them",
  severities: 'open E, pending W, satisfied N; N where no supported line lacks it',
  why: 'Users of this release cannot move to the newer line until a release there carries the migration too.',
  example:
    '2.1 is out; 1.2 ships migration 7. No 2.x release has 7, so the engine refuses every upgrade from 1.2 to 2.x.',
  cure: 'Ship the migration, or a no-op with its id, on the newer line, and release that line first or on the same day.',
  find(view) {
    return strandings(view).map(({ list, migration, place, states, releases, late, why }) => {
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
        location: place ?? migration.place,
        facts: { list, id: migration.id, ...(late.length > 0 ? { late } : {}), ...(why === undefined ? {} : { why }) },
      }
    })
  },
  tell(finding, view) {
    const { facts } = finding
    const stranding = strandings(view).find(
      ({ list, migration, late, why }) =>
        list === facts.list &&
        migration.id === facts.id &&
        late.length === (facts.late?.length ?? 0) &&
        why === facts.why,
    )!
    const { list, migration, states } = stranding
    const own = view.snapshot(view.candidate).lists.get(list)!
    const lines = states.map((line) => describeState(line, facts.why === undefined ? 'lack it' : 'refuse'))
    if (facts.why !== undefined) {
      return {
        message: `users of ${view.candidate.ref} are refused by ${span(finding.releases)}: ${facts.why}`,
        evidence: [...lines, engineWords(view, own)],
        fix:
          finding.state === 'satisfied'
            ? `Nothing to do: ${lines.join('; ')}.`
            : `Give each migration one place on every line: let what is new in ${span(finding.releases)} follow on what ${view.candidate.ref} has, and release that line first.`,
      }
    }
    if (facts.late) {
      const few = facts.late.length > 5 ? [...facts.late.slice(0, 5), `${facts.late.length - 5} more`] : facts.late
      return {
        message: `users of ${view.candidate.ref} are refused by ${span(finding.releases)}: ${few.join(', ')} would run after ${migration.id}, which is ordered above`,
        evidence: [...lines, engineWords(view, own)],
        fix:
          finding.state === 'satisfied'
            ? `Nothing to do: ${lines.join('; ')}.`
            : `Give ${migration.id} a number below ${facts.late[0] ?? ''} here before it is released, or give the newer line's pending migrations numbers above it.`,
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
      message: `users of ${view.candidate.ref} are refused by ${span(finding.releases)}, which ${finding.releases.length === 1 ? 'lacks' : 'lack'} ${migration.id}`,
      evidence: [...lines, engineWords(view, own)],
      fix:
        finding.state === 'satisfied'
          ? `Nothing to do: ${lines.join('; ')}.`
          : file
            ? `${cure} On line ${open[0]!.line} ${describeFile(file)}`
            : cure,
    }
  },
}

interface Stranding {
  readonly list: string
  readonly migration: Migration
  /** Where the candidate has what is at fault, for a migration that it does not have itself. */
  readonly place?: Place
  readonly states: readonly LineState[]
  readonly releases: readonly Release[]
  readonly late: readonly string[]
  readonly why?: string
}

function strandings(view: View): readonly Stranding[] {
  const refused = (cause: EngineCause) =>
    hindrances(view.steps, (obstacle, step) => {
      if (!isOutgoing(view, step) || obstacle.effect !== 'refuses' || !obstacle.certain) return false
      return obstacle.cause === cause && relation(view, otherEnd(view, step)) === 'backport'
    })
  const unknown = refused('unknown-applied').map(({ list, obstacle, steps }): Stranding => {
    const releases = steps.map((step) => otherEnd(view, step))
    return { list, migration: obstacle.migration, states: statesOf(view, list, releases), releases, late: [] }
  })
  const before = view.snapshot(view.candidate).lists
  const misplaced = (['misplaced', 'dead-end'] as const).flatMap((cause) =>
    refused(cause).flatMap(({ list, obstacle: { migration }, steps }): Stranding[] => {
      // Who has part of a squash goes by way of what came before it.
      if (migration.replaces.length > 0) return []
      const releases = steps.map((step) => otherEnd(view, step))
      const target = view.snapshot(releases[0]!).lists.get(list)
      const own = before.get(list)!
      const { words, below } = misplacedIn(target, migration.id, cause, [own])
      const carried = byId(own).get(below?.id ?? migration.id) ?? own.migrations.at(-1)
      return [
        {
          list,
          migration,
          ...(carried ? { place: carried.place } : {}),
          states: statesOf(view, list, releases),
          releases,
          late: [],
          why: words,
        },
      ]
    }),
  )
  const overtaken = [...groupBy(refused('out-of-order'), ({ list }) => list)].flatMap(([list, found]): Stranding[] => {
    const placed = view
      .snapshot(view.candidate)
      .lists.get(list)!
      .migrations.filter(({ mayChange }) => !mayChange)
    const migration = lastInOrder(placed)
    const ends = new Set(found.flatMap(({ steps }) => steps.map((step) => otherEnd(view, step))))
    const releases = view.earlier.filter((release) => ends.has(release))
    const late = found.map(({ obstacle }) => obstacle.migration.id)
    return migration ? [{ list, migration, states: statesOf(view, list, releases), releases, late }] : []
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
