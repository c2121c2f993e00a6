import { groupBy } from '../group.ts'
import { tagsOf } from './migrations.ts'
import type { Rule } from './rule.ts'

interface Facts {
  readonly path: string
  readonly reasons: readonly string[]
  readonly own: boolean
}

export const releaseUnreadable: Rule<Facts> = {
  id: 'release-unreadable',
  category: 'check',
  summary: 'part of the candidate or of a baseline could not be read',
  severities: 'E for the candidate, else N',
  why: 'What was not read was not compared: a break in it goes unseen.',
  example: 'schema.json of the candidate ends in the middle.',
  cure: 'Mend the file, or leave it out in the config.',
  find(view) {
    const own = view.snapshot(view.candidate).unreadable
    const ownPaths = new Set(own.map((entry) => entry.place.path))
    const older = view.earlier.flatMap((release) =>
      view.snapshot(release).unreadable.map((entry) => ({ release, entry })),
    )
    const ofCandidate = [...groupBy(own, (entry) => entry.place.path)].map(([path, entries]) => ({
      rule: 'release-unreadable',
      severity: 'error' as const,
      subject: path,
      ids: [],
      releases: [],
      location: entries[0]!.place,
      facts: { path, reasons: entries.map(({ place, reason }) => `${path}:${place.line}: ${reason}`), own: true },
    }))
    const ofOthers = [...groupBy(older, ({ entry }) => entry.place.path)]
      .filter(([path]) => !ownPaths.has(path))
      .map(([path, entries]) => ({
        rule: 'release-unreadable',
        severity: 'note' as const,
        subject: path,
        ids: [],
        releases: [...new Set(tagsOf(entries.map(({ release }) => release)))],
        facts: {
          path,
          reasons: [...new Set(entries.map(({ entry }) => `${path}:${entry.place.line}: ${entry.reason}`))],
          own: false,
        },
      }))
    return [...ofCandidate, ...ofOthers]
  },
  tell({ facts, releases }, view) {
    const where = facts.own
      ? view.candidate.ref
      : `${releases.length} earlier ${releases.length === 1 ? 'release' : 'releases'}`
    return {
      message: `${facts.path || 'the tree'} could not be read in ${where}: what it declares was not compared`,
      evidence: facts.reasons.slice(0, 10),
      fix: facts.own
        ? 'Mend the file, or name what to read in the config.'
        : 'Nothing, unless users still run these releases.',
    }
  },
}
