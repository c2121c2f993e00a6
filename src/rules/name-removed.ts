import { groupBy } from '../group.ts'
import { likeness } from '../settings/compare/index.ts'
import { hasName, keyOf, namesIn, namesKept, removedNames, type RemovedName } from '../settings/names.ts'
import { tagsOf } from './migrations.ts'
import type { Rule } from './rule.ts'
import { weighBreak } from './settings.ts'
import { span } from './words.ts'
import { baseRelease } from '../world.ts'
import { lowerReleases } from '../view.ts'

export interface NameFacts {
  readonly name: string
  readonly kinds: readonly string[]
  /** A new name of the same kind that looks like the old one. */
  readonly now?: string
}

export const nameRemoved: Rule<NameFacts> = {
  id: 'name-removed',
  category: 'settings',
  summary: 'a name that users write into their own files is gone, or moved without an alias',
  severities: 'E; N in a version that admits a break',
  why: 'Files, scripts and stored objects that use the name stop working; nothing told their owners.',
  example: 'The change type createNode is called insertNode in 1.0.1.',
  cure: 'Keep the old name as an alias.',
  find(view) {
    const { candidate } = view
    const base = baseRelease(view)
    if (!base) return []
    const all = removedNames(view, base, candidate)
    return [...groupBy(all, ({ entry }) => entry.name)].map(([name, gone]) => {
      const releases = lowerReleases(view).filter((release) =>
        gone.some(({ entry, before }) => hasName(view, release, before.name, entry)),
      )
      const now = heirOf(gone[0]!)
      const kinds = gone.map(({ entry }) => entry.kind)
      return {
        rule: 'name-removed',
        ...weighBreak(view, 'error', releases),
        subject: name,
        ids: kinds.map((kind) => `${kind} ${name}`),
        releases: tagsOf(releases),
        location: { path: gone[0]!.now.path, line: 1 },
        facts: { name, kinds, ...(now === undefined ? {} : { now }) },
      }
    })
  },
  tell({ facts: { name, kinds, now }, releases }) {
    return {
      message: `the ${kinds.join(' and ')} ${name} is gone${now === undefined ? '' : `, perhaps in favour of ${now}`}: users of ${span(releases)} have it`,
      evidence: [],
      fix: `Keep ${name}${now === undefined ? '' : ` as an alias of ${now}`}, or release this under a number that admits a break.`,
    }
  },
}

/** Above this a new name is taken for the old one's heir. */
const alike = 0.5

function heirOf({ entry, before, now }: RemovedName): string | undefined {
  const known = namesKept(before)
  return namesIn(now)
    .filter((other) => other.kind === entry.kind && !known.has(keyOf(other)))
    .filter(({ name }) => resourceOf(name) === resourceOf(entry.name))
    .map(({ name }) => ({ name, score: likeness(entry.name, name) }))
    .filter(({ score }) => score >= alike)
    .sort((a, b) => b.score - a.score)[0]?.name
}

/** `Lock.pkg.example.org` of the served version `Lock.pkg.example.org/v1`: of another resource it is no heir. */
function resourceOf(name: string): string {
  return name.slice(0, Math.max(name.lastIndexOf('/'), 0))
}
