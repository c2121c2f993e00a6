import { linesLacking } from '../backports/between.ts'
import { tipOf, type BackportGap } from '../backports/gaps.ts'
import { findTwin } from '../migrations/match.ts'
import type { Finding, Migration, Release, Revision, SettingsSurface, Severity } from '../model.ts'
import { upgradesBetween } from '../paths/steps.ts'
import { byLine } from '../releases/history.ts'
import { settingsIn } from '../settings/deprecations.ts'
import type { View } from '../view.ts'
import { baseRelease } from '../world.ts'
import { byId } from './history.ts'
import { describeFile, hasMigration, readyNoop, spellings, tagsOf } from './migrations.ts'
import { placeOf } from './settings.ts'
import type { Rule } from './rule.ts'

type Facts =
  | { readonly kind: 'commits'; readonly commits: readonly (readonly [commit: string, ...lines: string[]])[] }
  | { readonly kind: 'migration'; readonly list: string; readonly id: string; readonly lines: readonly string[] }
  | { readonly kind: 'setting'; readonly surface: string; readonly path: string; readonly lines: readonly string[] }

export const fixNotBackported: Rule<Facts> = {
  id: 'fix-not-backported',
  category: 'backport-gap',
  summary:
    'a fix (commit, migration or setting) that is on the newest line and an older one, or is marked for a line, is missing on a supported line in between, or on the one it is marked for',
  severities: 'W; N for a mark before the release, for a line whose branch is gone, and where no supported release is touched',
  why: 'Users of the line in between wait for a fix that exists, and those who move to it from an older line lose it.',
  example: 'A fix is on main for 3.1 and was picked for 1.2. The supported line 2 was forgotten.',
  cure: 'Pick the fix onto every supported line between; `upgrade-paths plan --fix` tells the commit, the numbers and the order.',
  find(view) {
    const migrations = migrationGaps(view)
    const brought = migrations.filter((finding) => bringing(view, finding) !== undefined)
    const apart = migrations.filter((finding) => !brought.includes(finding))
    return [...commitGaps(view, brought), ...apart, ...settingGaps(view)]
  },
  tell(finding, view) {
    const { facts } = finding
    if (facts.kind === 'commits') return tellCommits(view, view.gaps)
    const lines = facts.lines.map((name) => `line ${name} (${tipNames(view, [name])})`).join(', ')
    if (facts.kind === 'setting') {
      const path = `${facts.path} of ${facts.surface}`
      return {
        message: `${path} is on the newest line and on an older one, but not on ${lines}`,
        evidence: [],
        fix: `Add ${facts.path} there too: users who set it on an older line lose it on the way.`,
      }
    }
    const { list, id } = facts
    const line = view.line(facts.lines[0] ?? '')
    const tip = line && tipOf(line)
    const target = tip && view.snapshot(tip).lists.get(list)
    const own = view.snapshot(view.candidate).lists.get(list)
    const migration = own && byId(own).get(id)
    const file = target && migration ? readyNoop(view, target, migration, [], 'guard') : undefined
    return {
      message: `migration ${id} is on the newest line and on an older one, but not on ${lines}`,
      evidence: [],
      fix: `Ship ${id} there too${file ? `; where the change is not needed, as a no-op: ${describeFile(file)}` : '.'}`,
    }
  },
}

/** The missing commit that a missing migration came with: one finding is enough. */
function bringing({ gaps }: View, { facts, location }: Finding<Facts>): BackportGap | undefined {
  if (facts.kind !== 'migration') return undefined
  return gaps.find(
    ({ paths, missing }) =>
      location !== undefined && paths.includes(location.path) && facts.lines.every((line) => missing.includes(line)),
  )
}

function commitGaps(view: View, migrations: readonly Finding<Facts>[]): readonly Finding<Facts>[] {
  const { gaps } = view
  const worst = gaps.toSorted((a, b) => b.missing.length - a.missing.length || b.date - a.date)[0]
  if (!worst) return []
  const lines = [...new Set(gaps.flatMap(({ missing }) => missing))]
  const releases = releasesOf(view, lines)
  // Before its release a marked fix is not late: the note says where it is still to go.
  const due = view.isTag || gaps.some(({ mark }) => mark === undefined)
  return [
    {
      rule: 'fix-not-backported',
      severity: due ? severityFor(view, lines) : 'note',
      state: 'open',
      subject: worst.commit,
      ids: [...gaps.map(({ commit }) => commit), ...migrations.flatMap(({ ids }) => ids)],
      releases: tagsOf(releases),
      facts: { kind: 'commits', commits: gaps.map(({ commit, missing }) => [commit, ...missing] as const) },
    },
  ]
}

function tellCommits(view: View, gaps: readonly BackportGap[]) {
  const lines = [...new Set(gaps.flatMap(({ missing }) => missing))]
  const [first] = gaps
  const what = gaps.length === 1 ? `the fix "${first?.subject ?? ''}" is` : `${gaps.length} fixes are`
  const told = gaps.slice(0, 20).map(({ commit, subject, missing, on, mark }) => {
    const why = mark === undefined ? `on line ${on.join(', ')}` : `marked "${mark}"`
    return `${commit.slice(0, 12)} ${subject}: ${why}; missing on line ${missing.join(', ')}`
  })
  return {
    message: `${what} missing on line ${lines.join(', ')} (${tipNames(view, lines)})`,
    evidence: gaps.length > 20 ? [...told, `and ${gaps.length - 20} more fixes`] : told,
    fix: `Pick ${gaps.length === 1 ? 'it' : 'them'} there: upgrade-paths plan --fix ${first?.commit.slice(0, 12) ?? ''}`,
  }
}

