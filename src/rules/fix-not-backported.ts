import { tipOf, type BackportGap } from '../backports/gaps.ts'
import type { Finding, Release, Severity } from '../model.ts'
import { getsFixes } from '../paths/line-end.ts'
import { byLine } from '../releases/history.ts'
import type { View } from '../view.ts'
import { byId } from './history.ts'
import { describeFile, readyNoop, spellings, tagsOf } from './migrations.ts'
import type { Rule } from './rule.ts'
import { migrationGaps, settingGaps, type MigrationGap, type SettingGap } from './sandwiches.ts'

type Facts =
  | { readonly kind: 'commits'; readonly commits: readonly (readonly [commit: string, ...lines: string[]])[] }
  | { readonly kind: 'migration'; readonly list: string; readonly id: string; readonly lines: readonly string[] }
  | { readonly kind: 'setting'; readonly surface: string; readonly path: string; readonly lines: readonly string[] }

export const fixNotBackported: Rule<Facts> = {
  id: 'fix-not-backported',
  category: 'backport-gap',
  summary:
    'a fix (commit, migration or setting) that is on the newest line and an older one, or is marked for a line, is missing on a supported line in between, or on the one it is marked for',
  severities:
    'W; N for a mark before the release, for a line that seems to be at its end, and where no supported release is touched',
  why: 'Users of the line in between wait for a fix that exists, and those who move to it from an older line lose it.',
  example: 'A fix is on main for 3.1 and was picked for 1.2. The supported line 2 was forgotten.',
  cure: 'Pick the fix onto every supported line between; `upgrade-paths plan --fix` tells the commit, the numbers and the order.',
  find(view) {
    const listed = [...migrationGaps(view).map((gap) => migrationFinding(view, gap)), ...settingGaps(view).map((gap) => settingFinding(view, gap))] // prettier-ignore
    const brought = listed.filter((finding) => isBrought(view, finding))
    return [...commitGaps(view, brought), ...listed.filter((finding) => !brought.includes(finding))]
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

/** Whether it comes with a commit that is missing on the same lines: one finding is enough. */
function isBrought({ gaps }: View, { facts, location }: Finding<Facts>): boolean {
  if (facts.kind === 'commits' || location === undefined) return false
  return gaps.some(
    ({ paths, missing }) => paths.includes(location.path) && facts.lines.every((line) => missing.includes(line)),
  )
}

function migrationFinding(view: View, { list, migration, lines }: MigrationGap): Finding<Facts> {
  return {
    rule: 'fix-not-backported',
    severity: severityFor(view, lines),
    state: 'open',
    subject: view.subject(list, migration.id),
    ids: spellings(migration),
    releases: tagsOf(releasesOf(view, lines)),
    location: migration.place,
    facts: { kind: 'migration', list, id: migration.id, lines },
  }
}

function settingFinding(view: View, { surface, path, place, lines }: SettingGap): Finding<Facts> {
  return {
    rule: 'fix-not-backported',
    severity: severityFor(view, lines),
    state: 'open',
    subject: path,
    ids: [path, `${surface}:${path}`],
    releases: tagsOf(releasesOf(view, lines)),
    location: place,
    facts: { kind: 'setting', surface, path, lines },
  }
}

function commitGaps(view: View, brought: readonly Finding<Facts>[]): readonly Finding<Facts>[] {
  const { gaps } = view
  const worst = awaited(view, gaps).toSorted((a, b) => b.missing.length - a.missing.length || b.date - a.date)[0]
  if (!worst) return []
  const lines = linesOf(gaps)
  const releases = releasesOf(view, lines)
  // Before its release a marked fix is not late: the note says where it is still to go.
  const due = view.isTag || gaps.some(({ mark }) => mark === undefined)
  return [
    {
      rule: 'fix-not-backported',
      severity: due ? severityFor(view, lines) : 'note',
      state: 'open',
      subject: worst.commit,
      ids: [...gaps.map(({ commit }) => commit), ...brought.flatMap(({ ids }) => ids)],
      releases: tagsOf(releases),
      facts: { kind: 'commits', commits: gaps.map(({ commit, missing }) => [commit, ...missing] as const) },
    },
  ]
}

function tellCommits(view: View, gaps: readonly BackportGap[]) {
  const shown = awaited(view, gaps)
  const others = gaps.filter((gap) => !shown.includes(gap))
  const lines = linesOf(shown)
  const [first] = shown
  const what = shown.length === 1 ? `the fix "${first?.subject ?? ''}" is` : `${shown.length} fixes are`
  const told = [...shown, ...others].slice(0, 20).map(({ commit, subject, missing, on, mark }) => {
    const why = mark === undefined ? `on line ${on.join(', ')}` : `marked "${mark}"`
    return `${commit.slice(0, 12)} ${subject}: ${why}; missing on line ${missing.join(', ')}`
  })
  const early = !view.isTag && gaps.every(({ mark }) => mark !== undefined)
  const open = lines.filter((name) => getsFixes(view, name))
  // Where some lines still get fixes, those at their end are no news.
  const named = open.length > 0 ? open : lines
  const ended = lines.length - named.length
  const where = `line ${named.join(', ')}`
  const rest = ended === 0 ? '' : `, and on ${atTheirEnd(ended)}`
  const more = others.length === 0 ? '' : `; ${others.length} more only on ${atTheirEnd(linesOf(others).length)}`
  return {
    message: early
      ? `${what} marked for ${where}, where it is not yet (${tipNames(view, named)})${rest}${more}`
      : `${what} missing on ${where} (${tipNames(view, named)})${rest}${more}`,
    evidence: gaps.length > 20 ? [...told, `and ${gaps.length - 20} more fixes`] : told,
    fix: `Pick ${shown.length === 1 ? 'it' : 'them'} there: upgrade-paths plan --fix ${first?.commit.slice(0, 12) ?? ''}`,
  }
}

/** Those that a line lacks which still gets fixes; all of them where there is no such line. */
function awaited(view: View, gaps: readonly BackportGap[]): readonly BackportGap[] {
  const found = gaps.filter(({ missing }) => missing.some((name) => getsFixes(view, name)))
  return found.length > 0 ? found : gaps
}

function atTheirEnd(lines: number): string {
  return lines === 1 ? '1 line that seems to be at its end' : `${lines} lines that seem to be at their end`
}

function linesOf(gaps: readonly BackportGap[]): readonly string[] {
  return [...new Set(gaps.flatMap(({ missing }) => missing))].sort(byLine)
}

/** The newest release of each line: what its users have at best. */
function releasesOf(view: View, lines: readonly string[]): readonly Release[] {
  return lines.flatMap((name) => view.line(name)?.releases.at(-1) ?? [])
}

function tipNames(view: View, lines: readonly string[]): string {
  const known = lines.flatMap((name) => view.line(name) ?? [])
  return known.map((line) => tipOf(line)?.ref ?? line.name).join(', ')
}

function severityFor(view: View, lines: readonly string[]): Severity {
  return lines.some((name) => getsFixes(view, name)) ? 'warning' : 'note'
}
