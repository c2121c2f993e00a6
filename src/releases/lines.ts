import type { Version } from '../model.ts'
import { compareVersions, leading, writtenParts } from './version.ts'

/** What finding lines needs to know of a release. */
export interface Numbered {
  readonly commit: string
  readonly version: Version
}

export interface LineNames<T extends Numbered> {
  nameOf(release: T): string
  /** The name a version would have, released or not. */
  nameFor(version: Version): string
  /** Lines whose releases do not descend from one another although they share every leading part. */
  readonly unchained: readonly string[]
  /** How many leading parts a line's name has at most, hotfixes apart. */
  readonly deepest: number
}

/**
 * Names the line of each release. Starts with one leading part and splits a group by its next part while it is no
 * chain (each release descending from the one below it), never by the last part. Releases with an extra part
 * (1.1.0.1) are hotfixes: a line of their own, named by the release they are built on.
 *
 * `descends(older, newer)` says whether `newer` has `older` in its history.
 */
export function findLines<T extends Numbered>(
  releases: readonly T[],
  setting: 'auto' | number,
  descends: (older: T, newer: T) => boolean,
): LineNames<T> {
  const usual = usualParts(releases)
  const depths = new Map<string, number>()
  const unchained: string[] = []
  const regular = releases.filter((release) => !isHotfix(release.version))
  const deepest = Math.max(1, usual - 1)

  /** 1.1.0.1 has an extra part where three are usual; 1.1.0.0 is 1.1.0. */
  function isHotfix(version: Version): boolean {
    return version.parts.length > usual
  }
  function settle(group: readonly T[], depth: number): void {
    const name = nameAt(group[0]!.version, depth)
    const chained = isChain(group, descends)
    if (chained || depth >= deepest) {
      depths.set(name, depth)
      if (!chained) unchained.push(name)
      return
    }
    for (const part of groups(group, depth + 1)) settle(part, depth + 1)
  }
  if (setting === 'auto') for (const group of groups(regular, 1)) settle(group, 1)

  function nameFor(version: Version): string {
    if (setting !== 'auto') return nameAt(version, setting)
    if (isHotfix(version)) return nameAt(version, version.parts.length - 1)
    for (let depth = 1; depth <= deepest; depth++) {
      if (depths.has(nameAt(version, depth)) && depths.get(nameAt(version, depth)) === depth)
        return nameAt(version, depth)
    }
    return nameAt(version, siblingDepth(version))
  }
  /** A line nobody released on yet is named as deeply as its relatives, else as the newest line. */
  function siblingDepth(version: Version): number {
    const related = regular.filter((release) => release.version.parts[0] === version.parts[0])
    const like = (related.length > 0 ? related : regular)
      .toSorted((a, b) => compareVersions(a.version, b.version))
      .at(-1)
    if (!like) return deepest
    for (let depth = 1; depth <= deepest; depth++) if (depths.get(nameAt(like.version, depth)) === depth) return depth
    return deepest
  }

  return { nameOf: (release) => nameFor(release.version), nameFor, unchained, deepest }
}

function nameAt(version: Version, depth: number): string {
  return leading(version, depth).join('.')
}

/** The count of written parts most releases have; of two equally common, the larger. */
function usualParts(releases: readonly Numbered[]): number {
  const counts = new Map<number, number>()
  for (const release of releases) {
    const parts = writtenParts(release.version)
    counts.set(parts, (counts.get(parts) ?? 0) + 1)
  }
  let best = 3
  let most = 0
  for (const [parts, count] of counts) {
    if (count > most || (count === most && parts > best)) [best, most] = [parts, count]
  }
  return best
}

function groups<T extends Numbered>(releases: readonly T[], depth: number): readonly T[][] {
  const found = new Map<string, T[]>()
  for (const release of releases.toSorted((a, b) => compareVersions(a.version, b.version))) {
    const name = nameAt(release.version, depth)
    const group = found.get(name)
    if (group) group.push(release)
    else found.set(name, [release])
  }
  return [...found.values()]
}

function isChain<T extends Numbered>(group: readonly T[], descends: (older: T, newer: T) => boolean): boolean {
  return group.every((release, n) => n === 0 || descends(group[n - 1]!, release))
}

/** Old projects have dozens of such lines, and nobody reads a remark for each. */
export function unchainedWords(names: readonly string[]): string[] {
  if (names.length === 0) return []
  const shown = names.length > 4 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')
  return [`${names.length === 1 ? 'line' : 'lines'} ${shown}: not every release descends from the one below it`]
}
