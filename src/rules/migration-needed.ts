import { groupBy } from '../group.ts'
import type { Release } from '../model.ts'
import { isBreaking, surfaceChanges } from '../settings/changes.ts'
import type { SettingChange } from '../settings/compare/index.ts'
import { converts, objectTypeOf } from '../settings/stored.ts'
import { describeFile, readyNoop, tagsOf, weigh } from './migrations.ts'
import type { Rule } from './rule.ts'
import { placeOf } from './settings.ts'
import { show, span } from './words.ts'
import { lowerReleases } from '../view.ts'

interface Facts {
  readonly surface: string
  readonly objectType: string
  readonly paths: readonly string[]
}

interface Need {
  readonly release: Release
  readonly surface: string
  readonly objectType: string
  readonly change: SettingChange
}

export const migrationNeeded: Rule<Facts> = {
  id: 'migration-needed',
  category: 'history',
  summary:
    'a data schema narrowed and no new migration of that object type converts what users of an earlier release have',
  severities: 'E with a witness, W where it depends on the data; N where no supported release is touched',
  why: 'Stored objects that the new schema refuses stop the upgrade, or the first operation after it.',
  example: 'virtualSource gains the required property port; no @plugin.upgrade.virtual_source migration adds it.',
  cure: 'Add a migration of that object type that brings old objects into the new form.',
  find(view) {
    const { candidate } = view
    const lower = lowerReleases(view)
    const needs = lower.flatMap((release) =>
      surfaceChanges(view, release, candidate).flatMap(({ surface, now, changes }) =>
        changes.flatMap((change): Need[] => {
          const objectType = isBreaking(change) ? objectTypeOf(now, change.path) : undefined
          if (objectType === undefined || converts(view, release, candidate, objectType)) return []
          return [{ release, surface, objectType, change }]
        }),
      ),
    )
    return [...groupBy(needs, (need) => `${need.surface}\n${need.objectType}`).values()].map((group) => {
      const first = group[0]!
      const { surface, objectType } = first
      const releases = lower.filter((release) => group.some((need) => need.release === release))
      const proven = group.find((need) => 'witness' in need.change)
      const now = view.snapshot(candidate).settings.get(surface)!
      return {
        rule: 'migration-needed',
        severity: weigh(view, proven ? 'error' : 'warning', releases),
        subject: objectType,
        ids: [...new Set(group.map((need) => need.change.path))],
        releases: tagsOf(releases),
        location: placeOf(now, first.change.pointer),
        facts: { surface, objectType, paths: [...new Set(group.map((need) => need.change.path))].sort() },
        ...(proven
          ? { witness: { document: proven.change.witness, acceptedBy: proven.release.tag, refusedBy: candidate.ref } }
          : {}),
      }
    })
  },
  tell(finding, view) {
    const { objectType, paths } = finding.facts
    const list = [...view.snapshot(view.candidate).lists.values()][0]
    const file = list ? readyNoop(view, list, undefined, list.migrations, `convert_${objectType}`) : undefined
    return {
      message: `stored ${objectType} objects of ${span(finding.releases)} do not fit the new schema (${show(paths.join(', '))}) and no new migration converts them`,
      evidence: [],
      fix: `Add a migration of ${objectType} that converts them${file ? `; to start from, ${describeFile(file)}` : '.'}`,
    }
  },
}
