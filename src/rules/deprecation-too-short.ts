import { count, deprecatedIn, lifeOf, months as inMonths, monthsSince, settingsIn } from '../settings/deprecations.ts'
import type { View } from '../view.ts'
import { below, foldMoves, movedWords } from './moves.ts'
import type { Rule } from './rule.ts'
import { admitsBreak, settingFindings, type SettingFacts } from './settings.ts'
import { baseRelease } from '../world.ts'

interface Facts extends SettingFacts {
  /** Releases that showed the deprecation, and the months since the first of them. */
  readonly shown: number
  readonly months: number
}

export const deprecationTooShort: Rule<Facts> = {
  id: 'deprecation-too-short',
  category: 'settings',
  summary: 'a setting is removed after less visible deprecation than the policy asks',
  severities:
    'W; N where the project marks nothing deprecated; quiet about what was never marked where the removal is an error',
  why: 'Most users skip releases: a warning that stood in one of them is one that they never saw.',
  example: 'stagingPort is deprecated in 1.4, three weeks later 2.0 removes it.',
  cure: 'Leave it in, deprecated, for as many releases and months as policy.deprecation says (2 and 6 by default).',
  find(view) {
    const gone = [
      ...settingFindings(view, 'setting-removed', () => 'warning'),
      ...settingFindings(view, 'setting-renamed', () => 'warning'),
    ]
    const { releases, months } = view.config.policy.deprecation
    const told = gone.flatMap((finding) => {
      const shown = deprecatedIn(view, finding.facts.surface, finding.facts.path)
      const since = monthsSince(view, shown)
      if (shown.length >= releases && since >= months) return []
      // Without any deprecation the removal itself is the news, and an error of its own.
      if (shown.length === 0 && !admitsBreak(view)) return []
      return [
        {
          rule: 'deprecation-too-short',
          // A project that never marks anything tells its users in another way.
          severity: shown.length > 0 || marksAny(view, finding.facts.surface) ? finding.severity : 'note',
          subject: finding.subject,
          ids: finding.ids,
          releases: finding.releases,
          ...(finding.location ? { location: finding.location } : {}),
          ...(finding.known ? { known: finding.known } : {}),
          facts: { ...finding.facts, shown: shown.length, months: Math.floor(since) },
        },
      ]
    })
    return foldMoves(view, told, (facts) => [facts.shown, facts.months])
  },
  tell({ facts }, view) {
    const { path, surface, shown, months, moved } = facts
    const policy = view.config.policy.deprecation
    const asked = `policy.deprecation asks for ${count(policy.releases)} and ${inMonths(policy.months)}`
    const what = moved ? movedWords(facts) : path
    const [gone, never] = moved ? ['moved', 'were never'] : ['is gone', 'was never']
    const evidence = moved ? moved.map((name) => below(path, name)) : [lifeOf(view, surface, path)]
    return {
      message:
        shown === 0
          ? `${what} ${gone} and ${never} marked deprecated`
          : `${what} ${gone} after ${inMonths(months)} of deprecation in ${count(shown)}`,
      evidence: [asked, ...evidence],
      fix: `Keep ${moved ? 'the old names' : path} accepted and marked deprecated until the policy is met, or accept this with a reason.`,
    }
  },
}

/** Whether the base marks any setting of a surface deprecated. */
function marksAny(view: View, surface: string): boolean {
  const base = baseRelease(view)
  const before = base && view.snapshot(base).settings.get(surface)
  return before !== undefined && [...settingsIn(before).values()].some(({ deprecated }) => deprecated !== undefined)
}
