/** What releases said of their settings over time. */
import type { Release, SettingsSurface } from '../model.ts'
import { lowerReleases, type World } from '../view.ts'
import { canonical } from './compare/json.ts'
import { outlineOf, type SettingOutline } from './compare/index.ts'

// Releases share most of their schemas: each is read once.
const outlines = new Map<string, ReadonlyMap<string, SettingOutline>>()

/** The settings of a surface by dotted path, with their defaults and deprecations. */
export function settingsIn(surface: SettingsSurface): ReadonlyMap<string, SettingOutline> {
  let known = outlines.get(surface.digest)
  if (!known) outlines.set(surface.digest, (known = outlineOf(surface.schema)))
  return known
}

/** What a surface says of the deprecation of a setting, or of one around it; undefined where it is not deprecated. */
export function deprecationIn(surface: SettingsSurface | undefined, path: string): string | undefined {
  const settings = surface && settingsIn(surface)
  for (let at = path; settings && at !== ''; at = around(at)) {
    const words = settings.get(at)?.deprecated
    if (words !== undefined) return words
  }
  return undefined
}

/** `a.b` for `a.b.c`, `a` for `a[]`. */
function around(path: string): string {
  return path.endsWith('[]') ? path.slice(0, -2) : path.slice(0, Math.max(path.lastIndexOf('.'), 0))
}

/** The earlier releases with a lower version in which a setting was already marked deprecated, in version order. */
export function deprecatedIn(world: World, surface: string, path: string): readonly Release[] {
  return lowerReleases(world).filter((release) => {
    return deprecationIn(world.snapshot(release).settings.get(surface), path) !== undefined
  })
}

/** The earlier releases with a lower version for which something holds of a setting. */
export function releasesWith(
  world: World,
  surface: string,
  path: string,
  holds: (setting: SettingOutline) => boolean,
): readonly Release[] {
  return lowerReleases(world).filter((release) => {
    const found = world.snapshot(release).settings.get(surface)
    const setting = found && settingsIn(found).get(path)
    return setting !== undefined && holds(setting)
  })
}

/** `1 release`, `4 releases`. */
export function count(releases: number): string {
  return `${releases} ${releases === 1 ? 'release' : 'releases'}`
}

/** `less than a month`, `1 month`, `7 months`; whole ones. */
export function months(number: number): string {
  const whole = Math.floor(number)
  if (whole < 1) return 'less than a month'
  return `${whole} ${whole === 1 ? 'month' : 'months'}`
}

/** How long a setting of the predecessor stood, and since when it said that it would go. */
export function lifeOf(world: World, surface: string, path: string): string {
  const stood = releasesWith(world, surface, path, () => true)
  const marked = deprecatedIn(world, surface, path)[0]?.tag
  const deprecated = marked === undefined ? 'never marked deprecated' : `marked deprecated since ${marked}`
  return `stood for ${months(monthsSince(world, stood))} in ${count(stood.length)}, ${deprecated}`
}

const monthSeconds = 30.44 * 86_400

/** Months from the first of some releases to the candidate. */
export function monthsSince(world: World, releases: readonly Release[]): number {
  const first = Math.min(...releases.map((release) => release.date))
  return releases.length === 0 ? 0 : (world.candidate.date - first) / monthSeconds
}

/** Whether two values are the same JSON. */
export function isEqual(left: unknown, right: unknown): boolean {
  return canonical(left) === canonical(right)
}
