import { matchesGlob } from '../config/glob.ts'
import type { Config } from '../config/config.ts'
import { groupBy } from '../group.ts'
import type { BrokenRef, Ref } from '../git/refs.ts'
import type { Release, Skipped, Version } from '../model.ts'
import { countedFamilies } from './families.ts'
import { countRevisions } from './revisions.ts'
import {
  compareVersions,
  leading,
  marksEnd,
  parseTag,
  parseVersion,
  writtenNumber,
  writtenParts,
  type TagName,
} from './version.ts'

/** A release before its line is known. */
export type Tagged = Omit<Release, 'line'>

export interface TagReading {
  /** In version order, lowest first. */
  readonly releases: readonly Tagged[]
  readonly skipped: readonly Skipped[]
  readonly scheme: 'semver' | 'build-number'
  /** What tags mark as the last commit of a line. */
  readonly ends: readonly Ref[]
  /** Pre-releases that do not count as releases, with the number that they are on their way to. */
  readonly early: readonly Numbering[]
  /** Tags whose number a release has on another commit. */
  readonly doubles: readonly Numbering[]
}

/** A tag that has a number and is no release. */
export interface Numbering {
  readonly tag: string
  readonly commit: string
  /** Seconds since 1970, as of a release. */
  readonly date: number
  readonly version: Version
}

/** Turns tag refs into releases. A tag that gives none is listed with the reason. */
export function readTags(refs: readonly Ref[], broken: readonly BrokenRef[], settings: Config['releases']): TagReading {
  const skipped: Skipped[] = broken.map((ref) => ({ tag: shortTag(ref.name), reason: ref.reason }))
  const read: Named[] = []
  for (const ref of refs) {
    const tag = shortTag(ref.name)
    const name = settings.tags.length > 0 ? parseConfigured(tag, settings.tags) : parseTag(tag)
    if (typeof name === 'string') skipped.push({ tag, reason: name })
    else read.push({ ref, tag, name })
  }
  const named = countRevisions(read)
  const families =
    settings.tags.length > 0 ? undefined : countedFamilies(named.map(({ name, ref }) => ({ name, date: ref.date })))
  const early: Numbering[] = []
  const kept = named.filter((one) => {
    const { tag, name } = one
    const reason =
      families?.has(name.prefix) === false
        ? `another tag family ("${name.prefix}")`
        : name.version.prerelease.length > 0 && !settings.prereleases
          ? 'pre-release'
          : isMoving(one, named)
            ? 'moving tag of a line'
            : undefined
    if (reason !== undefined) skipped.push({ tag, reason })
    if (reason === 'pre-release')
      early.push({ tag, commit: one.ref.commit, date: one.ref.date, version: onItsWayTo(name.version) })
    return reason === undefined
  })
  kept.sort((a, b) => compareVersions(a.name.version, b.name.version) || byNicety(a.tag, b.tag))
  const usualStart = startsOf(kept)
  const usual = usualParts(kept)
  const releases: Tagged[] = []
  /** Tags whose number the release at a place has, on another commit. */
  const taken: { readonly one: Numbering; readonly at: number }[] = []
  let prefix = ''
  for (const { ref, tag, name } of kept) {
    const twin = releases.at(-1)
    if (twin && compareVersions(twin.version, name.version) === 0) {
      // Two families of one product name a release each in their own way, and not always on the same commit.
      const isTwin = twin.commit === ref.commit || (families !== undefined && prefix !== name.prefix)
      // `v7` of an action stands beside v7.0.0 only until the next release: the number in full names this one for good.
      const isInFull = twin.commit === ref.commit && prefix === name.prefix && writtenParts(name.version) === usual
      if (isInFull && writtenParts(twin.version) !== usual)
        releases[releases.length - 1] = {
          ...twin,
          ref: tag,
          tag,
          version: name.version,
          twins: [twin.tag, ...twin.twins],
        }
      else if (isTwin) releases[releases.length - 1] = { ...twin, twins: [...twin.twins, tag] }
      else {
        // A project that writes `v` now may have taken up one that did not, and had got as far.
        const isUsual = buildOf(twin.version) === buildOf(name.version) && usualStart(tag) > usualStart(twin.tag)
        if (isUsual) releases[releases.length - 1] = releaseOf(ref, tag, name.version)
        const one = isUsual ? twin : { tag, commit: ref.commit, date: ref.date, version: name.version }
        taken.push({ one, at: releases.length - 1 })
      }
      continue
    }
    prefix = name.prefix
    releases.push(releaseOf(ref, tag, name.version))
  }
  const doubles: Numbering[] = []
  for (const { one, at } of taken) {
    const { tag, version } = one
    const release = releases[at]!
    const isBuild = buildOf(version) !== buildOf(release.version)
    skipped.push({
      tag,
      reason: isBuild ? `another build of ${release.tag}` : `the same version as ${release.tag}, on another commit`,
    })
    if (!isBuild) doubles.push(one)
  }
  const { current: numbered, abandoned: dates } = dropDates(releases)
  const { current, abandoned } = dropAbandonedScheme(numbered)
  skipped.push(...dates, ...abandoned)
  return {
    releases: current,
    skipped,
    scheme: settings.scheme === 'auto' ? guessScheme(current) : settings.scheme,
    ends: refs.filter((ref) => marksEnd(shortTag(ref.name))),
    early,
    doubles,
  }
}

