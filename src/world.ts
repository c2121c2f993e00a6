import { matchesRange } from './config/range.ts'
import type { Config } from './config/config.ts'
import type { MigrationReader } from './migrations/reader.ts'
import type { Candidate, Head, Line, Release, Revision, Snapshot } from './model.ts'
import { byLine, type History } from './releases/history.ts'
import type { Snapshots } from './snapshots/read.ts'
import { lowerReleases, type World } from './view.ts'

/** Lines with a release within this time of the candidate's day count as supported. */
const supportedSeconds = 24 * 30.44 * 86_400

export interface WorldFacts {
  readonly history: Pick<History, 'releases' | 'skipped' | 'doubles' | 'scheme' | 'graph' | 'defaultBranch' | 'ended'>
  readonly config: Config
  readonly candidate: Candidate
  /** Seconds since 1970: what is dated later did not exist. */
  readonly asOf: number
  readonly earlier: readonly Release[]
  readonly heads: ReadonlyMap<string, Revision>
  readonly snapshots: Snapshots
  readonly readers: ReadonlyMap<string, MigrationReader>
}

const emptySnapshot: Snapshot = { lists: new Map(), settings: new Map(), manifests: [], floors: [], unreadable: [] }

/** Puts together what existed on the candidate's day. */
export function buildWorld(facts: WorldFacts): World {
  const { history, config, candidate, asOf, earlier, heads, snapshots, readers } = facts
  const names = new Set([...earlier.map((release) => release.line), candidate.line])
  const lines = [...names].sort(byLine).map((name): Line => {
    const releases = earlier.filter((release) => release.line === name)
    const head = heads.get(name)
    return {
      name,
      releases,
      ...(head ? { head: { ...head, line: name } satisfies Head } : {}),
      supported: isSupported(name, releases, facts),
    }
  })
  const byName = new Map(lines.map((line) => [line.name, line]))
  const several = (snapshots.get(candidate.tree)?.lists.size ?? 0) > 1
  const predecessor = findPredecessor(candidate, earlier, history)
  const bySupport = new Map(earlier.map((release) => [release.commit, releaseSupported(release)]))

  function releaseSupported(release: Release): boolean {
    if (config.releases.supported.length === 0) return byName.get(release.line)?.supported ?? false
    return config.releases.supported.some((range) => matchesRange(release.version, range, release.line))
  }
  return {
    candidate,
    isTag: candidate.tag !== undefined,
    ...(predecessor ? { predecessor } : {}),
    earlier,
    skipped: [
      ...history.skipped,
      ...history.releases
        .filter((release) => release.commit !== candidate.commit && !earlier.includes(release))
        .map((release) => ({ tag: release.tag, reason: laterReason(release, asOf) })),
    ],
    doubles: history.doubles,
    lines,
    scheme: history.scheme,
    graph: history.graph,
    ...(history.defaultBranch ? { trunk: history.defaultBranch.ref.commit } : {}),
    config,
    snapshot: (revision) => snapshots.get(revision.tree) ?? emptySnapshot,
    reader(list) {
      const reader = readers.get(list.system)
      if (!reader) throw new Error(`no reader for ${list.system}`)
      return reader
    },
    line: (name) => byName.get(name),
    supported: (release) => bySupport.get(release.commit) ?? false,
    subject: (list, id) => (several ? `${list}:${id}` : id),
  }
}

function laterReason(release: Release, asOf: number): string {
  return release.date > asOf ? 'released later' : 'descends from the candidate'
}

function isSupported(
  name: string,
  releases: readonly Release[],
  { candidate, config, history, asOf }: WorldFacts,
): boolean {
  if (name === candidate.line) return true
  const stated = config.releases.supported
  if (stated.length > 0)
    return releases.some((release) => stated.some((range) => matchesRange(release.version, range, name)))
  const end = history.ended.get(name)?.date
  if (end !== undefined && end <= asOf && releases.every((release) => release.date <= end)) return false
  return releases.some((release) => release.date >= candidate.date - supportedSeconds)
}

/**
 * The release that users come from, and whose own check tells what is known: the predecessor within a line; for a line's
 * first release the highest lower one, whether it is an ancestor or was tagged on a branch of its own.
 */
export function baseRelease(world: Pick<World, 'candidate' | 'predecessor' | 'earlier'>): Release | undefined {
  const { candidate, predecessor } = world
  return predecessor?.line === candidate.line ? predecessor : lowerReleases(world).at(-1)
}

/**
 * The highest earlier release of the candidate's line that it descends from; where none is an ancestor, the highest
 * lower one of the line; for a line's first release, the highest lower one it descends from at all.
 */
export function findPredecessor(
  candidate: Candidate,
  earlier: readonly Release[],
  history: Pick<History, 'graph'>,
): Release | undefined {
  const lower = lowerReleases({ earlier, candidate })
  const inLine = lower.filter((release) => release.line === candidate.line)
  const isAncestor = (release: Release): boolean => history.graph.reaches(candidate.commit, release.commit)
  return inLine.findLast(isAncestor) ?? inLine.at(-1) ?? lower.findLast(isAncestor)
}
