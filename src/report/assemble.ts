import type { Snapshot, ComparedRelease, Release, Report, Revision, ReaderInfo } from '../model.ts'
import { pathsOf } from '../paths/judge.ts'
import type { Judgement } from '../rules/apply.ts'
import type { View } from '../view.ts'
import { toolVersion } from '../version.ts'

export interface Context {
  /** What findings were told apart against. */
  readonly base: string | undefined
  readonly remarks: readonly string[]
}

/** Puts the report together; the outputs only render it. */
export function assemble(view: View, judgement: Judgement, { base, remarks }: Context): Report {
  const { candidate, predecessor } = view
  const { findings, accepted, stale } = judgement
  const counted = findings.filter((finding) => finding.new)
  const paths = pathsOf(view)
  const safe = paths.filter((path) => path.outcome === 'safe' || path.outcome === 'guarded')
  return {
    schemaVersion: 1,
    tool: { name: 'upgrade-paths', version: toolVersion },
    candidate: {
      ref: candidate.ref,
      version: candidate.version.text,
      versionSource: candidate.versionSource,
      line: candidate.line,
      commit: candidate.commit,
      date: isoDate(candidate.date),
    },
    predecessor: predecessor?.tag ?? null,
    base: base ?? null,
    readers: readersSeen(view),
    lines: view.lines.map(({ name, supported, head }) => ({ name, supported, head: head?.ref ?? null })),
    compared: view.earlier.map((release) => comparedRelease(view, release)),
    skipped: view.skipped,
    paths,
    findings,
    accepted,
    staleAcceptances: stale,
    remarks,
    summary: {
      error: counted.filter((finding) => finding.severity === 'error').length,
      warning: counted.filter((finding) => finding.severity === 'warning').length,
      note: counted.filter((finding) => finding.severity === 'note').length,
      known: findings.filter((finding) => !finding.new && finding.severity !== 'note').length,
      pathsChecked: paths.length,
      pathsSafe: safe.length,
    },
  }
}

export function comparedRelease(view: View, release: Release): ComparedRelease {
  const snapshot = view.snapshot(release)
  return {
    tag: release.tag,
    version: release.version.text,
    line: release.line,
    date: isoDate(release.date),
    supported: view.supported(release),
    migrations: sum([...snapshot.lists.values()].map((list) => list.migrations.length)),
    settings: snapshot.settings.size,
  }
}

/** The systems found at the candidate; where it has none, at the newest release that has. */
function readersSeen(view: View): readonly ReaderInfo[] {
  const revisions: readonly Revision[] = [view.candidate, ...view.earlier.toReversed()]
  const snapshots = revisions.map((revision) => view.snapshot(revision))
  const found =
    snapshots.find((snapshot) => snapshot.lists.size + snapshot.settings.size > 0) ??
    snapshots.find((snapshot) => snapshot.floors.length > 0)
  return found ? readersOf(found) : []
}

export function readersOf(found: Snapshot): readonly ReaderInfo[] {
  const lists = [...found.lists.values()].map(({ system, path, name, behaviour }): ReaderInfo => {
    return { kind: 'migrations', system, path, list: name, engine: behaviour }
  })
  const settings = [...found.settings.values()].map(({ format, path }): ReaderInfo => ({
    kind: 'settings',
    system: format,
    path,
  }))
  const runtimes = found.floors.map(({ source, place }): ReaderInfo => ({
    kind: 'runtime',
    system: source,
    path: place.path,
  }))
  return [...lists, ...settings, ...runtimes]
}

/** Seconds since 1970 to ISO 8601 in UTC. */
export function isoDate(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0)
}
