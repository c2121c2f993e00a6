import type { Line, Release, Revision } from '../model.ts'
import { compareVersions } from '../releases/version.ts'
import type { View } from '../view.ts'
import { tagsOf } from './migrations.ts'
import type { Rule } from './rule.ts'
import { span } from './words.ts'

interface Facts {
  readonly lines: readonly string[]
  readonly base: string
}

export const versionOvertakesLine: Rule<Facts> = {
  id: 'version-overtakes-line',
  category: 'versions',
  summary: 'a hotfix numbered above a newer line that it is not built on',
  severities: 'E',
  why: 'Users of the newer line are offered the hotfix as an upgrade and lose everything their line brought.',
  example: '2.0 is out; a fix on top of 1.1 is tagged 2.1.',
  cure: 'Number the hotfix within the line it is built on: 1.1.1, or 1.1.0.1 for one customer.',
  find(view) {
    const { candidate, isTag } = view
    const base = isTag ? baseOf(view) : undefined
    if (!base || isStray(view, base)) return []
    const overtaken = view.lines.flatMap((line) => {
      const between = line.releases.filter((release) => compareVersions(release.version, candidate.version) < 0)
      return between.length > 0 && isOvertaken(view, line, base) ? [{ name: line.name, between }] : []
    })
    const [first] = overtaken
    if (!first) return []
    const last = overtaken.at(-1)!
    return [
      {
        rule: 'version-overtakes-line',
        severity: 'error' as const,
        subject: first === last ? first.name : `${first.name} to ${last.name}`,
        ids: [candidate.ref, base.tag, ...overtaken.map(({ name }) => name)],
        releases: overtaken.flatMap(({ between }) => tagsOf(between)),
        facts: { lines: overtaken.map(({ name }) => name), base: base.tag },
      },
    ]
  },
  tell: ({ facts: { lines, base }, releases, subject }, view) => {
    const [what, it] = lines.length === 1 ? [`line ${subject}`, 'it'] : [`${lines.length} lines, ${subject}`, 'them']
    return {
      message: `${view.candidate.ref} is built on ${base} and numbered above ${what} (${span(releases)}), without containing ${it}`,
      evidence: [],
      fix: `Number it within the line of ${base}.`,
    }
  },
}

/** Whether the line was there before the candidate, above its base, and is no part of it. */
function isOvertaken(view: View, line: Line, base: Release): boolean {
  const { candidate, graph } = view
  const [first] = line.releases
  if (!first || line.name === candidate.line || compareVersions(first.version, base.version) <= 0) return false
  // Hotfixes of one release of the very line that the candidate goes on from: 5.3.1 of 5.3, but not 2.1 of 2.0.
  if (line.name.startsWith(`${base.line}.`)) return false
  if (line.releases.some((release) => graph.reaches(candidate.commit, release.commit))) return false
  // A line of picks on top of the base is no place to go through for what was cut from the trunk after it.
  if (isCutAfter(view, candidate, first)) return false
  // Trunk moved on between the base and a release branch: then the candidate is built on what the line was cut from.
  const fork = graph.forkPoint(candidate.commit, first.commit)
  return fork !== undefined && graph.reaches(base.commit, fork)
}

/** The highest release the candidate is built on. */
function baseOf(view: View): Release | undefined {
  return view.earlier.findLast((release) => view.graph.reaches(view.candidate.commit, release.commit))
}

function isCutAfter({ graph, trunk }: View, later: Revision, earlier: Revision): boolean {
  if (trunk === undefined) return false
  const [cut, before] = [later, earlier].map(({ commit }) => graph.forkPoint(trunk, commit))
  return cut !== undefined && before !== undefined && cut !== before && graph.reaches(cut, before)
}

/** Whether a release lies elsewhere than its line, on the trunk perhaps, by a slip of whoever tagged it. */
function isStray({ lines, graph }: View, { line, commit }: Release): boolean {
  const { releases = [] } = lines.find(({ name }) => name === line) ?? {}
  const below = releases[releases.findIndex((release) => release.commit === commit) - 1]
  return below !== undefined && !graph.reaches(commit, below.commit)
}
