import { compareParts, compareVersions, numberOf, type TagName } from './version.ts'

/** A tag with its number, and the day of its commit. */
export interface Numbered {
  readonly name: TagName
  /** Committer date, seconds since 1970. */
  readonly date: number
}

/** `develop-20241215`, `nightly/2024.12.15`: builds between releases, of which there may be more. */
const BUILDS = /(?:^|[-_./])(?:dev(?:elop(?:ment)?)?|nightly|daily|snapshot|canary|edge|unstable)[-_./]+v?$/i
/** Two tags of one release are made by one hand, in seconds; a release train may take some days. */
const sameRelease = 7 * 86_400
/** Fewer numbers in common may be chance. */
const fewest = 3
/** Of the numbers that either family has while both are in use. */
const most = 0.8

/**
 * Prefixes of the tags that count: the family that most releases use, and those that stand for the same releases for a
 * while, as when a project takes up `v4.24.0` beside `product-4.24.0` and drops the one later.
 */
export function countedFamilies(tags: readonly Numbered[]): ReadonlySet<string> {
  const families = new Map<string, Numbered[]>()
  for (const tag of tags) {
    const family = families.get(tag.name.prefix)
    if (family) family.push(tag)
    else families.set(tag.name.prefix, [tag])
  }
  const largest = largestFamily(families)
  const counted = new Set<string>()
  if (largest === undefined) return counted
  counted.add(largest)
  for (const [prefix, family] of families)
    if (prefix !== largest && isSameProduct(family, families.get(largest)!)) counted.add(prefix)
  const next = successor(largest, families)
  if (next !== undefined) counted.add(next)
  return counted
}

/** The family that goes on where the largest one ended, in time and in number: `2.4.0` after `product-2.3.0-6`. */
function successor(largest: string, families: ReadonlyMap<string, readonly Numbered[]>): string | undefined {
  const old = fullReleases(families.get(largest)!)
  const end = Math.max(...old.map(({ date }) => date))
  const highest =
    old
      .map(({ name }) => name.version)
      .toSorted(compareVersions)
      .at(-1)?.parts ?? []
  const later = [...families].filter(([prefix, family]) => {
    const own = fullReleases(family)
    return (
      prefix !== largest &&
      !BUILDS.test(prefix) &&
      own.length >= fewest &&
      own.every(({ name, date }) => date > end - sameRelease && compareParts(highest, name.version.parts) <= 0)
    )
  })
  // Of several that begin later none is known to be the same product.
  return later.length === 1 ? later[0]![0] : undefined
}

function fullReleases(family: readonly Numbered[]): readonly Numbered[] {
  return family.filter(({ name }) => name.version.prerelease.length === 0)
}

function largestFamily(families: ReadonlyMap<string, readonly Numbered[]>): string | undefined {
  // Full releases decide; a family of pre-releases alone still beats nothing.
  const weight = (prefix: string, family: readonly Numbered[]): number => {
    const full = BUILDS.test(prefix) ? 0 : fullReleases(family).length
    return family.length + 999 * full
  }
  return [...families]
    .map(([prefix, family]) => ({ prefix, weight: weight(prefix, family) }))
    .sort((a, b) => b.weight - a.weight || a.prefix.length - b.prefix.length || (a.prefix < b.prefix ? -1 : 1))[0]
    ?.prefix
}

function isSameProduct(one: readonly Numbered[], other: readonly Numbered[]): boolean {
  const [a, b] = [one, other].map(fullReleases)
  if (a!.length < fewest || b!.length < fewest) return false
  const days = [a!, b!].map((family) => family.map(({ date }) => date))
  const from = Math.max(...days.map((dates) => Math.min(...dates))) - sameRelease
  const to = Math.min(...days.map((dates) => Math.max(...dates))) + sameRelease
  const during = [a!, b!].map((family) => family.filter(({ date }) => date >= from && date <= to))
  const dates = new Map(during[0]!.map((tag) => [numberOf(tag.name), tag.date]))
  const shared = during[1]!.filter((tag) => {
    const date = dates.get(numberOf(tag.name))
    return date !== undefined && Math.abs(date - tag.date) <= sameRelease
  }).length
  const all = during[0]!.length + during[1]!.length - shared
  return shared >= fewest && shared >= most * all
}
