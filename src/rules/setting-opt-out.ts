import { settingFindings, type SettingFacts } from './settings.ts'
import { span } from './words.ts'
import type { Rule } from './rule.ts'

export const settingOptOut: Rule<SettingFacts> = {
  id: 'setting-opt-out',
  category: 'settings',
  summary: 'a new switch is on by default',
  severities: 'N',
  why: 'Behaviour changes for those who did nothing.',
  example: '1.1 adds telemetry with default true.',
  cure: 'Let a new switch be off by default in existing installations.',
  find: (view) => settingFindings(view, 'setting-opt-out', () => 'note'),
  tell(finding) {
    const { path } = finding.facts
    const releases = span(finding.releases)
    return {
      message: `${path} is new and on by default: behaviour changes for users of ${releases} who do nothing`,
      evidence: [],
      fix: `Let ${path} be off by default.`,
    }
  },
}
