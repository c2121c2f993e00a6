/** What the settings rules share: breaks are reported where they are introduced, against the release that users come from. */
import { groupBy } from '../group.ts'
import type { Finding, Place, Release, Severity, SettingsSurface, Witness } from '../model.ts'
import { surfaceChanges } from '../settings/changes.ts'
import type { SettingChange } from '../settings/compare/index.ts'
import { lowerReleases, type View } from '../view.ts'
import { baseRelease } from '../world.ts'
import { convertedOn } from '../settings/stored.ts'
import { tagsOf, weigh } from './migrations.ts'

export interface SettingFacts {
  readonly surface: string
  readonly path: string
  readonly before?: unknown
  readonly after?: unknown
  readonly to?: string
  /** Names of several settings that moved from the group `path` to the group `to`. */
  readonly moved?: readonly string[]
  /** Why it could be neither proven that documents are refused nor that none is. */
  readonly undecided?: string
}

/** One finding for each setting to which the rule applies between the base and the candidate. */
export function settingFindings(
  view: View,
  rule: SettingChange['rule'],
  severity: (change: SettingChange, releases: readonly Release[], surface: SettingsSurface) => Severity,
): readonly Finding<SettingFacts>[] {
  const { candidate } = view
  const base = baseRelease(view)
  if (!base) return []
  return surfaceChanges(view, base, candidate, 'proof').flatMap(({ surface, now, changes }) => {
    const converted = convertedOn(view, base, candidate, now)
    const relevant = changes.filter((change) => change.rule === rule && !converted(change.path))
    return [...groupBy(relevant, (change) => change.path).values()].map((group): Finding<SettingFacts> => {
      const change = group[0]!
      const releases = affected(view, surface, change)
      const witness = witnessOf(change, base.tag, candidate.ref)
      return {
        rule,
        ...weighBreak(view, severity(change, releases, now), releases),
        // What befell the document as a whole has no path.
        subject: change.path === '' ? surface : change.path,
        ids: [`${surface}:${change.path}`, ...limitsOf(change)],
        releases: tagsOf(releases),
        location: placeOf(now, change.pointer),
        facts: {
          surface,
          path: change.path,
          ...('before' in change ? { before: change.before } : {}),
          ...('after' in change ? { after: change.after } : {}),
          ...(change.to === undefined ? {} : { to: change.to }),
          ...(rule === 'setting-narrowed' && change.verdict === 'undecided' ? { undecided: change.reason ?? '' } : {}),
        },
        ...(witness ? { witness } : {}),
      }
    })
  })
}

/** `source.port.maximum`: how a person would name what was narrowed. */
function limitsOf({ rule, path, after }: SettingChange): readonly string[] {
  if (rule !== 'setting-narrowed' || typeof after !== 'object' || after === null) return []
  return Object.keys(after).map((keyword) => (path === '' ? keyword : `${path}.${keyword}`))
}

function witnessOf(change: SettingChange, acceptedBy: string, refusedBy: string): Witness | undefined {
  return 'witness' in change ? { document: change.witness, acceptedBy, refusedBy } : undefined
}

/** Lower releases whose users meet the same change, the base among them. */
function affected(view: View, surface: string, change: SettingChange): readonly Release[] {
  return lowerReleases(view).filter((release) => {
    const found = surfaceChanges(view, release, view.candidate).find((entry) => entry.surface === surface)
    return found?.changes.some((other) => ruleOf(other) === ruleOf(change) && other.path === change.path) ?? false
  })
}

/** What older releases have by another name is gone from where they have it. */
function ruleOf({ rule }: SettingChange): SettingChange['rule'] {
  return rule === 'setting-renamed' ? 'setting-removed' : rule
}

/** The line of a setting (pointer as the comparison gives it), or of the nearest thing around it that still stands. */
export function placeOf(surface: SettingsSurface, pointer: string): Place {
  let at = pointer.replace(/^#/, '')
  while (at !== '' && !surface.lines.has(at)) at = at.slice(0, at.lastIndexOf('/'))
  return { path: surface.paths?.get(at) ?? surface.path, line: surface.lines.get(at) ?? 1 }
}

/**
 * Whether the candidate's number admits a break. `independent`: a new major (0.x: a new minor); `synchronised` with a
 * core: x.y.0. A number that nobody has chosen yet admits none, but for that of a line which the default branch opens.
 */
export function admitsBreak(view: View): boolean {
  const { candidate } = view
  const base = baseRelease(view)
  if (!base || candidate.versionSource === 'next') return false
  if (candidate.versionSource === 'default-branch' && candidate.line === base.line) return false
  const [major = 0, minor = 0, ...rest] = candidate.version.parts
  if (view.config.policy.versions === 'synchronised') return rest.every((part) => part === 0)
  const [majorBefore = 0, minorBefore = 0] = base.version.parts
  return major > majorBefore || (major === 0 && majorBefore === 0 && minor > minorBefore)
}

/** Weighs what happened to the users of some releases. An error is a break, which a version that admits one turns into a note. */
export function weighBreak(
  view: View,
  severity: Severity,
  releases: readonly Release[],
): Pick<Finding, 'severity' | 'breaks'> {
  const weight = weigh(view, severity, releases)
  if (weight !== 'error') return { severity: weight }
  return { severity: admitsBreak(view) ? 'note' : 'error', breaks: true }
}
