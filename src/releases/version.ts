import semver from 'semver'
import type { Version } from '../model.ts'

/** A tag taken apart. */
export interface TagName {
  /** Text before the number, without a leading `v`: tags with the same prefix are one family. */
  readonly prefix: string
  readonly version: Version
}

/** Suffixes that say "this is the release", as Java projects write them. */
const finalSuffix = /^[._-]?(?:final|release|ga)$/i
/** Suffixes that come after the release and count as one more part. */
const laterSuffix = /^[._-]?(?:hotfix|patch|post|sp|p|update|u)[._-]?(\d+)$/i
/** A number at the start or after a separator, `v` or `r` allowed before it. */
const numberInTag = /(^|[^0-9A-Za-z])([vVrR]?)(\d+(?:[._]\d+)*)/g
/** Build metadata by its place, which has no say in what comes first, and a pre-release by its word: `1.16.0+alpha.1`. */
const earlyBuild = /^(?:alpha|beta|rc|pre(?:view)?|dev|snapshot|nightly|canary)(?![a-z])/i
const endOfLife = /(?:^|[^a-z])(?:eol|em|unmaintained)$/i

/** Whether a tag says that its line gets nothing more: `2024.2-eol`; not `-em`, extended maintenance. */
export function marksEnd(tag: string): boolean {
  return endOfLife.test(tag) && /eol$/i.test(tag)
}

/** The number alone, trailing zeros left out: equal for 1.2 and 1.2.0-rc1. */
export function numberOf({ version }: TagName): string {
  return version.parts.join('.')
}

/** Takes a tag's short name apart; a string says why it names no version. */
export function parseTag(tag: string): TagName | string {
  if (endOfLife.test(tag)) return 'marks the end of a line'
  const candidates = [...tag.matchAll(numberInTag)]
  const match = candidates.find((found) => /[._]/.test(found[3]!)) ?? candidates[0]
  if (!match) return 'no version number in it'
  const [whole, separator = '', , digits = ''] = match
  const start = match.index + whole.length - digits.length
  const prefix = tag.slice(0, match.index) + separator
  const version = parseNumber(digits, tag.slice(start + digits.length))
  return typeof version === 'string' ? version : { prefix, version }
}

/** Reads a number as a person writes it in a manifest or a flag; a string says what is wrong. */
export function parseVersion(text: string): Version | string {
  const match = /^[vV]?(\d+(?:[._]\d+)*)(.*)$/s.exec(text.trim())
  if (!match) return `"${text}" is no version number: expected integers joined by dots`
  return parseNumber(match[1]!, match[2]!)
}

function parseNumber(digits: string, suffix: string): Version | string {
  const numbers = digits.split(/[._]/).map(Number)
  if (numbers.some((part) => !Number.isSafeInteger(part))) return 'a part of the number is too large'
  const text = digits + suffix
  const [bare = '', build = ''] = suffix.split('+', 2)
  const later = laterSuffix.exec(bare)
  if (later) return { text, parts: trimZeros([...numbers, Number(later[1])]), prerelease: [] }
  const isFinal = bare === '' || finalSuffix.test(bare)
  const early = isFinal ? (earlyBuild.test(build) ? build : '') : bare
  const prerelease = early === '' ? [] : identifiers(early)
  return { text, parts: trimZeros(numbers), prerelease }
}

/** `-rc.1`, `RC1` and `b2` all read as a word and a number. */
function identifiers(suffix: string): (string | number)[] {
  const found = suffix.toLowerCase().match(/\d+|[a-z]+/g) ?? [suffix]
  return found.map((part) => (/^\d{1,15}$/.test(part) ? Number(part) : part))
}

export function trimZeros(parts: readonly number[]): readonly number[] {
  let end = parts.length
  while (end > 1 && parts[end - 1] === 0) end--
  return parts.slice(0, end)
}

/** The number as written, without what stands behind it: 1.0.0 of `1.0.0-rc1`. */
export function writtenNumber({ text }: Version): string {
  return /^\d+(?:[._]\d+)*/.exec(text)?.[0] ?? ''
}

/** Number of integers as written: 1.0.0 has three although it equals 1. */
export function writtenParts(version: Version): number {
  return Math.max(writtenNumber(version).split(/[._]/).length, version.parts.length)
}

/** The first `count` parts, padded with zeros. */
export function leading(version: Version, count: number): readonly number[] {
  return Array.from({ length: count }, (_, n) => version.parts[n] ?? 0)
}

/**
 * Numeric part by part, trailing zeros ignored; a pre-release is below its release (semver.org, item 11), revisions are
 * above it.
 */
export function compareVersions(a: Version, b: Version): number {
  const byNumber = compareParts(a.parts, b.parts)
  if (byNumber !== 0) return byNumber
  if ((a.prerelease.length === 0) !== (b.prerelease.length === 0)) return b.prerelease.length - a.prerelease.length
  for (let n = 0; n < Math.max(a.prerelease.length, b.prerelease.length); n++) {
    const order = compareIdentifiers(a.prerelease[n], b.prerelease[n])
    if (order !== 0) return order
  }
  return compareParts(a.revision ?? [], b.revision ?? [])
}

export function compareParts(a: readonly number[], b: readonly number[]): number {
  for (let n = 0; n < Math.max(a.length, b.length); n++) {
    const difference = (a[n] ?? 0) - (b[n] ?? 0)
    if (difference !== 0) return Math.sign(difference)
  }
  return 0
}

function compareIdentifiers(a: string | number | undefined, b: string | number | undefined): number {
  if (a === undefined || b === undefined) return a === b ? 0 : a === undefined ? -1 : 1
  return semver.compareIdentifiers(String(a), String(b))
}

/** The number after this one, counted in its last written part, at least in part `position` (from 0). */
export function nextVersion(version: Version, position = writtenParts(version) - 1): Version {
  const parts = leading(version, Math.max(position + 1, writtenParts(version))).map((part, n) =>
    n > position ? 0 : part,
  )
  parts[position] = (parts[position] ?? 0) + 1
  return { text: parts.join('.'), parts: trimZeros(parts), prerelease: [] }
}
