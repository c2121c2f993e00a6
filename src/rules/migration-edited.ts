import { checksumOf, isEdited } from '../migrations/checksum.ts'
import type { Migration, Severity } from '../model.ts'
import { lowerReleases, type View } from '../view.ts'
import { baseRelease } from '../world.ts'
import { byId, listChanges, type ListChange } from './history.ts'
import { engineWords, spellings, tagsOf, weigh } from './migrations.ts'
import type { Rule } from './rule.ts'
import { span } from './words.ts'

interface Facts {
  readonly list: string
  readonly id: string
}

export const migrationEdited: Rule<Facts> = {
  id: 'migration-edited',
  category: 'history',
  summary: 'a released migration means something else, or is no longer what the engine knows it by',
  severities:
    'E where the engine refuses an edit, W where it runs it again or its answer is not known, N where it ignores it or the migration allows it',
  why: 'Databases that applied the old text never get the new one, or the engine stops at the changed checksum. Installations of one version then differ.',
  example: '1.1 ships migration 4; 1.2 changes its SQL.',
  cure: 'Put the released text back and make the change in a new migration. Comments and formatting may change, but not with engines whose checksum covers them: Flyway and sqlx.',
  find(view) {
    return editable(view).flatMap((change) =>
      change.own.migrations.flatMap((migration) => {
        const before = byId(change.before).get(migration.id)
        if (!before || !isEdited(before, migration, change.own.behaviour)) return []
        const releases = lowerReleases(view).filter((release) => {
          const list = view.snapshot(release).lists.get(change.name)
          const old = list && byId(list).get(migration.id)
          return old !== undefined && isEdited(old, migration, change.own.behaviour)
        })
        return [
          {
            rule: 'migration-edited',
            severity: weigh(view, severity(change, before, migration), releases),
            subject: view.subject(change.name, migration.id),
            ids: spellings(migration),
            releases: tagsOf(releases),
            location: migration.place,
            facts: { list: change.name, id: migration.id },
          },
        ]
      }),
    )
  },
  tell(finding, view) {
    const { list, id } = finding.facts
    const change = editable(view).find((entry) => entry.name === list)!
    const before = byId(change.before).get(id)!
    const { place } = before
    const means = before.digest !== byId(change.own).get(id)?.digest
    return {
      message: `released migration ${id} ${means ? 'means something else' : 'has another comment or other spaces'} than in ${span(finding.releases)}${means ? '' : ', and the engine compares those too'}`,
      evidence: [`${change.predecessor.tag}: ${place.path}:${place.line}`, engineWords(view, change.own)],
      fix: `Put the text of ${change.predecessor.tag} back (git checkout ${change.predecessor.tag} -- ${place.path}) and make the change in a new migration.`,
    }
  },
}

/** An engine compares the text with what users have, whichever line that was released on. */
function editable(view: View): readonly ListChange[] {
  return listChanges(view, baseRelease(view))
}

function severity({ own, obstacles }: ListChange, before: Migration, now: Migration): Severity {
  if (now.mayChange || own.behaviour.edited === 'ignores' || checksumOf(before) === checksumOf(now)) return 'note'
  const obstacle = obstacles.get(now.id)
  return obstacle?.effect === 'refuses' && obstacle.certain ? 'error' : 'warning'
}
