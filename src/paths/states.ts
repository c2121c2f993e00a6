import { groupBy } from '../group.ts'
import type { Line, Release, Revision, Severity, State } from '../model.ts'
import { byLine } from '../releases/history.ts'
import { compareVersions } from '../releases/version.ts'
import type { World } from '../view.ts'

/** What one newer line can offer to a user whose release has something. */
export interface LineState {
  readonly line: string
  readonly supported: boolean
  readonly state: State
  /** The lowest release of the line that has it. */
  readonly lowestSafe?: Release
  /** Releases of the line, above the candidate, that lack it. */
  readonly lacking: readonly Release[]
  /** Branch looked at for `pending`; undefined where none was found. */
  readonly head?: string
}

/**
 * The state of each newer line of which some release lacks what the candidate has: `satisfied` when a release of the
 * line has it, `pending` when its head does, else `open`. A hotfix waits for nothing of its own: who has it moves on to the
 * next release of the line that it was built on.
 */
export function newerLineStates(
  world: World,
  lacking: readonly Release[],
  has: (revision: Revision) => boolean,
): readonly LineState[] {
  const byOwner = groupBy(lacking, (release) => ownerOf(world, release.line))
  return [...byOwner]
    .sort(([a], [b]) => byLine(a, b))
    .flatMap(([name, own]) => {
      const line = world.line(name)
      return line ? [lineState(world, line, own, has)] : []
    })
}

/** `2.42` for the hotfix line `2.42.3`, where both are lines; else the line itself. */
function ownerOf(world: World, name: string): string {
  for (let around = name; around.includes('.');) {
    around = around.slice(0, around.lastIndexOf('.'))
    if (world.line(around)) return ownerOf(world, around)
  }
  return name
}

function lineState(
  world: World,
  line: Line,
  lacking: readonly Release[],
  has: (revision: Revision) => boolean,
): LineState {
  const above = line.releases.filter((release) => compareVersions(release.version, world.candidate.version) > 0)
  const lowestSafe = above.find((release) => !lacking.includes(release) && has(release))
  const state = lowestSafe ? 'satisfied' : line.head && has(line.head) ? 'pending' : 'open'
  return {
    line: line.name,
    supported: lacking.some((release) => world.supported(release)),
    state,
    ...(lowestSafe ? { lowestSafe } : {}),
    lacking,
    ...(line.head ? { head: line.head.ref } : {}),
  }
}

const order: readonly State[] = ['satisfied', 'pending', 'open']

/** The worst state of the supported lines; of all lines where none is supported. */
export function worstState(states: readonly LineState[]): State {
  const counted = states.some((state) => state.supported) ? states.filter((state) => state.supported) : states
  return counted.reduce<State>(
    (worst, { state }) => (order.indexOf(state) > order.indexOf(worst) ? state : worst),
    'satisfied',
  )
}

/** Open E, pending W, satisfied N; a note where no supported release is touched. */
export function severityOf(state: State, supported: boolean): Severity {
  if (!supported || state === 'satisfied') return 'note'
  return state === 'open' ? 'error' : 'warning'
}
