import { settingFindings, show, span, type SettingFacts } from './settings.ts'
import type { Rule } from './rule.ts'

export const settingDefaultChanged: Rule<SettingFacts> = {
  id: 'setting-default-changed',
  category: 'settings',
  summary: 'a default that users rely on changed',
  severities: 'W; N when the old default is fresh',
  why: 'Everyone who never set it gets other behaviour by upgrading.',
  example: 'of_connect_timeout: 30 becomes 300.',
  cure: 'Leave the default; offer the new value, and change it in a version that admits a break.',
  find: (view) =>
    settingFindings(view, 'setting-default-changed', (_, releases) => (releases.length > 2 ? 'warning' : 'note')),
  tell(finding) {
    const { path, before, after } = finding.facts
    const releases = span(finding.releases)
    return {
      message: `the default of ${path} changed from ${show(before)} to ${show(after)}`,
      evidence: [
        `${show(before)} stood in ${finding.releases.length} ${finding.releases.length === 1 ? 'release' : 'releases'}: ${releases}`,
      ],
      fix: `Keep ${show(before)}, or announce the change and name ${path} in the notes.`,
    }
  },
}
