import { compareVersions, nextVersion, writtenParts } from '../releases/version.ts'
import type { View } from '../view.ts'
import { breaksOf } from './breaks.ts'
import type { Rule } from './rule.ts'
import { admitsBreak } from './settings.ts'
import { span } from './words.ts'
import { baseRelease } from '../world.ts'

interface Facts {
  readonly breaks: readonly string[]
  /** The next number that admits a break; absent where a release has it already. */
  readonly admits?: string
}

export const versionUnderstatesBreak: Rule<Facts> = {
  id: 'version-understates-break',
  category: 'versions',
  summary: 'a break in a version that does not admit one',
  severities: 'E',
  why: 'Users and their tools take such a version without reading the notes, and find out in production.',
  example: '1.4.3 removes a setting that 1.4.2 had.',
  cure: 'Take the next major number (a minor one below 1.0; x.y.0 where policy.versions is synchronised), or keep what it breaks.',
  find(view) {
    const { candidate } = view
    // A number that nobody has chosen yet understates nothing.
    if (!baseRelease(view) || candidate.versionSource === 'next' || candidate.versionSource === 'default-branch')
      return []
    const breaks = admitsBreak(view) ? [] : breaksOf(view)
    if (breaks.length === 0) return []
    const tags = new Set(breaks.flatMap(({ finding }) => finding.releases))
    const location = breaks[0]!.finding.location
    const admits = admittingNumber(view)
    return [
      {
        rule: 'version-understates-break',
        severity: 'error' as const,
        subject: candidate.tag ?? candidate.version.text,
        ids: breaks.map(({ finding }) => finding.subject),
        releases: view.earlier.map(({ tag }) => tag).filter((tag) => tags.has(tag)),
        ...(location ? { location } : {}),
        facts: {
          breaks: breaks.map(({ finding }) => `${finding.rule} ${finding.subject}`),
          ...(admits === undefined ? {} : { admits }),
        },
      },
    ]
  },
  tell({ facts: { breaks, admits }, subject, releases }) {
    const count = breaks.length === 1 ? 'a break' : `${breaks.length} breaks`
    return {
      message: `${subject} has ${count} for users of ${span(releases)}, and its number says that there is none`,
      evidence: breaks,
      fix:
        admits === undefined
          ? 'Keep what it breaks: no number of this line admits it, the next one is taken.'
          : `Release it as ${admits}, or keep what it breaks.`,
    }
  },
}

/** The next number after the predecessor's that admits a break; undefined where a newer line has begun with it. */
function admittingNumber(view: View): string | undefined {
  const { version } = baseRelease(view)!
  const isMinor = view.config.policy.versions === 'synchronised' || version.parts[0] === 0
  const next = nextVersion(version, isMinor ? Math.min(1, writtenParts(version)) : 0)
  return view.earlier.some((release) => compareVersions(release.version, next) >= 0) ? undefined : next.text
}