function releaseOf({ commit, tree, date }: Ref, tag: string, version: Version): Tagged {
  return { ref: tag, tag, twins: [], version, commit, tree, date }
}

function onItsWayTo(version: Version): Version {
  return { text: writtenNumber(version), parts: version.parts, prerelease: [] }
}

/** `docs` of v2.1.7+docs, which says that it is not v2.1.7 itself. */
function buildOf({ text }: Version): string {
  return text.split('+')[1] ?? ''
}

interface Named {
  readonly ref: Ref
  readonly tag: string
  readonly name: TagName
}

/**
 * Whether a short tag follows the releases of its line: `v4` of an action is no release, it moves from v4.0.0 to v4.4.0. It stands at a
 * higher one's commit, or was set after one while the release that has its own number is elsewhere.
 */
function isMoving({ ref, name }: Named, all: readonly Named[]): boolean {
  const { version } = name
  const depth = writtenParts(version)
  if (depth > 2 || version.prerelease.length > 0) return false
  const own = leading(version, depth).join('.')
  const longer = all.filter(
    (other) =>
      other.name.prefix === name.prefix &&
      other.name.version.prerelease.length === 0 &&
      writtenParts(other.name.version) > depth &&
      leading(other.name.version, depth).join('.') === own,
  )
  const higher = longer.filter((other) => compareVersions(other.name.version, version) > 0)
  const isTaken = longer.some(
    (other) => compareVersions(other.name.version, version) === 0 && other.ref.commit !== ref.commit,
  )
  return higher.some((other) => other.ref.commit === ref.commit || (isTaken && other.ref.date <= ref.date))
}

/** How many parts most releases write; of two counts alike the higher. */
function usualParts(named: readonly Named[]): number {
  const groups = groupBy(named, ({ name }) => writtenParts(name.version))
  return [...groups].sort(([a, of], [b, others]) => others.length - of.length || b - a)[0]?.[0] ?? 0
}

function shortTag(name: string): string {
  return name.replace(/^refs\/tags\//, '')
}

/** How many tags have before their number what a tag has there. */
function startsOf(named: readonly Named[]): (tag: string) => number {
  const startOf = (tag: string): string => tag.slice(0, tag.search(/\d/))
  const counts = new Map([...groupBy(named, ({ tag }) => startOf(tag))].map(([start, group]) => [start, group.length]))
  return (tag) => counts.get(startOf(tag)) ?? 0
}

/** The order of two tags with one version: the shorter, then by name. */
function byNicety(a: string, b: string): number {
  return a.length - b.length || (a < b ? -1 : 1)
}

/** Config patterns: `{version}` marks the number; without it the number is found as in any tag. */
function parseConfigured(tag: string, patterns: readonly string[]): TagName | string {
  for (const pattern of patterns) {
    const marker = pattern.indexOf('{version}')
    if (marker >= 0) {
      const before = pattern.slice(0, marker)
      const after = pattern.slice(marker + '{version}'.length)
      if (!tag.startsWith(before) || !tag.endsWith(after) || tag.length < before.length + after.length) continue
      const version = parseVersion(tag.slice(before.length, tag.length - after.length))
      if (typeof version !== 'string') return { prefix: before, version }
    } else if (matchesGlob(tag, pattern)) {
      return parseTag(tag)
    }
  }
  return 'not matched by releases.tags'
}

interface Sorted {
  readonly current: readonly Tagged[]
  readonly abandoned: readonly Skipped[]
}

/** The day of a build (20200616, 2.34.2024121211) among numbers would be above all of them. */
function dropDates(releases: readonly Tagged[]): Sorted {
  const isDate = ({ version }: Tagged): boolean =>
    /^(?:\d+[._])*(?:19|20|21)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d\d){0,3}$/.test(version.text)
  const dates = releases.filter(isDate)
  if (2 * dates.length >= releases.length) return { current: releases, abandoned: [] }
  return {
    current: releases.filter((release) => !isDate(release)),
    abandoned: dates.map(({ tag }) => ({ tag, reason: 'a date, where releases have numbers' })),
  }
}

/** Calendar numbers (2015.1) that a project left for small ones (7.0) sort above everything for ever. */
function dropAbandonedScheme(releases: readonly Tagged[]): Sorted {
  const isCalendar = (release: Tagged): boolean =>
    (release.version.parts[0] ?? 0) >= 1990 && (release.version.parts[0] ?? 0) < 2200
  const calendar = releases.filter(isCalendar)
  const small = releases.filter((release) => (release.version.parts[0] ?? 0) < 1000)
  const lastCalendar = Math.max(...calendar.map((release) => release.date))
  const later = small.filter((release) => release.date > lastCalendar)
  if (calendar.length === 0 || later.length < small.length / 2 || later.length === 0)
    return { current: releases, abandoned: [] }
  const reason = `calendar number, a scheme the project left before ${later[0]!.tag}`
  return {
    current: releases.filter((release) => !isCalendar(release)),
    abandoned: calendar.map(({ tag }) => ({ tag, reason })),
  }
}

function guessScheme(releases: readonly Tagged[]): TagReading['scheme'] {
  const three = releases.filter((release) => writtenParts(release.version) === 3).length
  return releases.length > 0 && three >= releases.length * 0.8 ? 'semver' : 'build-number'
}
