import type { ListReading, MigrationReader } from '../../src/migrations/reader.ts'
import type { Applied, Migration, Upgrade } from '../../src/model.ts'
import { readLists } from '../support/readings.ts'
import { entryOf, type Driver, type Observed, type RunningEngine, type Tree } from './driver.ts'
import type { Release } from './histories.ts'

/** What a release makes of a database, as predicted and as it happened. */
interface Facts {
  readonly outcome: string
  readonly ran: readonly string[]
  readonly journal: readonly string[]
  /** Pending migrations that did not run although the engine went through; sorted. */
  readonly skipped: readonly string[]
  /** Migrations that ran for a second time; sorted. */
  readonly again: readonly string[]
  readonly table: readonly string[]
}

const EMPTY: Applied = { migrations: new Map() }

/** What the random histories came to, to see that they ask an engine everything. */
export type Tally = Map<string, number>

/** Throws where the engine does anything else than predicted in a database's life. */
export async function proveLife(
  driver: Driver,
  reader: MigrationReader,
  engine: RunningEngine,
  life: readonly Release[],
  setting: string,
  tally: Tally,
): Promise<void> {
  const trees = life.map((release) => driver.files(release, setting))
  const observed = await engine.live(trees, setting)
  let applied = EMPTY
  const everRan = new Set<string>()
  const standIns = new Set<string>()
  const journal: string[] = []
  for (const [turn, release] of life.entries()) {
    const real = observed[turn]
    if (real === undefined) throw new Error(`expected what release ${turn} made of the database, found nothing`)
    const { list, unclear } = listOf(reader, trees[turn] ?? {})
    const harmless = driver.harmless?.(setting) ?? []
    const problems = list.problems.filter(({ cause }) => !harmless.includes(cause))
    if (problems.length > 0 || unclear.length > 0) {
      const named = [...unclear, ...problems.map(({ cause, detail }) => `${cause}: ${detail}`)].join('; ')
      compare({ outcome: 'refuses' }, { outcome: real.outcome }, trees, turn, `${named}\n${real.message}`)
      count(tally, 'invalid')
      // What an engine did before it gave up on such a list is not ours to say.
      return
    }
    const upgrade = reader.engine.upgrade(applied, list.migrations, list.behaviour)
    for (const squash of release.filter(({ replaces }) => replaces.length > 0)) {
      for (const step of [squash, ...squash.replaces]) standIns.add(driver.idOf(step, release))
    }
    const predicted = predict(driver, release, upgrade, journal, everRan)
    count(tally, predicted.outcome)
    if (predicted.skipped.length > 0) count(tally, 'skips')
    if (predicted.again.length > 0) count(tally, 'runs again')
    compare(predicted, factsOf(driver, release, real, everRan, standIns), trees, turn, real.message)
    // Nobody upgrades from an installation that failed.
    if (turn === 0 && predicted.outcome === 'refuses') return
    if (turn === 0) compareInstall(driver, reader, list, upgrade, trees)
    for (const id of real.ran) everRan.add(id)
    journal.splice(0, journal.length, ...predicted.journal)
    applied = upgrade.after
  }
}

function count(tally: Tally, what: string): void {
  tally.set(what, (tally.get(what) ?? 0) + 1)
}

/** The one list that the reader finds, and what it could not understand. */
function listOf(
  reader: MigrationReader,
  tree: Tree,
): { readonly list: ListReading; readonly unclear: readonly string[] } {
  const { lists, files } = readLists(reader, tree)
  const [list] = lists
  if (list === undefined || lists.length > 1) throw new Error(`expected one list, found ${lists.length}\n${show(tree)}`)
  return { list, unclear: files.unreadable.map(({ place, reason }) => `${place.path}:${place.line}: ${reason}`) }
}

function predict(
  driver: Driver,
  release: Release,
  { obstacles, ran, after }: Upgrade,
  journal: readonly string[],
  everRan: ReadonlySet<string>,
): Facts {
  const doubtful = obstacles.find(({ certain }) => !certain)
  if (doubtful !== undefined) throw new Error(`expected an answer about ${doubtful.migration.id}, found a doubt`)
  const steps = new Map(release.map((step) => [driver.idOf(step, release), step]))
  const entries = ran
    .filter(({ effect }) => effect !== 'noop')
    .map(({ id }) => {
      const step = steps.get(id)
      if (step === undefined) throw new Error(`expected one of ${[...steps.keys()].join(', ')}, read ${id}`)
      return entryOf(id, step)
    })
  const idsWith = (effect: string): readonly string[] =>
    obstacles
      .filter((one) => one.effect === effect && one.migration.effect !== 'noop')
      .map(({ migration }) => migration.id)
  const refused = obstacles.some(({ effect }) => effect === 'refuses')
  // What says of itself that it runs again is no obstacle.
  const meant = ran.filter(({ runsAgain, effect }) => runsAgain !== undefined && effect !== 'noop').map(({ id }) => id)
  const again = [...new Set([...idsWith('reruns'), ...meant.filter((id) => everRan.has(id))])]
  return {
    outcome: refused ? 'refuses' : 'runs',
    ran: ran.map(({ id }) => id),
    journal: [...journal, ...entries],
    skipped: refused ? [] : [...idsWith('skips')].sort(),
    again: refused ? [] : again.sort(),
    table: tableOf(driver, after),
  }
}

function factsOf(
  driver: Driver,
  release: Release,
  real: Observed,
  everRan: ReadonlySet<string>,
  standIns: ReadonlySet<string>,
): Facts {
  const telling = (driver.arePlaces ? [] : release)
    .filter(({ body }) => body !== 0)
    .map((step) => driver.idOf(step, release))
  // A squash and what it stands for count as run where the engine wrote them down with each other.
  const known = new Set([...everRan, ...real.ran, ...real.table.filter((id) => standIns.has(id))])
  return {
    outcome: real.outcome,
    ran: real.ran,
    journal: real.journal,
    skipped: real.outcome === 'refuses' ? [] : telling.filter((id) => !known.has(id)).sort(),
    again: telling.filter((id) => everRan.has(id) && real.ran.includes(id)).sort(),
    table: [...real.table].sort(),
  }
}

/** A fresh installation and an upgrade from nothing are the same to every engine. */
function compareInstall(
  driver: Driver,
  reader: MigrationReader,
  list: ListReading,
  { ran, after }: Upgrade,
  trees: readonly Tree[],
): void {
  const installed = reader.engine.install(list.migrations)
  const told = (applied: Applied, migrations: Iterable<Migration>): object => ({
    ran: [...migrations].map(({ id }) => id).sort(),
    table: tableOf(driver, applied),
  })
  compare(told(installed, installed.migrations.values()), told(after, ran), trees, 0, 'engine.install, engine.upgrade')
}

function tableOf({ tableOf: own }: Driver, applied: Applied): readonly string[] {
  return [...(own?.(applied) ?? applied.migrations.keys())].sort()
}

function compare(predicted: object, real: object, trees: readonly Tree[], turn: number, message: string): void {
  const [expected, found] = [JSON.stringify(predicted), JSON.stringify(real)]
  if (expected === found) return
  const shown = trees.slice(0, turn + 1).map((tree, at) => `--- release ${at}\n${show(tree)}`)
  const at = turn === 0 ? 'on installation' : `on the upgrade to release ${turn}`
  throw new Error(`${at}\npredicted ${expected}\nhappened  ${found}\n${message}\n${shown.join('\n')}`)
}

function show(tree: Tree): string {
  return Object.entries(tree)
    .map(([path, text]) => `${path}: ${JSON.stringify(text)}`)
    .join('\n')
}
