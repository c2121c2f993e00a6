import type { Release } from '../model.ts'
import { count, isEqual, months, monthsSince, releasesWith } from '../settings/deprecations.ts'
import type { View } from '../view.ts'
import { tagsOf } from './migrations.ts'
import { admitsBreak, settingFindings, type SettingFacts } from './settings.ts'
import { show, span } from './words.ts'
import type { Rule } from './rule.ts'

export const settingDefaultChanged: Rule<SettingFacts> = {
  id: 'setting-default-changed',
  category: 'settings',
  summary: 'a default that users rely on changed',
  severities:
    'W; N when the old default is fresh, where one kind of empty became another, and in a version that admits a break',
  why: 'Everyone who never set it gets other behaviour by upgrading.',
  example: 'of_connect_timeout: 30 becomes 300.',
  cure: 'Leave the default; offer the new value, and change it in a version that admits a break.',
  find: (view) =>
    settingFindings(view, 'setting-default-changed', (change, _, { name }) => {
      if (isEmpty(change.before) && isEmpty(change.after)) return 'note'
      return admitsBreak(view) || isFresh(view, stood(view, name, change.path, change.before)) ? 'note' : 'warning'
    }),
  tell({ facts: { surface, path, before, after } }, view) {
    const releases = stood(view, surface, path, before)
    return {
      message: `the default of ${path} changed from ${show(before)} to ${show(after)}`,
      evidence: [
        `${show(before)} stood for ${months(monthsSince(view, releases))} in ${count(releases.length)}: ${span(tagsOf(releases))}`,
      ],
      fix: `Keep ${show(before)}, or announce the change and name ${path} in the notes.`,
    }
  },
}

function isEmpty(value: unknown): boolean {
  if (value === undefined || value === null || value === '') return true
  return typeof value === 'object' && Object.keys(value).length === 0
}

/** The earlier releases with the old default. */
function stood(view: View, surface: string, path: string, value: unknown): readonly Release[] {
  return releasesWith(view, surface, path, (setting) => isEqual(setting.default, value))
}

/** Nobody relies yet on what stood in few releases and for less time than a deprecation takes. */
function isFresh(view: View, releases: readonly Release[]): boolean {
  const { deprecation } = view.config.policy
  return releases.length <= Math.max(deprecation.releases, 1) && monthsSince(view, releases) < deprecation.months
}
