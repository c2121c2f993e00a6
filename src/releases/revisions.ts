import { groupBy } from '../group.ts'
import { numberOf, trimZeros, writtenNumber, type TagName } from './version.ts'

interface Named {
  readonly name: TagName
  readonly ref: { readonly commit: string }
}

/**
 * Reads numbers behind the number where a family of tags means them so: `-2` of package releases (`product-4.4.1-2`) and
 * `+k3s2` of builds count releases of one number, `-9-0` of names without dots (`release-4-9-0`) is the rest of it.
 */
export function countRevisions<T extends Named>(named: readonly T[]): readonly T[] {
  const read = new Map<T, T>()
  for (const family of groupBy(named, ({ name }) => name.prefix).values()) {
    for (const one of [...dashed(family), ...builds(family)]) read.set(one, withRevision(one))
  }
  return named.map((one) => read.get(one) ?? one)
}

/** By semver.org, item 9, `-2` is a pre-release: where most numbers never come without it, it is not meant so. */
function dashed<T extends Named>(family: readonly T[]): readonly T[] {
  const numbered = family.filter((one) => /^(?:-\d{1,15})+$/.test(suffixOf(one)))
  const bare = new Set(family.filter((one) => suffixOf(one) === '').map(({ name }) => numberOf(name)))
  const only = new Set(numbered.map(({ name }) => numberOf(name)).filter((number) => !bare.has(number)))
  return only.size > bare.size ? numbered : []
}

/** By semver.org, item 10, builds of one number are one version: where they stand on different commits, they are not. */
function builds<T extends Named>(family: readonly T[]): readonly T[] {
  const full = family.filter((one) => one.name.version.prerelease.length === 0)
  return [...groupBy(full, stemOf)].flatMap(([stem, alike]) => {
    if (stem === undefined) return []
    const numbers = groupBy(alike, ({ name }) => numberOf(name))
    const isSplit = [...numbers.values()].some((same) => new Set(same.map(({ ref }) => ref.commit)).size > 1)
    return isSplit ? alike : []
  })
}

function suffixOf({ name: { version } }: Named): string {
  return version.text.slice(writtenNumber(version).length)
}

/** `+k3s` of `1.27.4+k3s2`. */
function stemOf(one: Named): string | undefined {
  return /^(\+(?:.*[^0-9])?)\d{1,15}$/s.exec(suffixOf(one))?.[1]
}

function withRevision<T extends Named>(one: T): T {
  const [digits, suffix] = [writtenNumber(one.name.version), suffixOf(one)]
  const behind = suffix.slice((stemOf(one) ?? '-').length).split('-')
  const hasDots = /[._]/.test(digits)
  const numbers = [...digits.split(/[._]/), ...(hasDots ? [] : behind)].map(Number)
  const version = {
    text: hasDots ? digits + suffix : numbers.join('.'),
    parts: trimZeros(numbers),
    prerelease: [],
    ...(hasDots ? { revision: behind.map(Number) } : {}),
  }
  return { ...one, name: { ...one.name, version } }
}
