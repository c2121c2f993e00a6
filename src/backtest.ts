import { findConfig } from './config/find.ts'
import { open, type CheckRequest } from './check.ts'
import type { ReportedCandidate } from './model.ts'
import { look, openProject, sight, snapshotsFor } from './project.ts'
import { findRevision, placeRelease } from './releases/candidate.ts'
import { compareVersions } from './releases/version.ts'
import { assemble } from './report/assemble.ts'
import type { BacktestRelease, BacktestReport } from './report/shapes.ts'
import type { View } from './view.ts'
import { baseRelease } from './world.ts'
import { findAll, judge, keysOf } from './rules/apply.ts'

/** Releases looked at while another is judged: what waits for git makes room for the rest. */
const mostAhead = 3

/** Judges every release tag as of its own day, with one config for all. */
export async function backtest(
  request: Pick<CheckRequest, 'repo' | 'config' | 'fetch' | 'progress'>,
): Promise<BacktestReport> {
  const repository = await open(request, [])
  try {
    const newest = await findRevision(repository, 'HEAD', 'HEAD')
    const { config } = await findConfig(repository, request.config, undefined, newest)
    const project = await openProject(repository, config, [])
    const releases = [...project.history.releases].sort(
      (a, b) => a.date - b.date || compareVersions(a.version, b.version),
    )
    const sights = await Promise.all(releases.map((release) => sight(project, release)))
    const snapshots = await snapshotsFor(project, sights).whole
    // Known from the start, so that it does not matter what is looked at first.
    await project.matcher.readAll()
    const ahead: Promise<View>[] = []
    function begin(n: number): void {
      const view = look(project, snapshots, sights[n]!, placeRelease(releases[n]!))
      view.catch(() => undefined)
      ahead.push(view)
    }
    for (let n = 0; n < Math.min(mostAhead, releases.length); n++) begin(n)
    const judged: BacktestRelease[] = []
    // What the check of the predecessor said on its own day is known.
    const known = new Map<string, ReadonlySet<string>>()
    for (const [n, release] of releases.entries()) {
      request.progress?.(`${n + 1}/${releases.length} ${release.tag}`)
      if (n + mostAhead < releases.length) begin(n + mostAhead)
      const view = await ahead.shift()!
      const base = baseRelease(view)?.tag
      const found = findAll(view)
      const judgement = judge(view, found, known.get(base ?? '') ?? new Set<string>())
      known.set(release.tag, keysOf(found))
      const context = { base, remarks: [] }
      const { candidate, findings, summary } = assemble(view, judgement, context)
      judged.push({ candidate: candidate satisfies ReportedCandidate, findings, summary })
    }
    return { schemaVersion: 1, releases: judged, totals: totalsOf(judged) }
  } finally {
    repository.close()
  }
}

/** New findings by rule, by rule's name. */
function totalsOf(releases: readonly BacktestRelease[]): Readonly<Record<string, number>> {
  const totals = new Map<string, number>()
  for (const { findings } of releases) {
    for (const finding of findings) if (finding.new) totals.set(finding.rule, (totals.get(finding.rule) ?? 0) + 1)
  }
  return Object.fromEntries([...totals].sort(([a], [b]) => (a < b ? -1 : 1)))
}
