import type { EngineCause } from '../model.ts'
import { relation } from '../view.ts'
import {
  describeFile,
  engineWords,
  hindrances,
  isOutgoing,
  otherEnd,
  readyNoop,
  spellings,
  tagsOf,
  weigh,
} from './migrations.ts'
import type { Rule } from './rule.ts'
import { findTwin } from '../migrations/match.ts'

interface Facts {
  readonly list: string
  readonly id: string
  readonly cause: EngineCause
  readonly twin?: string
}

export const upgradeBlocked: Rule<Facts> = {
  id: 'upgrade-blocked',
  category: 'backport-gap',
  summary:
    'an earlier release of another line, with a lower version, carries a migration that the candidate lacks, and the engine refuses the upgrade',
  severities: 'E; N where no supported release is touched',
  why: 'Users of the older line cannot move to this release: their database knows a migration that it does not.',
  example:
    '1.2 ships migration 7 after 2.0 was cut; 2.0.1 is then released from the 2.0 line without 7. Users of 1.2 cannot upgrade to 2.0.1.',
  cure: 'Ship the migration, or a no-op with its id, in this release too. Where ids must rise, number the pending migration above what the older line applied.',
  find(view) {
    const found = hindrances(view.steps, (obstacle, step) => {
      if (isOutgoing(view, step) || obstacle.effect !== 'refuses' || !obstacle.certain) return false
      if (obstacle.cause === 'out-of-order') return true
      if (obstacle.cause === 'edited' || obstacle.cause === 'same-text') return false
      return relation(view, otherEnd(view, step)) === 'backport'
    })
    return found.map(({ list, obstacle, steps }) => {
      const releases = steps.map((step) => otherEnd(view, step))
      const { migration, cause } = obstacle
      const own = view.snapshot(view.candidate).lists.get(list)
      const twin = own && cause === 'unknown-applied' ? findTwin(migration, own) : undefined
      return {
        rule: 'upgrade-blocked',
        severity: weigh(view, 'error', releases),
        subject: view.subject(list, migration.id),
        ids: spellings(migration),
        releases: tagsOf(releases),
        location: cause === 'unknown-applied' ? (own?.migrations.at(-1)?.place ?? migration.place) : migration.place,
        facts: { list, id: migration.id, cause, ...(twin ? { twin: twin.migration.id } : {}) },
      }
    })
  },
  tell(finding, view) {
    const { list, id, cause, twin } = finding.facts
    const own = view.snapshot(view.candidate).lists.get(list)
    const from = finding.releases.join(', ')
    const evidence = own ? [engineWords(view, own)] : []
    if (cause === 'out-of-order') {
      return {
        message: `users of ${from} cannot upgrade to ${view.candidate.ref}: ${id} is ordered before what they have applied, and the engine refuses`,
        evidence,
        fix: `Give ${id} a number above every migration of ${from}.`,
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
      message: `users of ${from} cannot upgrade to ${view.candidate.ref}: the engine refuses a release without ${id}`,
      evidence,
      fix: `Ship the change of ${id} here${file ? `, or where it is not needed a no-op with its id; ${describeFile(file)}` : ''}`,
    }
  },
}
