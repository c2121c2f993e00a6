import type { Severity } from '../model.ts'
import { byId, goneBetween, historyReleases, knownIf, listChanges, type ListChange } from './history.ts'
import { isUnread } from '../view.ts'
import { engineWords, spellings, tagsOf, weigh } from './migrations.ts'
import type { Rule } from './rule.ts'

interface Facts {
  readonly list: string
  readonly id: string
}

export const migrationRemoved: Rule<Facts> = {
  id: 'migration-removed',
  category: 'history',
  summary: 'a released migration is gone',
  severities: 'E where the engine refuses the upgrade, W where that is not known, N where it ignores it',
  why: 'Databases remember the migration. An engine that looks it up refuses the upgrade; others carry a change that no code describes any more, and new installations differ from old ones.',
  example: '1.1 ships migration 4, 1.2 deletes its file.',
  cure: 'Put the migration back, as a no-op where its change is no longer wanted. A squash must declare what it replaces.',
  find(view) {
    return listChanges(view).flatMap((change) =>
      goneBetween(change.before, change.own)
        .filter(({ migration, twin }) => !twin && !isUnread(view, view.candidate, migration.place.path))
        .map(({ migration }) => {
          const releases = historyReleases(view, change.name, (list) => byId(list).has(migration.id))
          return {
            rule: 'migration-removed',
            severity: weigh(view, severity(change, migration.id), releases),
            subject: view.subject(change.name, migration.id),
            ids: spellings(migration),
            ...knownIf(change.highest && !byId(change.highest).has(migration.id)),
            releases: tagsOf(releases),
            location: neighbour(change, migration.id),
            facts: { list: change.name, id: migration.id },
          }
        }),
    )
  },
  tell(finding, view) {
    const { list, id } = finding.facts
    const change = listChanges(view).find((entry) => entry.name === list)!
    const migration = byId(change.before).get(id)!
    const file = migration.place.path
    return {
      message: `released migration ${id} is gone`,
      evidence: [`${change.predecessor.tag}: ${file}:${migration.place.line}`, engineWords(view, change.own)],
      fix: `Restore ${file} from ${change.predecessor.tag}: git checkout ${change.predecessor.tag} -- ${file}`,
    }
  },
}

function severity({ obstacles }: ListChange, id: string): Severity {
  const obstacle = obstacles.get(id)
  if (obstacle?.effect !== 'refuses') return 'note'
  return obstacle.certain ? 'error' : 'warning'
}

/** The place is gone too: the migration before it that still stands, else the list. */
function neighbour({ before, own }: ListChange, id: string) {
  const at = before.migrations.findIndex((migration) => migration.id === id)
  const standing = before.migrations.slice(0, at).findLast((migration) => byId(own).has(migration.id))
  return (standing && byId(own).get(standing.id)?.place) ?? { path: own.path, line: 1 }
}
