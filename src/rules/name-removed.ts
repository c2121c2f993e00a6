import { groupBy } from '../group.ts'
import type { Release, Revision, SerializedName, SettingsSurface } from '../model.ts'
import { compareVersions } from '../releases/version.ts'
import { likeness } from '../settings/compare/index.ts'
import type { View } from '../view.ts'
import { isUnread } from './history.ts'
import { tagsOf } from './migrations.ts'
import type { Rule } from './rule.ts'
import { span, weighBreak } from './settings.ts'

export interface NameFacts {
  readonly name: string
  readonly kinds: readonly string[]
  /** A new name of the same kind that looks like the old one. */
  readonly now?: string
}

interface Gone {
  readonly entry: SerializedName
  readonly before: SettingsSurface
  readonly now: SettingsSurface
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
    const { candidate, predecessor } = view
    if (!predecessor) return []
    const all = goneBetween(view, predecessor, candidate)
    const names = new Set(all.map(({ entry }) => entry.name))
    // That the attributes of what is gone are gone, too, says nothing more.
    const own = all.filter(({ entry: { name } }) => !names.has(name.slice(0, Math.max(name.lastIndexOf('.'), 0))))
    return [...groupBy(own, ({ entry }) => entry.name)].map(([name, gone]) => {
      const releases = view.earlier.filter(
        (release) =>
          compareVersions(release.version, candidate.version) < 0 && gone.some((one) => had(view, release, one)),
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

/** Names of the surfaces that both have. A surface that is no longer found, or not understood, proves nothing. */
function goneBetween(view: View, from: Revision, to: Revision): readonly Gone[] {
  const [earlier, found] = [view.snapshot(from).settings, view.snapshot(to).settings]
  return [...earlier].flatMap(([name, before]): Gone[] => {
    const now = found.get(name)
    if (!now || isUnread(view, to, now.path)) return []
    // What went to a new file of the same kind still works.
    const moved = [...found].filter(([other, { format }]) => format === now.format && !earlier.has(other))
    const kept = [now, ...moved.map(([, surface]) => surface)].map(namesKept)
    const gone = spellings(before).filter((entry) => !kept.some((names) => names.has(keyOf(entry))))
    const names = new Set(gone.map((entry) => entry.name))
    // An attribute goes with what it belongs to.
    return gone.filter((entry) => !names.has(ownerOf(entry))).map((entry) => ({ entry, before, now }))
  })
}

/** `vacuum` for `vacuum.retentionHours`. */
function ownerOf({ name }: SerializedName): string {
  return name.slice(0, Math.max(name.lastIndexOf('.'), 0))
}

function namesIn({ names }: SettingsSurface): readonly SerializedName[] {
  return [...(names?.values() ?? [])]
}

/** The names of a surface and, as entries of their own, their aliases. */
function spellings(surface: SettingsSurface): readonly SerializedName[] {
  return namesIn(surface).flatMap((entry) => [entry.name, ...entry.aliases].map((name) => ({ ...entry, name })))
}

function namesKept(surface: SettingsSurface): ReadonlySet<string> {
  return new Set(spellings(surface).map(keyOf))
}

function keyOf({ kind, name }: Pick<SerializedName, 'kind' | 'name'>): string {
  return `${kind} ${name}`
}

function had(view: View, release: Release, { entry, before }: Gone): boolean {
  const surface = view.snapshot(release).settings.get(before.name)
  return surface !== undefined && namesKept(surface).has(keyOf(entry))
}

/** Above this a new name is taken for the old one's heir. */
const alike = 0.5

function heirOf({ entry, before, now }: Gone): string | undefined {
  const known = namesKept(before)
  return namesIn(now)
    .filter((other) => other.kind === entry.kind && !known.has(keyOf(other)))
    .map(({ name }) => ({ name, score: likeness(entry.name, name) }))
    .filter(({ score }) => score >= alike)
    .sort((a, b) => b.score - a.score)[0]?.name
}
