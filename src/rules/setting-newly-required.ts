import { settingFindings, type SettingFacts } from './settings.ts'
import { span } from './words.ts'
import type { Rule } from './rule.ts'

export const settingNewlyRequired: Rule<SettingFacts> = {
  id: 'setting-newly-required',
  category: 'settings',
  summary: 'a setting is required that was not: new, or optional before',
  severities: 'E; W with a default; N in a version that admits a break',
  why: 'No existing user has it: every configuration in the field is refused.',
  example: '1.1 adds cluster to required.',
  cure: "Leave it optional with a default that keeps today's behaviour.",
  find: (view) =>
    settingFindings(view, 'setting-newly-required', (change, _, { objectTypes }) =>
      // Stored objects are not filled from defaults.
      change.hasDefault === true && objectTypes === undefined ? 'warning' : 'error',
    ),
  tell(finding) {
    const { path } = finding.facts
    const releases = span(finding.releases)
    return {
      message: `${path} is required now: configurations of ${releases} do not have it`,
      evidence: [],
      fix: `Make ${path} optional, with the default that was in force before.`,
    }
  },
}
