import { compareVersions, parseVersion } from '../releases/version.ts'
import { baseRelease } from '../world.ts'
import { baseManifest } from './versions.ts'
import type { Rule } from './rule.ts'

interface Facts {
  readonly version: string
  readonly below: string
}

export const versionDecreased: Rule<Facts> = {
  id: 'version-decreased',
  category: 'versions',
  summary: 'the number goes backwards in its line',
  severities: 'E',
  why: 'Users who have the higher number are not offered the newer release, or are refused as a downgrade.',
  example: '1.2.4 is tagged on top of 1.2.5.',
  cure: 'Number the release above every release it is built on.',
  find(view) {
    const { candidate, isTag } = view
    if (isTag) {
      const above = view.earlier.findLast(
        (release) =>
          release.line === candidate.line &&
          compareVersions(release.version, candidate.version) > 0 &&
          view.graph.reaches(candidate.commit, release.commit),
      )
      return above ? [finding(candidate.version.text, above.tag, [above.tag])] : []
    }
    return view.snapshot(candidate).manifests.flatMap((manifest) => {
      const before = baseManifest(view, manifest)
      const [now, was] = [parseVersion(manifest.version), parseVersion(before?.version ?? '')]
      if (typeof now === 'string' || typeof was === 'string' || compareVersions(now, was) >= 0) return []
      return [
        {
          ...finding(manifest.version, before?.version ?? '', [baseRelease(view)!.tag]),
          location: manifest.place,
        },
      ]
    })
  },
  tell: ({ facts }) => ({
    message: `${facts.version} is below ${facts.below}, on which it is built`,
    evidence: [],
    fix: `Take a number above ${facts.below}.`,
  }),
}

function finding(version: string, below: string, releases: readonly string[]) {
  return {
    rule: 'version-decreased',
    severity: 'error' as const,
    subject: version,
    ids: [below],
    releases,
    facts: { version, below },
  }
}
