import { settingFindings, type SettingFacts } from './settings.ts'
import { show, span } from './words.ts'
import type { Rule } from './rule.ts'

export const settingNarrowed: Rule<SettingFacts> = {
  id: 'setting-narrowed',
  category: 'settings',
  summary: 'type, allowed values or limits accept less than an earlier release accepted',
  severities: 'E; W where it can be neither proven nor ruled out; N in a version that admits a break',
  why: 'A value that works today is refused after the upgrade.',
  example: 'maxConnections had no limit, now it has maximum: 100.',
  cure: 'Accept what was accepted; warn about what you want to leave behind, and refuse it in a later major.',
  find: (view) =>
    settingFindings(view, 'setting-narrowed', ({ verdict }) => (verdict === 'undecided' ? 'warning' : 'error')),
  tell(finding) {
    const { path, undecided } = finding.facts
    const what = path === '' ? 'the document as a whole' : path
    return {
      message: `${what} ${undecided === undefined ? 'accepts' : 'may accept'} less than in ${span(finding.releases)}${howNarrowed(finding.facts)}`,
      evidence: undecided === undefined ? [] : [`whether it does is not known: ${undecided}`],
      fix: `Widen ${what} again to what ${finding.releases.at(-1) ?? ''} accepts.`,
    }
  },
}

/** What became of its limits, to stand behind a word; a condition has none to show. */
export function howNarrowed({ before, after }: SettingFacts): string {
  if (before === undefined && after === undefined) {
    return ', by a condition (anyOf, if and then, not ...) and not by a limit of its own'
  }
  return `: ${limits(before)} became ${limits(after)}`
}

function limits(value: unknown): string {
  return JSON.stringify(value) === '{}' ? 'no limit' : show(value)
}
