import type { LostCommit } from '../backports/changes.ts'
import { findTwin } from '../migrations/match.ts'
import type { Migration, Release, Revision, Severity, State } from '../model.ts'
import { newerLineStates, severityOf, worstState, type LineState } from '../paths/states.ts'
import { getsFixes } from '../paths/line-end.ts'
import { isRemoval } from '../paths/removals.ts'
import { runs } from '../paths/steps.ts'
import { relation, type Step, type View } from '../view.ts'
import { describeState } from './release-stranded.ts'
import {
  engineWords,
  hasMigration,
  hindrances,
  isOutgoing,
  otherEnd,
  readyNoop,
  describeFile,
  spellings,
  tagsOf,
} from './migrations.ts'
import { byId } from './history.ts'
import type { Rule } from './rule.ts'
import { anyOf } from './words.ts'

type Facts =
  | {
      readonly kind: 'migration'
      readonly list: string
      readonly id: string
      readonly outgoing: boolean
      readonly certain: boolean
    }
  | { readonly kind: 'commits'; readonly commits: readonly string[] }

export const upgradeLosesFix: Rule<Facts> = {
  id: 'upgrade-loses-fix',
  category: 'missing-noop',
  summary: 'the engine lets users move from a release that has a fix to one that lacks it',
  severities:
    'E where guards are policy; else a migration open E, pending W, satisfied N; a commit open W, else N, also where the line that lacks it had it and undid it, or seems to be at its end; N where no supported release is touched',
  why: 'A fix backported to an older line is newer than the newer line by date and older by number. Users who upgrade by number lose it without a word.',
  example:
    '2.0 in August; a bug is fixed in 2.1 and, days later, in 1.2. A user of 1.2 who moves to 2.0 has the bug again.',
  cure: 'Where the engine refuses unknown migrations, ship a no-op migration with the fix on every line that has it. Where nothing can refuse, release the newer line first or on the same day, or check for a minimum version in the product.',
  find(view) {
    const all = lostBySteps(view)
    const among = (fresh: boolean): readonly Found[] =>
      [false, true].flatMap((undone) =>
        lostCommits(
          view,
          all.filter((one) => one.lost.fresh === fresh && one.undone === undone),
        ),
      )
    return [
      ...lostMigrations(view),
      ...among(true),
      ...among(false).map((finding) => ({ ...finding, known: true as const })),
    ]
  },
  tell(finding, view) {
    const { facts } = finding
    if (facts.kind === 'migration') return tellMigration(view, facts, finding.releases, finding.state)
    const own = guardList(view)
    const all = lostBySteps(view).filter(({ lost }) => facts.commits.includes(lost.commit))
    const undone = all.every((one) => one.undone)
    const lines = all.slice(0, 20).map(({ lost, steps }) => {
      const proof = undone ? `undone there by ${lost.undoneBy}` : `${lost.path} stands there as before it`
      return `${lost.commit.slice(0, 12)} ${lost.subject} (lost from ${waysOf(view, steps)}; ${proof})`
    })
    if (all.length > 20) lines.push(`and ${all.length - 20} more commits`)
    const states = undone ? [] : commitStates(view, all).map((line) => describeState(line))
    const path = waysOf(view, [...new Set(all.flatMap(({ steps }) => steps))])
    if (undone) {
      return {
        message: `${all.length === 1 ? `the change "${all[0]!.lost.subject}" was` : `${all.length} commits of product code were`} undone again on the way from ${path}`,
        evidence: lines,
        fix: 'The line that lacks it had it and undid it: undo it on the other line too, or tell users why the lines differ.',
      }
    }
    const message = `${all.length === 1 ? `the fix "${all[0]!.lost.subject}" is` : `${all.length} commits of product code are`} lost on the way from ${path}, and the engine lets the upgrade run`
    const file =
      own && view.reader(own).guards === 'required'
        ? readyNoop(view, own, undefined, own.migrations, 'guard')
        : undefined
    const fix = file
      ? `Ship a no-op migration with the fix on both lines, so that the engine refuses releases without it; ${describeFile(file)}`
      : 'A no-op guards nothing here. Release the newer line with the fix first or on the same day, or refuse older targets by a minimum-version check in the product.'
    return { message, evidence: [...lines, ...states, ...(own ? [engineWords(view, own)] : [])], fix }
  },
}

