import type { Migration, MigrationList, Release } from '../model.ts'
import { byOrder } from '../migrations/order.ts'
import { within } from '../within.ts'
import { byId } from './history.ts'
import { engineWords, isOutgoing, otherEnd, spellings, tagsOf, weigh } from './migrations.ts'
import type { Rule } from './rule.ts'
import { span } from './words.ts'

interface Facts {
  readonly list: string
  readonly id: string
  readonly after: readonly string[]
}

export const upgradeReordersMigrations: Rule<Facts> = {
  id: 'upgrade-reorders-migrations',
  category: 'history',
  summary: 'two migrations that change the same object run in different orders on different paths to the candidate',
  severities: 'W',
  why: 'What users end up with depends on the way they came.',
  example:
    '1.2 ships migration 9 on hosts; 2.1 adds 8 on hosts. New installations run 8, then 9; users of 1.2 run 8 after 9.',
  cure: 'Make the two independent of their order, or number the new one above.',
  find(view) {
    const found = new Map<string, { list: string; migration: Migration; after: Set<string>; releases: Set<Release> }>()
    for (const step of view.steps) {
      if (isOutgoing(view, step)) continue
      for (const [list, obstacles] of step.obstacles) {
        if (obstacles.some((obstacle) => obstacle.effect === 'refuses' && obstacle.certain)) continue
        const own = view.snapshot(view.candidate).lists.get(list)!
        if (own.behaviour.outOfOrder !== 'runs') continue
        const applied = byId(view.snapshot(step.from).lists.get(list)!)
        const late = (step.ran.get(list) ?? []).filter(
          (migration) => changesObjects(migration) && !applied.has(migration.id),
        )
        for (const migration of late) {
          const overtaken = laterOnes(own, migration).filter((other) => applied.has(other.id))
          if (overtaken.length === 0) continue
          const key = `${list}\n${migration.id}`
          const known = found.get(key) ?? { list, migration, after: new Set<string>(), releases: new Set<Release>() }
          for (const other of overtaken) known.after.add(other.id)
          known.releases.add(otherEnd(view, step))
          found.set(key, known)
        }
      }
    }
    return [...found.values()].map(({ list, migration, after, releases }) => ({
      rule: 'upgrade-reorders-migrations',
      severity: weigh(view, 'warning', [...releases]),
      subject: view.subject(list, migration.id),
      ids: spellings(migration),
      releases: tagsOf([...releases]),
      location: migration.place,
      facts: { list, id: migration.id, after: [...after] },
    }))
  },
  tell({ facts, releases }, view) {
    const own = view.snapshot(view.candidate).lists.get(facts.list)!
    const objects = byId(own).get(facts.id)?.objects.join(', ') ?? ''
    return {
      message: `users of ${span(releases)} run ${facts.id} after ${facts.after.join(', ')}, new installations before; both change ${objects}`,
      evidence: [engineWords(view, own)],
      fix: `Check that both orders end alike, or number ${facts.id} above ${facts.after.at(-1) ?? ''} before it is released.`,
    }
  },
}

function changesObjects({ effect, objects }: Migration): boolean {
  return effect === 'changes' && objects.length > 0
}

// Releases share most of their lists.
const known = new WeakMap<readonly Migration[], Map<Migration, readonly Migration[]>>()

/** Migrations of a list that change what another one changes and are ordered above it. */
function laterOnes({ migrations }: MigrationList, migration: Migration): readonly Migration[] {
  const answers = within(known, migrations, () => new Map<Migration, readonly Migration[]>())
  return within(answers, migration, () => {
    const objects = new Set(migration.objects)
    return migrations.filter(
      (other) =>
        changesObjects(other) && other.objects.some((object) => objects.has(object)) && byOrder(migration, other) < 0,
    )
  })
}
