import { newerLineStates, severityOf, worstState, type LineState } from '../paths/states.ts'
import { relation, type View } from '../view.ts'
import {
  describeFile,
  engineWords,
  hasMigration,
  hindrances,
  isOutgoing,
  otherEnd,
  readyNoop,
  spellings,
  tagsOf,
} from './migrations.ts'
import type { Rule } from './rule.ts'

interface Facts {
  readonly list: string
  readonly id: string
}

export const releaseStranded: Rule<Facts> = {
  id: 'release-stranded',
  category: 'backport-gap',
  summary: "the candidate carries a migration that a newer line's releases lack, and the engine refuses them",
  severities: 'open E, pending W, satisfied N; N where no supported line lacks it',
  why: 'Users of this release cannot move to the newer line until a release there carries the migration too.',
  example:
    '2.1 is out; 1.2 ships migration 7. No 2.x release has 7, so the engine refuses every upgrade from 1.2 to 2.x.',
  cure: 'Ship the migration, or a no-op with its id, on the newer line, and release that line first or on the same day.',
  find(view) {
    return strandings(view).map(({ list, migration, states, releases }) => {
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
        location: migration.place,
        facts: { list, id: migration.id },
      }
    })
  },
  tell(finding, view) {
    const stranding = strandings(view).find(
      ({ list, migration }) => list === finding.facts.list && migration.id === finding.facts.id,
    )!
    const { list, migration, states } = stranding
    const own = view.snapshot(view.candidate).lists.get(list)!
    const lines = states.map((line) => describeState(line))
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
      message: `users of ${view.candidate.ref} are refused by ${finding.releases.join(', ')}, which ${finding.releases.length === 1 ? 'lacks' : 'lack'} ${migration.id}`,
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

function strandings(view: View) {
  const found = hindrances(view.steps, (obstacle, step) => {
    if (!isOutgoing(view, step) || obstacle.effect !== 'refuses' || !obstacle.certain) return false
    return obstacle.cause === 'unknown-applied' && relation(view, otherEnd(view, step)) === 'backport'
  })
  return found.map(({ list, obstacle, steps }) => {
    const releases = steps.map((step) => otherEnd(view, step))
    const { migration } = obstacle
    const states = newerLineStates(view, releases, (revision) => hasMigration(view, revision, list, migration.id))
    return { list, migration, states, releases }
  })
}

/** `line 2.2: open (v2.2.0 lacks it, release-2.2.0 too)`. */
export function describeState(line: LineState): string {
  const lacking = line.lacking.map((release) => release.tag).join(', ')
  if (line.state === 'satisfied')
    return `line ${line.line}: satisfied, safe from ${line.lowestSafe?.tag ?? ''} on (${lacking} lack${line.lacking.length === 1 ? 's' : ''} it)`
  if (line.state === 'pending')
    return `line ${line.line}: pending, on ${line.head ?? ''} but not released (${lacking} lack${line.lacking.length === 1 ? 's' : ''} it)`
  const head = line.head === undefined ? 'no branch of the line was found' : `${line.head} lacks it too`
  return `line ${line.line}: open, ${lacking} lack${line.lacking.length === 1 ? 's' : ''} it and ${head}`
}