/** `1.2 to 2.0 and from any of 1.0 to 1.1.7 (9 releases) to 1.2`: each step begins or ends at the candidate. */
function waysOf(view: View, steps: readonly Step[]): string {
  const ends = (outgoing: boolean): string => {
    const others = new Set(
      steps.filter((step) => isOutgoing(view, step) === outgoing).map((step) => otherEnd(view, step)),
    )
    return anyOf(tagsOf(view.earlier.filter((release) => others.has(release))))
  }
  const [own, to, from] = [view.candidate.ref, ends(true), ends(false)]
  return [...(to === '' ? [] : [`${own} to ${to}`]), ...(from === '' ? [] : [`${from} to ${own}`])].join(' and from ')
}

type Found = ReturnType<(typeof upgradeLosesFix)['find']>[number]

function lostMigrations(view: View): readonly Found[] {
  const found = hindrances(view.steps, (obstacle, step) => {
    if (obstacle.cause !== 'unknown-applied' || obstacle.migration.effect === 'noop') return false
    // Who is refused, for this or another migration, loses nothing.
    if (!runs(step)) return false
    return relation(view, otherEnd(view, step)) === 'backport'
  })
  return found.flatMap(({ list, obstacle, steps }): Found[] => {
    const { migration, certain, effect } = obstacle
    const lossy = steps.filter(
      (step) => !hasTwin(view, step, list, migration) && !(certain && isRemoval(view, list, migration, step)),
    )
    const first = lossy[0]
    if (!first) return []
    const releases = lossy.map((step) => otherEnd(view, step))
    const outgoing = isOutgoing(view, first)
    const has = (revision: Release | View['candidate']): boolean => hasMigration(view, revision, list, migration.id)
    const states = outgoing ? newerLineStates(view, releases, (revision) => keeps(view, revision, list, migration)) : []
    const head = view.line(view.candidate.line)?.head
    const state: State = outgoing
      ? worstState(states)
      : head && hasMigration(view, head, list, migration.id) && !has(view.candidate)
        ? 'pending'
        : 'open'
    const supported = releases.some((release) => view.supported(release))
    return [
      {
        rule: 'upgrade-loses-fix',
        severity: guarded(view) && supported ? 'error' : severityOf(state, supported),
        state,
        subject: view.subject(list, migration.id),
        ids: spellings(migration),
        releases: tagsOf(releases),
        location: outgoing
          ? migration.place
          : (view.snapshot(view.candidate).lists.get(list)?.migrations.at(-1)?.place ?? migration.place),
        facts: { kind: 'migration', list, id: migration.id, outgoing, certain: certain && effect === 'loses' },
      },
    ]
  })
}

/** Whether users of the candidate who move to a revision miss nothing: it has the change, under any id, or dropped it. */
function keeps(view: View, revision: Revision, list: string, migration: Migration): boolean {
  if (hasMigration(view, revision, list, migration.id)) return true
  const target = view.snapshot(revision).lists.get(list)
  if (target && findTwin(migration, target)) return true
  const to = view.earlier.find(({ commit }) => commit === revision.commit)
  return to !== undefined && isRemoval(view, list, migration, { from: view.candidate, to })
}

/** A renumbered twin in the target brings the change along; `migration-renumbered` speaks of it. */
function hasTwin(view: View, step: Step, list: string, migration: Migration): boolean {
  const target = view.snapshot(step.to).lists.get(list)
  return target !== undefined && findTwin(migration, target) !== undefined
}

function tellMigration(
  view: View,
  facts: Extract<Facts, { kind: 'migration' }>,
  tags: readonly string[],
  state: State | undefined,
) {
  const { list, id, outgoing, certain } = facts
  const others = anyOf(tags)
  const releases = view.earlier.filter((release) => tags.includes(release.tag))
  const own = view.snapshot(view.candidate).lists.get(list)!
  const path = outgoing ? `${view.candidate.ref} to ${others}` : `${others} to ${view.candidate.ref}`
  const states = outgoing
    ? newerLineStates(view, releases, (revision) => keeps(view, revision, list, byId(own).get(id)!)).map((line) =>
        describeState(line),
      )
    : []
  const doubt = certain ? 'and nothing stops the upgrade' : 'and whether the engine refuses the upgrade is not known'
  const where = outgoing ? 'the newer line' : `line ${view.candidate.line}`
  return {
    message: `users who move from ${path} lose migration ${id}, ${doubt}`,
    evidence: [...states, engineWords(view, own)],
    fix:
      state === 'satisfied'
        ? `Tell users of ${view.candidate.ref} to move to a release that has it.`
        : `Ship ${id} on ${where} too, and release that first or on the same day. ${certain ? 'This engine ignores unknown ids, so a no-op guards nothing; a minimum-version check in the product would.' : 'State in the config which engine runs the migrations and what it does with ids it does not know.'}`,
  }
}

