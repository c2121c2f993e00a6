import { findTwin } from '../migrations/match.ts'
import type { Migration, Release } from '../model.ts'
import { relation, type View } from '../view.ts'
import { byId, goneBetween, listChanges } from './history.ts'
import { engineWords, spellings, tagsOf, weigh } from './migrations.ts'
import type { Rule } from './rule.ts'
import { span } from './words.ts'

interface Facts {
  readonly list: string
  readonly id: string
  readonly others: readonly string[]
}

export const migrationRenumbered: Rule<Facts> = {
  id: 'migration-renumbered',
  category: 'backport-gap',
  summary: 'the same change has different ids in two releases',
  severities: 'W; N where no supported release is touched',
  why: 'The engine goes by the id: it refuses the release that has the other number, or runs the change a second time.',
  example: 'main has migration 45, the backport to 1.2 ships the same SQL as 31.',
  cure: 'Keep the id when you backport. Where the order does not allow it, make the change safe to run twice and ship the old id as a no-op.',
  find(view) {
    const found = new Map<string, { list: string; own: Migration; others: Set<string>; releases: Set<Release> }>()
    function add(list: string, own: Migration, other: Migration, release: Release): void {
      const key = `${list}\n${own.id}`
      const known = found.get(key) ?? { list, own, others: new Set<string>(), releases: new Set<Release>() }
      known.others.add(other.id)
      known.releases.add(release)
      found.set(key, known)
    }
    for (const { name, own, before, predecessor } of listChanges(view)) {
      for (const { migration, twin } of goneBetween(before, own)) if (twin) add(name, twin, migration, predecessor)
    }
    for (const [name, own] of view.snapshot(view.candidate).lists) {
      for (const release of view.earlier) {
        const other = view.snapshot(release).lists.get(name)
        if (!other || relation(view, release) === 'history') continue
        for (const { migration, twin } of goneBetween(other, own)) {
          // A twin that the other release has too is no renumbering but a copy.
          if (twin && !byId(other).has(twin.id)) add(name, twin, migration, release)
        }
      }
    }
    return [...found.values()].map(({ list, own, others, releases }) => ({
      rule: 'migration-renumbered',
      severity: weigh(view, 'warning', [...releases]),
      subject: view.subject(list, own.id),
      ids: [...spellings(own), ...others],
      releases: tagsOf(view.earlier.filter((release) => releases.has(release))),
      location: own.place,
      facts: { list, id: own.id, others: [...others].sort() },
    }))
  },
  tell(finding, view) {
    const { list, id, others } = finding.facts
    const own = view.snapshot(view.candidate).lists.get(list)!
    return {
      message: `${id} is the same change as ${others.join(', ')} of ${span(finding.releases)}`,
      evidence: [...evidenceOf(view, list, id, finding.releases), engineWords(view, own)],
      fix: `Give the change one id on every line: ${others[0] ?? ''} is released.`,
    }
  },
}

function evidenceOf(view: View, list: string, id: string, tags: readonly string[]): readonly string[] {
  const own = byId(view.snapshot(view.candidate).lists.get(list)!).get(id)!
  return view.earlier
    .filter((release) => tags.includes(release.tag))
    .slice(0, 3)
    .flatMap((release) => {
      const other = view.snapshot(release).lists.get(list)
      const twin = other && findTwin(own, other)
      return twin ? [`${release.tag}: ${twin.migration.place.path}:${twin.migration.place.line} (same ${twin.by})`] : []
    })
}
