import type fc from 'fast-check'
import type { Applied, ProblemCause } from '../../src/model.ts'
import type { Life, Release, Step } from './histories.ts'

/**
 * How to prove another engine:
 *
 * 1. Make a folder `<system>/` with a `driver.ts` that exports a `Driver`, and name it in `drivers.ts`. `<system>` is the
 *    reader's name; `dbmate/` is the shortest one to copy.
 * 2. `files` writes a release as that system wants it, settings included: the same files go to the engine and to our
 *    reader, which finds the list, the ids and the settings by itself. Every step with a body notes `entryOf(id, step)` in
 *    the table `journal (entry TEXT)`, which is there from the start. A step without one (body 0) does nothing, in the
 *    system's own way of doing nothing.
 * 3. `start` starts the engine behind a script `<system>/engine.*` that answers one JSON line with another for as long as
 *    it lives: `{}` with `{"version"}`, `{"releases": [tree], "setting"}` with `[Observed]`. `worker.py` and `worker.mjs` do
 *    most of it, on SQLite and on PostgreSQL, also for engines that are programs to be started for each release.
 * 4. What it needs goes into `install.sh` (Debian) or `package.json` (npm).
 * 5. `node __tests__/engines/run.js <system>` drives 300 histories for each setting and prints where our prediction differs
 *    from what happened, made small. The reader or the engine is then to be corrected, never the comparison. `--seed N`
 *    repeats a run, `--paths N` makes it shorter or longer.
 * 6. Without names everything runs and `docs/engines.md` is written (with `--check`: compared).
 */
export interface Driver {
  /** The reader's name. */
  readonly system: string
  /** The engine as people call it. */
  readonly engine: string
  /** Every position of the settings that change its answers; the first is the default one. */
  readonly settings: readonly string[]
  /** Histories of another kind than `lives`. */
  readonly lives?: fc.Arbitrary<Life>
  /** Problems of a list that a setting makes the engine live with; any other one must make it refuse. */
  readonly harmless?: (setting: string) => readonly ProblemCause[]
  /** The id under which our reader and the engine know a step of a release. */
  readonly idOf: (step: Step, release: Release) => string
  /** Ids are places to be at and not work to be done once: being passed over or met again says nothing of them. */
  readonly arePlaces?: true
  readonly files: (release: Release, setting: string) => Tree
  /** What the engine's own table shows of a database; without it the ids of all that is applied. */
  readonly tableOf?: (applied: Applied) => readonly string[]
  readonly start: () => Promise<RunningEngine>
}

/** Path -> text. */
export type Tree = Readonly<Record<string, string>>

export interface RunningEngine {
  /** As the running engine tells it. */
  readonly version: string
  /** A fresh database meets one release after another. */
  live(releases: readonly Tree[], setting: string): Promise<readonly Observed[]>
  stop(): Promise<void>
}

/** What one release made of the database. */
export interface Observed {
  readonly outcome: 'runs' | 'refuses'
  /** The engine's own words where it refuses. */
  readonly message: string
  /** Ids that ran now, in order, as the engine tells them. */
  readonly ran: readonly string[]
  /** The whole journal that the migrations themselves have kept so far, oldest first. */
  readonly journal: readonly string[]
  /** Ids in the engine's own table. */
  readonly table: readonly string[]
}

/** What a migration writes into the journal. */
export function entryOf(id: string, { body }: Pick<Step, 'body'>): string {
  return `${id}#${body}`
}

/** SQL of a step: it notes itself in the journal, or does nothing. */
export function sqlOf(id: string, step: Step): string {
  const remark = step.remark === 0 ? '' : `-- remark ${step.remark}\n`
  if (step.body === 0) return `${remark}-- nothing to do\n`
  return `${remark}INSERT INTO journal VALUES ('${entryOf(id, step)}');\n`
}
