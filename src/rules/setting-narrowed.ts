import { settingFindings, show, span, type SettingFacts } from './settings.ts'
import type { Rule } from './rule.ts'

export const settingNarrowed: Rule<SettingFacts> = {
  id: 'setting-narrowed',
  category: 'settings',
  summary: 'type, allowed values or limits accept less than an earlier release accepted',
  severities: 'E; N in a version that admits a break',
  why: 'A value that works today is refused after the upgrade.',
  example: 'maxConnections had no limit, now it has maximum: 100.',
  cure: 'Accept what was accepted; warn about what you want to leave behind, and refuse it in a later major.',
  find: (view) => settingFindings(view, 'setting-narrowed', () => 'error'),
  tell(finding) {
    const { path, before, after } = finding.facts
    const releases = span(finding.releases)
    // Where branches of a schema decide, no keyword of its own tells: the witness does.
    const what = before === undefined && after === undefined ? '' : `: ${show(before)} became ${show(after)}`
    return {
      message: `${path} accepts less than in ${releases}${what}`,
      evidence: [],
      fix: `Widen ${path} again to what ${finding.releases.at(-1) ?? ''} accepts.`,
    }
  },
}