interface LostOnSteps {
  readonly lost: LostCommit
  readonly steps: readonly Step[]
  /** Every line that lacks it had it and undid it. */
  readonly undone: boolean
}

/** Lost commits, worst (lost on most paths, then newest) first. */
function lostBySteps(view: View): readonly LostOnSteps[] {
  const found = new Map<string, { lost: LostCommit; steps: Step[]; undone: boolean }>()
  for (const step of view.steps) {
    for (const lost of view.lost(step)) {
      const known = found.get(lost.commit)
      const undone = lost.undoneBy !== undefined
      if (known) {
        known.steps.push(step)
        known.undone &&= undone
      } else found.set(lost.commit, { lost, steps: [step], undone })
    }
  }
  return [...found.values()].sort((a, b) => b.steps.length - a.steps.length || b.lost.date - a.lost.date)
}

function lostCommits(view: View, all: readonly LostOnSteps[]): readonly Found[] {
  const worst = all[0]
  if (!worst) return []
  const releases = view.earlier.filter((release) =>
    all.some(({ steps }) => steps.some((step) => otherEnd(view, step).commit === release.commit)),
  )
  const states = commitStates(view, all)
  const incoming = all.some(({ steps }) => steps.some((step) => !isOutgoing(view, step)))
  const state =
    incoming && !states.some((line) => line.state === 'open' && line.supported)
      ? incomingState(view, all)
      : worstState(states)
  const supported = releases.some((release) => view.supported(release))
  const isDue = (one: LineState): boolean => one.state === 'open' && one.supported && getsFixes(view, one.line)
  const open = state === 'open' && !worst.undone && (incoming || states.some(isDue))
  const severity: Severity = !supported ? 'note' : guarded(view) ? 'error' : open ? 'warning' : 'note'
  const commits = all.map(({ lost }) => lost.commit)
  return [
    {
      rule: 'upgrade-loses-fix',
      severity,
      state,
      subject: worst.lost.commit,
      ids: commits,
      releases: tagsOf(releases),
      facts: { kind: 'commits', commits },
    },
  ]
}

/** State of each newer line for the candidate's own commits; a line is satisfied when one release has all of them. */
function commitStates(view: View, all: readonly LostOnSteps[]): readonly LineState[] {
  const own = all.filter(({ steps }) => steps.some((step) => isOutgoing(view, step)))
  const lacking = view.earlier.filter((release) =>
    own.some(({ steps }) => steps.some((step) => step.to.commit === release.commit)),
  )
  return newerLineStates(view, lacking, (revision) =>
    own.every(({ lost }) => view.hasChange(lost.commit, revision) === true),
  )
}

/** Whether the candidate's own line is about to get what older releases have. */
function incomingState(view: View, all: readonly LostOnSteps[]): State {
  const head = view.line(view.candidate.line)?.head
  const incoming = all.filter(({ steps }) => steps.some((step) => !isOutgoing(view, step)))
  return head && incoming.every(({ lost }) => view.hasChange(lost.commit, head) === true) ? 'pending' : 'open'
}

/** The list whose engine could refuse: the one with a guard policy, else the first. */
function guardList(view: View) {
  const lists = [...view.snapshot(view.candidate).lists.values()]
  return lists.find((list) => view.reader(list).guards === 'required') ?? lists[0]
}

/** Whether a missing no-op is an error: by policy, else by the migration system's habit. */
function guarded(view: View): boolean {
  const list = guardList(view)
  return (view.config.policy.guards ?? (list ? view.reader(list).guards : 'optional')) === 'required'
}