/** Migrations that are new here and lie on both sides of a line without them. */
function migrationGaps(view: View): readonly Finding<Facts>[] {
  const base = baseRelease(view)
  return [...view.snapshot(view.candidate).lists].flatMap(([list, own]): Finding<Facts>[] => {
    const before = base && view.snapshot(base).lists.get(list)
    if (!before) return []
    return own.migrations.flatMap((migration): Finding<Facts>[] => {
      if (byId(before).has(migration.id) || findTwin(migration, before)) return []
      const all = linesLacking(view, (revision) => {
        const found = view.snapshot(revision).lists.get(list)
        return found && (hasMigration(view, revision, list, migration.id) || findTwin(migration, found) !== undefined)
      })
      // Nobody misses a no-op but an engine that refuses the release without it.
      const lines = migration.effect === 'noop' ? all.filter((line) => isRefused(view, list, migration, line)) : all
      if (lines.length === 0) return []
      return [
        {
          rule: 'fix-not-backported',
          severity: severityFor(view, lines),
          state: 'open',
          subject: view.subject(list, migration.id),
          ids: spellings(migration),
          releases: tagsOf(releasesOf(view, lines)),
          location: migration.place,
          facts: { kind: 'migration', list, id: migration.id, lines },
        },
      ]
    })
  })
}

/** Whether users of an older line that has a migration are refused by a line for want of it. */
function isRefused(view: View, list: string, { id }: Migration, line: string): boolean {
  const target = view.line(line)
  const tip = target && tipOf(target)
  const from = [...view.earlier, view.candidate].filter(
    (release) => byLine(release.line, line) < 0 && hasMigration(view, release, list, id),
  )
  return from.some((release) => {
    const obstacles = tip ? (upgradesBetween(view, release, tip).get(list)?.obstacles ?? []) : []
    return obstacles.some(({ migration, effect, certain }) => migration.id === id && effect === 'refuses' && certain)
  })
}

/** Settings that are new here, or that a patch release of an older line brought and the candidate never got. */
function settingGaps(view: View): readonly Finding<Facts>[] {
  const { candidate } = view
  const older = view.lines.filter(({ name, supported, releases }) => {
    return supported && releases.length > 1 && byLine(name, candidate.line) < 0
  })
  return [...view.snapshot(candidate).settings].flatMap(([surface, now]): Finding<Facts>[] => {
    const at = (revision: Revision | undefined): SettingsSurface | undefined =>
      revision && view.snapshot(revision).settings.get(surface)
    const patched = older.flatMap(({ releases }) => {
      const [first, last] = [at(releases[0]), at(releases.at(-1))]
      return first && last ? added(first, last).filter((path) => !hasSetting(now, path)) : []
    })
    const before = at(baseRelease(view))
    const fresh = before ? added(before, now) : []
    return [...new Set([...fresh, ...patched])].flatMap((path): Finding<Facts>[] => {
      const lines = linesLacking(view, (revision) => {
        const there = at(revision)
        return there && hasSetting(there, path)
      })
      if (lines.length === 0 || (!fresh.includes(path) && !lines.includes(candidate.line))) return []
      return [
        {
          rule: 'fix-not-backported',
          severity: severityFor(view, lines),
          state: 'open',
          subject: path,
          ids: [`${surface}:${path}`],
          releases: tagsOf(releasesOf(view, lines)),
          location: placeOf(now, settingsIn(now).get(path)?.pointer ?? ''),
          facts: { kind: 'setting', surface, path, lines },
        },
      ]
    })
  })
}

/** Settings that only the second surface has; of one that is new with all below it, itself alone. */
function added(before: SettingsSurface, now: SettingsSurface): readonly string[] {
  if (before.digest === now.digest) return []
  const paths = [...settingsIn(now).keys()].filter((path) => path !== '' && !hasSetting(before, path))
  return paths.filter((path) => !paths.some((other) => path.startsWith(`${other}.`) || path.startsWith(`${other}[`)))
}

function hasSetting(surface: SettingsSurface, path: string): boolean {
  return settingsIn(surface).has(path) || surface.aliases.has(path)
}

/** The newest release of each line: what its users have at best. */
function releasesOf(view: View, lines: readonly string[]): readonly Release[] {
  return lines.flatMap((name) => view.line(name)?.releases.at(-1) ?? [])
}

function tipNames(view: View, lines: readonly string[]): string {
  return lines.flatMap((name) => {
    const line = view.line(name)
    return line ? (tipOf(line)?.ref ?? []) : []
  }).join(', ') // prettier-ignore
}

function severityFor(view: View, lines: readonly string[]): Severity {
  return lines.some((name) => isOpen(view, name)) ? 'warning' : 'note'
}

/** Whether a line can still get a fix: where lines have branches of their own and its is gone, nobody maintains it. */
function isOpen(view: View, name: string): boolean {
  const line = view.line(name)
  const last = line?.releases.at(-1)
  if (!line?.supported) return false
  if (line.head || name === view.candidate.line || !last) return true
  const heads = view.lines.flatMap(({ head }) => head ?? [])
  return heads.length < 2 || heads.some((head) => view.graph.reaches(head.commit, last.commit))
}
