import type { Manifest } from '../model.ts'
import { parseVersion } from '../releases/version.ts'
import type { Rule } from './rule.ts'

interface Facts {
  readonly written: string
  readonly wrong: string
}

export const versionMalformed: Rule<Facts> = {
  id: 'version-malformed',
  category: 'versions',
  summary: 'the number in the manifest is not one',
  severities: 'E',
  why: 'A product that cannot compare its own number cannot be upgraded by number.',
  example: 'plugin_config.yml says buildNumber: 1.2.x',
  cure: 'Write integers joined by dots.',
  find(view) {
    return view.snapshot(view.candidate).manifests.flatMap((manifest) => {
      const { version, place } = manifest
      const wrong = whatIsWrong(manifest)
      if (wrong === undefined) return []
      return [
        {
          rule: 'version-malformed',
          severity: 'error' as const,
          subject: place.path,
          ids: [version],
          releases: [],
          location: place,
          facts: { written: version, wrong },
        },
      ]
    })
  },
  tell: ({ facts }) => ({ message: facts.wrong, evidence: [], fix: 'Write integers joined by dots, such as 1.2.0.' }),
}

function whatIsWrong({ version, scheme }: Manifest): string | undefined {
  const parsed = parseVersion(version)
  if (typeof parsed === 'string') return parsed
  if (scheme !== 'build-number' || /^\d+(?:\.\d+)*$/.test(version)) return undefined
  return `"${version}" is no build number: expected integers joined by dots`
}
