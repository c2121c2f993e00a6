/** Migrations and settings that lie on both sides of a line without them; for fix-not-backported. */
import { linesLacking } from '../backports/between.ts'
import { tipOf } from '../backports/gaps.ts'
import { findTwin } from '../migrations/match.ts'
import type { Migration, Place, Revision, SettingsSurface } from '../model.ts'
import { upgradesBetween } from '../paths/steps.ts'
import { byLine } from '../releases/history.ts'
import { settingsIn } from '../settings/deprecations.ts'
import type { View } from '../view.ts'
import { baseRelease } from '../world.ts'
import { byId } from './history.ts'
import { hasMigration } from './migrations.ts'
import { placeOf } from './settings.ts'

export interface MigrationGap {
  readonly list: string
  readonly migration: Migration
  /** Lines that lack it, lowest first. */
  readonly lines: readonly string[]
}

export interface SettingGap {
  readonly surface: string
  readonly path: string
  readonly place: Place
  /** Lines that lack it, lowest first. */
  readonly lines: readonly string[]
}

/** Migrations that are new here. */
export function migrationGaps(view: View): readonly MigrationGap[] {
  const base = baseRelease(view)
  return [...view.snapshot(view.candidate).lists].flatMap(([list, own]): MigrationGap[] => {
    const before = base && view.snapshot(base).lists.get(list)
    if (!before) return []
    return own.migrations.flatMap((migration): MigrationGap[] => {
      if (byId(before).has(migration.id) || findTwin(migration, before)) return []
      const all = linesLacking(view, (revision) => {
        const found = view.snapshot(revision).lists.get(list)
        return found && (hasMigration(view, revision, list, migration.id) || findTwin(migration, found) !== undefined)
      })
      // Nobody misses a no-op but an engine that refuses the release without it.
      const lines = migration.effect === 'noop' ? all.filter((line) => isRefused(view, list, migration, line)) : all
      return lines.length === 0 ? [] : [{ list, migration, lines }]
    })
  })
}

/** Whether users of an older line that has a migration, up to date there, are refused by a line for want of it. */
function isRefused(view: View, list: string, { id }: Migration, line: string): boolean {
  const target = view.line(line)
  const tip = target && tipOf(target)
  const older = new Map([...view.earlier, view.candidate].map((release) => [release.line, release]))
  const from = [...older.values()].filter(
    (release) => byLine(release.line, line) < 0 && hasMigration(view, release, list, id),
  )
  return from.some((release) => {
    const obstacles = tip ? (upgradesBetween(view, release, tip).get(list)?.obstacles ?? []) : []
    return obstacles.some(({ migration, effect, certain }) => migration.id === id && effect === 'refuses' && certain)
  })
}

/** Settings that are new here, or that a patch release of an older line brought and the candidate never got. */
export function settingGaps(view: View): readonly SettingGap[] {
  const { candidate } = view
  const older = view.lines.filter(({ name, supported, releases }) => {
    return supported && releases.length > 1 && byLine(name, candidate.line) < 0
  })
  return [...view.snapshot(candidate).settings].flatMap(([surface, now]): SettingGap[] => {
    const at = (revision: Revision | undefined): SettingsSurface | undefined =>
      revision && view.snapshot(revision).settings.get(surface)
    const patched = older.flatMap(({ releases }) => {
      const [first, last] = [at(releases[0]), at(releases.at(-1))]
      return first && last ? added(first, last).filter((path) => !hasSetting(now, path)) : []
    })
    const before = at(baseRelease(view))
    const fresh = new Set(before ? added(before, now) : [])
    return [...new Set([...fresh, ...patched])].flatMap((path): SettingGap[] => {
      const lines = linesLacking(view, (revision) => {
        const there = at(revision)
        return there && hasSetting(there, path)
      })
      if (lines.length === 0 || (!fresh.has(path) && !lines.includes(candidate.line))) return []
      return [{ surface, path, place: placeOf(now, settingsIn(now).get(path)?.pointer ?? ''), lines }]
    })
  })
}

/** Settings that only the second surface has; of one that is new with all below it, itself alone. */
function added(before: SettingsSurface, now: SettingsSurface): readonly string[] {
  if (before.digest === now.digest) return []
  const paths = new Set([...settingsIn(now).keys()].filter((path) => path !== '' && !hasSetting(before, path)))
  return [...paths].filter((path) => {
    for (let end = path.search(/[.[]/); end > 0; end = nextPart(path, end))
      if (paths.has(path.slice(0, end))) return false
    return true
  })
}

function nextPart(path: string, after: number): number {
  const found = path.slice(after + 1).search(/[.[]/)
  return found < 0 ? -1 : after + 1 + found
}

function hasSetting(surface: SettingsSurface, path: string): boolean {
  return settingsIn(surface).has(path) || surface.aliases.has(path)
}
