import type { Finding, SettingsSurface } from '../model.ts'
import { deprecationIn, releasesWith, settingsIn } from '../settings/deprecations.ts'
import type { View } from '../view.ts'
import { tagsOf } from './migrations.ts'
import type { Rule } from './rule.ts'
import { placeOf, type SettingFacts } from './settings.ts'
import { show } from './words.ts'
import { baseRelease } from '../world.ts'

interface Facts extends SettingFacts {
  readonly words: string
}

/** Points somewhere, or says that nothing takes its place. */
const EXPLAINS =
  /\b(?:uses?|using|instead|replac\w*|favou?r|prefer\w*|supersed\w*|see|moved|renamed|migrat\w*|switch|now|no longer|(?:has|have) no effect|ignored|unused|not (?:used|needed)|obsolete)\b|[`#]\w/i

export const deprecationUnexplained: Rule<Facts> = {
  id: 'deprecation-unexplained',
  category: 'settings',
  summary: 'a setting is deprecated without saying what to use instead',
  severities: 'N',
  why: 'Users see a warning that they can do nothing about, and learn to overlook warnings.',
  example: 'stagingPort: { "deprecated": true, "description": "Port of the staging host." }',
  cure: 'Say in its description what to use instead, or that nothing takes its place.',
  find(view) {
    const { candidate } = view
    const base = baseRelease(view)
    if (!base) return []
    const before = view.snapshot(base).settings
    return [...view.snapshot(candidate).settings].flatMap(([name, surface]) =>
      before.get(name)?.digest === surface.digest ? [] : unexplained(view, surface, before.get(name)),
    )
  },
  tell({ facts: { path, words } }) {
    return {
      message: `${path} is deprecated, and nothing says what to use instead`,
      evidence: words === '' ? [] : [`all it says: ${show(words)}`],
      fix: `Say in the description of ${path} what takes its place.`,
    }
  },
}

/** Reported where introduced: what was deprecated before is an old story. */
function unexplained(view: View, now: SettingsSurface, before: SettingsSurface | undefined): readonly Finding<Facts>[] {
  return [...settingsIn(now)].flatMap(([path, { deprecated: words, pointer }]) => {
    if (words === undefined || EXPLAINS.test(words)) return []
    const wasThere = before && settingsIn(before).has(path)
    if (!wasThere || deprecationIn(before, path) !== undefined) return []
    return [
      {
        rule: 'deprecation-unexplained',
        severity: 'note' as const,
        subject: path,
        ids: [`${now.name}:${path}`],
        releases: tagsOf(releasesWith(view, now.name, path, () => true)),
        location: placeOf(now, pointer),
        facts: { surface: now.name, path, words },
      },
    ]
  })
}
