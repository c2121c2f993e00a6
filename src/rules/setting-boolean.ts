import { settingFindings, type SettingFacts } from './settings.ts'
import type { Rule } from './rule.ts'

export const settingBoolean: Rule<SettingFacts> = {
  id: 'setting-boolean',
  category: 'settings',
  summary: 'a new setting is a boolean',
  severities: 'off; N when turned on',
  off: true,
  why: 'A third way of doing it will come, and true and false leave no room for it.',
  example: 'readFromFile: true, where readFrom: FILE could later also say INPUT.',
  cure: 'Take named values that can grow.',
  find: (view) => settingFindings(view, 'setting-boolean', () => 'note'),
  tell(finding) {
    const { path } = finding.facts
    return {
      message: `${path} is a new boolean, which cannot grow`,
      evidence: [],
      fix: `Consider named values, such as ${path}: FILE or INPUT.`,
    }
  },
}
