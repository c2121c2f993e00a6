import type { MigrationReader } from '../migrations/reader.ts'
import type { Applied, Behaviour, Migration, MigrationList, Revision, Upgrade } from '../model.ts'
import { compareVersions } from '../releases/version.ts'
import type { Step, World } from '../view.ts'
import { within } from '../within.ts'

type History = readonly Migration[]

// Releases share most of their lists (see snapshots/read.ts), and an engine answers the same to the same question.
const installed = new WeakMap<History, Map<string, Applied>>()
const upgraded = new WeakMap<Applied, WeakMap<History, Map<string, Upgrade>>>()

/** Every step into the candidate from an earlier release with a lower version, and out of it to one with a higher. */
export function stepsOf(world: World): readonly Step[] {
  const { candidate } = world
  return world.earlier.flatMap((release): Step[] => {
    const order = compareVersions(release.version, candidate.version)
    if (order === 0) return []
    const [from, to] = order < 0 ? [release, candidate] : [candidate, release]
    const upgrades = [...upgradesBetween(world, from, to)]
    const obstacles = new Map(upgrades.map(([name, upgrade]) => [name, upgrade.obstacles]))
    return [{ from, to, obstacles, ran: new Map(upgrades.map(([name, upgrade]) => [name, upgrade.ran])) }]
  })
}

/**
 * What each list's engine does when a fresh installation of `from` is upgraded to `to`. The engine is the
 * target's: its software runs the upgrade. A list that one end does not have is compared no further.
 */
export function upgradesBetween(world: World, from: Revision, to: Revision): ReadonlyMap<string, Upgrade> {
  const source = world.snapshot(from).lists
  const target = world.snapshot(to).lists
  const found = new Map<string, Upgrade>()
  for (const [name, list] of target) {
    const before = source.get(name)
    if (!before) continue
    found.set(name, upgradeOf(world.reader(list), before.migrations, list))
  }
  return found
}

/** What the engine does when a fresh installation of a history is upgraded to a list. */
export function upgradeOf(reader: MigrationReader, before: History, list: MigrationList): Upgrade {
  return upgradeFrom(reader, freshOf(reader, before), list)
}

/** What the engine does when a database is upgraded to a list. */
export function upgradeFrom(reader: MigrationReader, state: Applied, list: MigrationList): Upgrade {
  const targets = within(upgraded, state, () => new WeakMap<History, Map<string, Upgrade>>())
  const answers = within(targets, list.migrations, () => new Map<string, Upgrade>())
  return within(answers, `${reader.system} ${writtenOut(list.behaviour)}`, () =>
    oneAfter(reader.engine.upgrade(state, list.migrations, list.behaviour)),
  )
}

const written = new WeakMap<Behaviour, string>()

function writtenOut(behaviour: Behaviour): string {
  return within(written, behaviour, () => JSON.stringify(behaviour))
}

/** Made when asked for, and then the same: what is known of a state is kept with it. */
function oneAfter(upgrade: Upgrade): Upgrade {
  const { obstacles, ran } = upgrade
  let after: Applied | undefined
  return {
    obstacles,
    ran,
    get after() {
      return (after ??= upgrade.after)
    },
  }
}

/** The state after a new installation. */
export function freshOf({ system, engine }: MigrationReader, history: History): Applied {
  const states = within(installed, history, () => new Map<string, Applied>())
  return within(states, system, () => engine.install(history))
}

/** Whether every engine lets the upgrade run, as far as is known. */
export function runs(step: Step): boolean {
  for (const obstacles of step.obstacles.values()) {
    if (obstacles.some((obstacle) => obstacle.effect === 'refuses' && obstacle.certain)) return false
  }
  return true
}
