import { announces, newSection } from '../notes/sections.ts'
import type { View } from '../view.ts'
import { breaksOf, type Break } from './breaks.ts'
import type { Rule } from './rule.ts'
import { span } from './words.ts'
import { baseRelease } from '../world.ts'

interface Facts {
  readonly breaks: readonly string[]
  /** The file that should name them. */
  readonly path?: string
}

export const breakNotAnnounced: Rule<Facts> = {
  id: 'break-not-announced',
  category: 'versions',
  summary: 'a release breaks something, and "Breaking changes" at the top of its notes does not name it',
  severities: 'W; N where the repository has no notes',
  why: 'Users learn of it from the failure; those who read the notes trusted them.',
  example: 'CHANGELOG.md of 2.0.0 lists features; the setting it removed is not in it.',
  cure: 'Paste the paragraph that the finding carries at the top of the notes: what changed, who is affected, what to do.',
  find(view) {
    const missing = unannounced(view)
    if (missing.length === 0) return []
    const tags = new Set(missing.flatMap(({ finding }) => finding.releases))
    const notes = view.notes[0]
    return [
      {
        rule: 'break-not-announced',
        severity: notes ? ('warning' as const) : ('note' as const),
        subject: view.candidate.ref,
        ids: missing.map(({ finding }) => finding.subject),
        releases: view.earlier.map(({ tag }) => tag).filter((tag) => tags.has(tag)),
        ...(notes && notes.folder === undefined ? { location: { path: notes.path, line: 1 } } : {}),
        facts: {
          breaks: missing.map(({ finding }) => `${finding.rule} ${finding.subject}`),
          ...(notes ? { path: notes.path } : {}),
        },
      },
    ]
  },
  tell({ facts: { breaks, path }, subject }, view) {
    const what = breaks.length === 1 ? 'its break' : `${breaks.length} breaks`
    const items = unannounced(view).map(({ announcement, finding }) => {
      const affected = finding.releases.length === 0 ? '' : ` Affects users of ${span(finding.releases)}.`
      return `${announcement}${affected}`
    })
    return {
      message:
        path === undefined
          ? `${subject} does not announce ${what} in the repository; if it has notes elsewhere, they should`
          : `${path} does not name ${what} under "Breaking changes" of ${subject}`,
      evidence: breaks,
      fix: `Put this at the top of the notes of ${subject}:\n${newSection(path ?? 'notes.md', items)}`,
    }
  },
}

function unannounced(view: View): readonly Break[] {
  const { candidate, notes } = view
  const base = baseRelease(view)
  if (!view.isTag || !base) return []
  // The notes of what was released in between, on another line too, are read on the way.
  const versions = { above: base.version, upTo: candidate.version }
  return breaksOf(view).filter(({ names }) => !notes.some((file) => announces(file, versions, names)))
}
