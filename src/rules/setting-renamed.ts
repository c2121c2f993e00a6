import { foldMoves, movedNames, movedWords } from './moves.ts'
import { settingFindings, type SettingFacts } from './settings.ts'
import { show, span } from './words.ts'
import type { Rule } from './rule.ts'

export const settingRenamed: Rule<SettingFacts> = {
  id: 'setting-renamed',
  category: 'settings',
  summary: 'a setting was renamed, or moved to another group, without keeping the old name as an alias',
  severities: 'E; N in a version that admits a break',
  why: 'Configurations written for the old name are refused, or silently fall back to the default.',
  example: 'stagingPort becomes stagingServerPort, or server.stagingPort.',
  cure: 'Accept both names; mark the old one deprecated.',
  find: (view) =>
    foldMoves(
      view,
      settingFindings(view, 'setting-renamed', () => 'error'),
    ),
  tell(finding) {
    const { path, before, after, to, moved } = finding.facts
    const releases = span(finding.releases)
    if (moved) {
      const place = to === '' ? 'to the document itself' : `to ${to ?? ''}`
      return {
        message: `${movedWords(finding.facts)} moved ${place}, and the old names are not kept: users of ${releases} have them`,
        evidence: movedNames(finding.facts),
        fix: `Accept the names in ${path === '' ? 'the document itself' : path} as aliases.`,
      }
    }
    return {
      message: `${path} is now ${to ?? show(after)}, and the old name is not kept: users of ${releases} have it`,
      evidence: [`before ${show(before)}`],
      fix: `Accept ${path} as an alias of ${to ?? show(after)}.`,
    }
  },
}
