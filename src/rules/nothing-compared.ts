import type { Rule } from './rule.ts'

interface Facts {
  readonly what: 'releases' | 'readers'
  readonly skipped: number
}

export const nothingCompared: Rule<Facts> = {
  id: 'nothing-compared',
  category: 'check',
  summary: 'there was no baseline: no earlier release, or nothing in it that is understood',
  severities:
    'N for a first release or where no migrations and settings were found; E where tags exist and all were skipped',
  why: 'A check that compared nothing is green for the wrong reason.',
  example: 'The tags are named build-2026-10-01-a and none gives a version.',
  cure: 'Name the tags in releases.tags, fetch them (fetch-depth: 0), or name migrations and settings in the config.',
  find(view) {
    const release = view.earlier.length === 0
    const revisions = [view.candidate, ...view.earlier]
    const read = revisions.some((revision) => {
      const snapshot = view.snapshot(revision)
      return snapshot.lists.size + snapshot.settings.size > 0
    })
    const what = release ? 'releases' : 'readers'
    if (!release && read) return []
    const skipped = view.skipped.filter(({ tag }) => tag !== view.candidate.tag && !view.isTag).length
    return [
      {
        rule: 'nothing-compared',
        severity: release && skipped > 0 ? ('error' as const) : ('note' as const),
        subject: what,
        ids: [],
        releases: [],
        facts: { what, skipped },
      },
    ]
  },
  tell({ facts }, view) {
    if (facts.what === 'readers') {
      return {
        message: `no migrations and no settings were found in ${view.candidate.ref} or in ${view.earlier.length} earlier releases; only commits and version numbers were compared`,
        evidence: [],
        fix: 'Name them under migrations and settings in .github/upgrade-paths.yml; `upgrade-paths init` writes one to start from.',
      }
    }
    const reasons = [...new Set(view.skipped.map(({ reason }) => reason))].slice(0, 5)
    return {
      message:
        facts.skipped > 0
          ? `all ${facts.skipped} tags were skipped: nothing was compared`
          : 'no earlier release exists: nothing was compared',
      evidence: reasons,
      fix:
        facts.skipped > 0
          ? 'Name the tags that are releases in releases.tags.'
          : 'Nothing to do for a first release; else fetch the tags.',
    }
  },
}
