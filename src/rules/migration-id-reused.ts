import { checksumOf } from '../migrations/checksum.ts'
import { laterOpening } from '../migrations/opening.ts'
import type { Migration, MigrationList, Release, Severity } from '../model.ts'
import { relation, type View } from '../view.ts'
import { within } from '../within.ts'
import { byId, declares } from './history.ts'
import { engineWords, spellings, tagsOf, weigh } from './migrations.ts'
import type { Rule } from './rule.ts'
import { span } from './words.ts'

interface Facts {
  readonly list: string
  readonly id: string
}

export const migrationIdReused: Rule<Facts> = {
  id: 'migration-id-reused',
  category: 'backport-gap',
  summary: 'one id means different things on two lines',
  severities:
    'E where edits are refused, else W; N for Delphix, for an id that holds a time, and where no supported release is touched',
  why: 'A database that has the id is taken to have the change. Whichever meaning came second never runs, or the checksum stops the upgrade.',
  example: '1.2 and 2.1 both number their next migration 7, for different changes.',
  cure: 'Take a number that no line uses.',
  find(view) {
    const { graph, candidate } = view
    const others = view.earlier.filter((release) => relation(view, release) === 'backport')
    const ancestors = view.earlier.filter((older) => graph.reaches(candidate.commit, older.commit))
    return [...view.snapshot(candidate).lists].flatMap(([list, own]) => {
      const different = new Map<Migration, Release[]>()
      for (const release of others) {
        const found = view.snapshot(release).lists.get(list)
        for (const migration of found ? differences(own, found) : [])
          within(different, migration, (): Release[] => []).push(release)
      }
      return own.migrations.flatMap((migration) => {
        const clashing = different.get(migration) ?? []
        if (clashing.length === 0) return []
        // Where a common ancestor release had it, it is an edit, which has its own rule.
        const had = ancestors.filter((older) => declares(view, older, list, migration.id))
        const releases = clashing.filter(({ commit }) => !had.some((older) => graph.reaches(commit, older.commit)))
        if (releases.length === 0) return []
        const severity = severityOf(view, own, migration)
        return [
          {
            rule: 'migration-id-reused',
            severity: weigh(view, severity, releases),
            subject: view.subject(list, migration.id),
            ids: spellings(migration),
            releases: tagsOf(releases),
            location: migration.place,
            facts: { list, id: migration.id },
          },
        ]
      })
    })
  },
  tell(finding, view) {
    const { list, id } = finding.facts
    const own = view.snapshot(view.candidate).lists.get(list)!
    const others = view.earlier.flatMap((release) => {
      const other = finding.releases.includes(release.tag) ? view.snapshot(release).lists.get(list) : undefined
      const migration = other && byId(other).get(id)
      return migration ? [{ tag: release.tag, migration }] : []
    })
    const evidence = [
      ...others.slice(0, 3).map(({ tag, migration: { place } }) => `${tag}: ${place.path}:${place.line}`),
      engineWords(view, own),
    ]
    const { digest } = byId(own).get(id)!
    const where = span(finding.releases)
    const [first] = others
    if (first && others.every(({ migration }) => migration.digest === digest)) {
      return {
        message: `${id} has another comment or other spaces in ${where}, and the engine compares those too`,
        evidence,
        fix: `Take over the file of ${first.tag} as it is (git show ${first.tag}:${first.migration.place.path}), before this is released.`,
      }
    }
    return {
      message: `${id} means something else in ${where}`,
      evidence,
      fix: `Give the change another number, one that no line uses, before this is released.`,
    }
  },
}

/** The time in an id is nobody else's: such a migration was edited on one line, not invented twice. */
const TIMED = /\d{12}/

function severityOf(view: View, own: MigrationList, { id }: Migration): Severity {
  if (own.behaviour.edited === 'refuses') return 'error'
  return TIMED.test(id) || view.reader(own).guards === 'required' ? 'note' : 'warning'
}

// Releases share most of their lists.
const known = new WeakMap<readonly Migration[], WeakMap<readonly Migration[], Map<boolean, readonly Migration[]>>>()

/** Migrations of a list that another one has with another meaning. */
function differences(own: MigrationList, found: MigrationList): readonly Migration[] {
  const checksums = own.behaviour.edited === 'refuses'
  const byOther = within(
    known,
    own.migrations,
    () => new WeakMap<readonly Migration[], Map<boolean, readonly Migration[]>>(),
  )
  const answers = within(byOther, found.migrations, () => new Map<boolean, readonly Migration[]>())
  return within(answers, checksums, () => {
    // A squash under the number of the last migration in it: who has that one has the rest too.
    const squashes = checksums ? [] : [laterOpening(own, found)?.id, laterOpening(found, own)?.id]
    const others = byId(found)
    return own.migrations.filter((migration) => {
      const other = others.get(migration.id)
      return other !== undefined && isDifferent(migration, other, checksums) && !squashes.includes(migration.id)
    })
  })
}

function isDifferent(migration: Migration, other: Migration, checksums: boolean): boolean {
  if (other.mayChange || migration.mayChange) return false
  if (checksums) return checksumOf(other) !== checksumOf(migration)
  // A backport that was adapted keeps its name; only a checksum minds.
  return other.digest !== migration.digest && (other.slug === '' || other.slug !== migration.slug)
}
