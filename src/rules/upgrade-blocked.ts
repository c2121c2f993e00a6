import { groupBy } from '../group.ts'
import type { EngineCause, Migration, MigrationList } from '../model.ts'
import { isRemoval } from '../paths/removals.ts'
import { stopsFor } from '../paths/stops.ts'
import { relation, type View } from '../view.ts'
import { byId } from './history.ts'
import {
  describeFile,
  engineWords,
  hindrances,
  type Hindrance,
  isOutgoing,
  otherEnd,
  readyNoop,
  spellings,
  tagsOf,
  weigh,
} from './migrations.ts'
import { isAboutPlace, misplacedIn } from './misplaced.ts'
import type { Rule } from './rule.ts'
import { span } from './words.ts'
import { findTwin } from '../migrations/match.ts'

interface Facts {
  readonly list: string
  readonly id: string
  readonly cause: EngineCause
  /** All that are ordered below what those releases applied, where there are several. */
  readonly late?: readonly string[]
  readonly twin?: string
  /** Releases in between by way of which all of them get here. */
  readonly by?: readonly string[]
}

export const upgradeBlocked: Rule<Facts> = {
  id: 'upgrade-blocked',
  category: 'backport-gap',
  summary:
    'an earlier release with a lower version carries a migration that the candidate lacks or does not lead on from, and the engine refuses the upgrade',
  severities:
    'E; N where no supported release is touched, and where what they need was dropped and a release in between has it',
  why: 'Users of the older release cannot move to this one: their database knows a migration that it does not, or that stands elsewhere in it.',
  example:
    '1.2 ships migration 7 after 2.0 was cut; 2.0.1 is then released from the 2.0 line without 7. Users of 1.2 cannot upgrade to 2.0.1.',
  cure: 'Ship the migration, or a no-op with its id, in this release too. Where ids must rise, number the pending migration above what the older line applied. New migrations follow on released ones, never the other way round.',
  find(view) {
    const found = hindrances(view.steps, (obstacle, step) => {
      if (isOutgoing(view, step) || obstacle.effect !== 'refuses' || !obstacle.certain) return false
      if (obstacle.cause === 'edited' || obstacle.cause === 'same-text') return false
      // What a release's own history has and it lacks is `migration-removed`.
      return obstacle.cause !== 'unknown-applied' || relation(view, otherEnd(view, step)) === 'backport'
    })
    return foldLate(view, found).map(({ hindrance, late }) => {
      const { list, obstacle, steps } = hindrance
      const releases = steps.map((step) => otherEnd(view, step))
      const { migration, cause } = obstacle
      const own = view.snapshot(view.candidate).lists.get(list)
      const twin = own && cause === 'unknown-applied' ? findTwin(migration, own) : undefined
      const by = waysAround(view, hindrance)
      return {
        rule: 'upgrade-blocked',
        severity: by.length > 0 ? ('note' as const) : weigh(view, 'error', releases),
        subject: view.subject(list, migration.id),
        ids: late.flatMap(spellings),
        releases: tagsOf(releases),
        location: cause === 'unknown-applied' ? (own?.migrations.at(-1)?.place ?? migration.place) : migration.place,
        facts: {
          list,
          id: migration.id,
          cause,
          ...(late.length > 1 ? { late: late.map(({ id }) => id) } : {}),
          ...(twin ? { twin: twin.migration.id } : {}),
          ...(by.length > 0 ? { by } : {}),
        },
      }
    })
  },
  tell(finding, view) {
    const { list, id, cause, late, twin, by } = finding.facts
    const own = view.snapshot(view.candidate).lists.get(list)
    const from = span(finding.releases)
    const evidence = own ? [engineWords(view, own)] : []
    if (cause === 'out-of-order') {
      const few = late && late.length > 5 ? [...late.slice(0, 5), `${late.length - 5} more`] : (late ?? [id])
      return {
        message: `users of ${from} cannot upgrade to ${view.candidate.ref}: ${few.join(', ')} ${few.length > 1 ? 'are' : 'is'} ordered before what they have applied, and the engine refuses`,
        evidence,
        fix: `Give ${late ? 'them numbers' : `${id} a number`} above every migration of ${from}.`,
      }
    }
    const directly = by ? ' directly' : ''
    const step = by && `Tell them to go by way of ${by.join(', ')}.`
    if (isAboutPlace(cause)) {
      const lists = view.earlier
        .filter(({ tag }) => finding.releases.includes(tag))
        .flatMap((release) => view.snapshot(release).lists.get(list) ?? [])
      const { words, below } = misplacedIn(own, id, cause, lists)
      return {
        message: `users of ${from} cannot upgrade to ${view.candidate.ref}${directly}: ${words}`,
        evidence: below ? [`${below.place.path}:${below.place.line} follows ${id}`, ...evidence] : evidence,
        fix: step ?? placeCure(view, own, finding.facts, from, below),
      }
    }
    if (twin !== undefined) evidence.push(`the same change is here as ${twin}; the engine goes by the id`)
    const lost = view.earlier.findLast((release) => finding.releases.includes(release.tag))
    const missing =
      lost &&
      view
        .snapshot(lost)
        .lists.get(list)
        ?.migrations.find((migration) => migration.id === id)
    if (missing) evidence.unshift(`${lost.tag}: ${missing.place.path}:${missing.place.line}`)
    const file = own && missing ? readyNoop(view, own, missing, [], 'guard') : undefined
    return {
      message: `users of ${from} cannot upgrade to ${view.candidate.ref}${directly}: the engine refuses a release without ${id}`,
      evidence,
      fix:
        step ??
        `Ship the change of ${id} here${file ? `, or where it is not needed a no-op with its id; ${describeFile(file)}` : ''}`,
    }
  },
}

function placeCure(
  view: View,
  own: MigrationList | undefined,
  { id, cause }: Facts,
  from: string,
  below: Migration | undefined,
): string {
  if (below) return `Put ${id} behind what ${from} applied, and ${below.id} back on what it followed there.`
  if (cause === 'misplaced') return `Keep the migrations between ${from} and ${id}, or state which release to go by.`
  const end = own && byId(own).get(id)
  const file = own && end ? readyNoop(view, own, end, [], '') : undefined
  return `Add what leads on from ${id}${file ? `; ${describeFile(file)}` : '.'}`
}

/**
 * Releases in between that take the users of all refused ones on the way here, where a clean-up or a squash dropped what the
 * engine asks for; empty where somebody has no such way. Projects that squash say so: one step at a time.
 */
function waysAround(view: View, { list, obstacle: { migration, cause }, steps }: Hindrance): readonly string[] {
  const own = view.snapshot(view.candidate).lists.get(list)
  if (!own || cause === 'out-of-order') return []
  const isDropped = isAboutPlace(cause) || steps.every((step) => isRemoval(view, list, migration, step))
  return isDropped ? tagsOf(stopsFor(view, own, steps)) : []
}

interface Folded {
  readonly hindrance: Hindrance
  readonly late: readonly Migration[]
}

/** What is late for the same releases has one cause: a number that they took too high. */
function foldLate(view: View, found: readonly Hindrance[]): readonly Folded[] {
  const groups = groupBy(found, ({ list, obstacle: { cause, migration }, steps }) => {
    const tags = steps.map((step) => otherEnd(view, step).tag)
    return JSON.stringify([list, cause, cause === 'out-of-order' ? tags : migration.id])
  })
  return [...groups.values()].map((group) => ({
    hindrance: group[0]!,
    late: group.map(({ obstacle }) => obstacle.migration),
  }))
}
