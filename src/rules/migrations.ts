/** What the rules about migrations share: whose subject, which spellings, which cure. */
import type { Migration, MigrationList, Obstacle, Release, Revision, Severity } from '../model.ts'
import type { NewFile } from '../migrations/reader.ts'
import type { Step, View, World } from '../view.ts'

export { isOutgoing, otherEnd } from '../view.ts'

/** One migration that stands in the way on one or more steps. */
export interface Hindrance {
  readonly list: string
  readonly obstacle: Obstacle
  readonly steps: readonly Step[]
}

/** Collects obstacles over steps, one entry for each (list, migration). */
export function hindrances(
  steps: readonly Step[],
  counts: (obstacle: Obstacle, step: Step) => boolean,
): readonly Hindrance[] {
  const found = new Map<string, { list: string; obstacle: Obstacle; steps: Step[] }>()
  for (const step of steps) {
    for (const [list, obstacles] of step.obstacles) {
      for (const obstacle of obstacles) {
        if (!counts(obstacle, step)) continue
        const key = `${list}\n${obstacle.migration.id}`
        const known = found.get(key)
        if (known) known.steps.push(step)
        else found.set(key, { list, obstacle, steps: [step] })
      }
    }
  }
  return [...found.values()]
}

/** Full id, raw spellings and file stem. */
export function spellings(migration: Migration): readonly string[] {
  const stem = migration.place.path.slice(migration.place.path.lastIndexOf('/') + 1)
  return [...new Set([migration.id, ...migration.spellings, stem])]
}

/** A note where no supported release is touched. */
export function weigh(world: World, severity: Severity, releases: readonly Revision[]): Severity {
  return releases.some((release) => world.supported(release)) ? severity : 'note'
}

export function tagsOf(releases: readonly Release[]): readonly string[] {
  return releases.map((release) => release.tag)
}

/** Whether a revision has a migration by its id, itself or as part of a squash. */
export function hasMigration(world: World, revision: Revision, list: string, id: string): boolean {
  const migrations = world.snapshot(revision).lists.get(list)?.migrations ?? []
  return migrations.some((migration) => migration.id === id || migration.replaces.includes(id))
}

/** A ready-made no-op in the format of a list, with an id that the order accepts on both lines. */
export function readyNoop(
  world: World,
  target: MigrationList,
  of: Migration | undefined,
  after: readonly Migration[],
  slug: string,
): NewFile | undefined {
  const date = world.candidate.date
  return world.reader(target).noop({ list: target, ...(of ? { of } : {}), after, slug, date })
}

export function describeFile(file: NewFile): string {
  const verb = file.mode === 'append' ? 'append to' : 'save as'
  return `${verb} ${file.path}:\n${file.text}`
}

/** What the report says of an engine: the answer and where it comes from. */
export function engineWords(view: View, list: MigrationList): string {
  const { title } = view.reader(list)
  const { unknownApplied, outOfOrder, edited, source } = list.behaviour
  return `${title}: applied ids the target lacks ${unknownApplied}, late ids ${outOfOrder}, edits ${edited} (source: ${source})`
}
