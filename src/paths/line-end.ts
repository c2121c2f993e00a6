import type { Release } from '../model.ts'
import { byLine } from '../releases/history.ts'
import { compareVersions } from '../releases/version.ts'
import type { View } from '../view.ts'

/** So many releases on both sides of a line that gets none, and no commit either, show that it is at its end. */
const releasesThatTell = 3

/**
 * Whether a line can still get a fix. Where the config does not say which lines are supported, one is at its end when its branch
 * is gone while others have theirs, when older and newer ones went on without it, or when it is a hotfix of a line that went on.
 */
export function getsFixes(view: View, name: string): boolean {
  const line = view.line(name)
  const last = line?.releases.at(-1)
  if (!line?.supported) return false
  if (name === view.candidate.line || !last || view.config.releases.supported.length > 0) return true
  const since = Math.max(last.date, line.head?.date ?? 0)
  const after = view.earlier.filter((release) => release.date > since)
  const [older, newer] = [-1, 1].map((side) => after.filter((release) => byLine(release.line, name) === side).length)
  if (Math.min(older ?? 0, newer ?? 0) >= releasesThatTell) return false
  if (isOvertaken(view, name, last)) return false
  const heads = view.lines.flatMap(({ head }) => head ?? [])
  if (line.head || heads.length < 2) return true
  return heads.some((head) => view.graph.reaches(head.commit, last.commit))
}

/** Users of the hotfix 3.3.1.1 wait for no 3.3.1.2 once there is 3.3.2. */
function isOvertaken({ candidate, earlier }: View, name: string, last: Release): boolean {
  return [...earlier, candidate].some(
    ({ line, version }) => name.startsWith(`${line}.`) && compareVersions(version, last.version) > 0,
  )
}
