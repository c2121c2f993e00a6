import { lifeOf } from '../settings/deprecations.ts'
import { settingFindings, type SettingFacts } from './settings.ts'
import { span } from './words.ts'
import type { Rule } from './rule.ts'

export const settingRemoved: Rule<SettingFacts> = {
  id: 'setting-removed',
  category: 'settings',
  summary: 'a setting that an earlier release had is gone',
  severities: 'E; N in a version that admits a break',
  why: 'Configurations that work today are refused, or the setting is ignored without a word.',
  example: '1.0 has stagingPort, 1.1 does not.',
  cure: 'Keep accepting the old name for as long as your policy says, mark it deprecated and say what to use instead.',
  find: (view) => settingFindings(view, 'setting-removed', () => 'error'),
  tell(finding, view) {
    const { surface, path } = finding.facts
    const releases = span(finding.releases)
    return {
      message: `${path} is gone: users of ${releases} have it`,
      evidence: [lifeOf(view, surface, path)],
      fix: `Keep ${path} and mark it deprecated with what to use instead, or release this under a number that admits a break.`,
    }
  },
}
