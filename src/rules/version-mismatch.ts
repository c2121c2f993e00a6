import type { Manifest, Version } from '../model.ts'
import { compareParts, parseVersion } from '../releases/version.ts'
import type { View } from '../view.ts'
import type { Rule } from './rule.ts'

interface Facts {
  readonly written: string
  readonly tag: string
  readonly trap?: string
}

export const versionMismatch: Rule<Facts> = {
  id: 'version-mismatch',
  category: 'versions',
  summary: 'tag and manifest disagree, or the manifest says another number to a program than to a person',
  severities: 'W',
  why: 'The product reports, and upgrades by, another number than the release is known by.',
  example: 'plugin_config.yml has buildNumber: 1.10 without quotes, which YAML reads as 1.1.',
  cure: 'Quote numbers in YAML; set the manifest before tagging.',
  find(view) {
    return view.snapshot(view.candidate).manifests.flatMap((manifest) => {
      const { trap, version, place } = manifest
      if (trap === undefined && !disagrees(view, manifest)) return []
      return [
        {
          rule: 'version-mismatch',
          severity: 'warning' as const,
          subject: place.path,
          ids: [version],
          releases: [],
          location: place,
          facts: { written: version, tag: view.candidate.tag ?? '', ...(trap === undefined ? {} : { trap }) },
        },
      ]
    })
  },
  tell({ facts, subject }) {
    if (facts.trap !== undefined)
      return { message: `${subject}: ${facts.trap}`, evidence: [], fix: 'Put the number in quotes.' }
    return {
      message: `${subject} says ${facts.written}, the tag says ${facts.tag}`,
      evidence: [],
      fix: `Set the number in ${subject} and tag again under a new number; a released tag must not move.`,
    }
  },
}

/** Only where the manifest goes with the tags: in a project that never sets it, a difference means nothing. */
function disagrees(view: View, manifest: Manifest): boolean {
  if (!view.isTag || same(manifest, view.candidate.version)) return false
  const before = view.earlier.flatMap((release) => {
    const found = view.snapshot(release).manifests.find(({ place }) => place.path === manifest.place.path)
    return found ? [same(found, release.version)] : []
  })
  const recent = before.slice(-10)
  return recent.length > 0 && recent.filter(Boolean).length >= recent.length * 0.8
}

function same(manifest: Manifest, version: Version): boolean {
  const parsed = parseVersion(manifest.version)
  return typeof parsed !== 'string' && compareParts(parsed.parts, version.parts) === 0
}
