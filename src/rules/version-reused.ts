import { compareVersions, parseVersion } from '../releases/version.ts'
import { baseManifest } from './versions.ts'
import type { Rule } from './rule.ts'

interface Facts {
  readonly version: string
  readonly by: string
}

export const versionReused: Rule<Facts> = {
  id: 'version-reused',
  category: 'versions',
  summary: 'the number is taken: two tags on different commits, or a pull request that sets a released number',
  severities: 'E',
  why: 'Two different products answer to one number: no upgrade check, cache or bug report can tell them apart.',
  example: 'v1.2.0 and 1.2.0 on different commits.',
  cure: 'Take the next free number.',
  find(view) {
    const { candidate, isTag } = view
    if (isTag) {
      const before = view.doubles.filter(({ date, commit }) => date <= candidate.date && commit !== candidate.commit)
      const taken = [...before, ...view.earlier].filter(
        ({ version }) => compareVersions(version, candidate.version) === 0,
      )
      return taken.map(({ tag }) => finding(candidate.version.text, tag, [tag]))
    }
    return view.snapshot(candidate).manifests.flatMap((manifest) => {
      const version = parseVersion(manifest.version)
      const before = baseManifest(view, manifest)
      if (typeof version === 'string' || before === undefined || before.version === manifest.version) return []
      const release = view.earlier.find((entry) => compareVersions(entry.version, version) === 0)
      return release ? [{ ...finding(manifest.version, release.tag, [release.tag]), location: manifest.place }] : []
    })
  },
  tell: ({ facts }) => ({
    message: `${facts.version} is taken by the tag ${facts.by}`,
    evidence: [],
    fix: 'Take a number that no release has.',
  }),
}

function finding(version: string, by: string, releases: readonly string[]) {
  return {
    rule: 'version-reused',
    severity: 'error' as const,
    subject: version,
    ids: [by],
    releases,
    facts: { version, by },
  }
}
