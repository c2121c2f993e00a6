import { parseConfig } from '../../src/config/load.ts'
import { buildGraph } from '../../src/git/graph.ts'
import type { MigrationReader } from '../../src/migrations/reader.ts'
import type { Candidate, MigrationList, Release, Revision, Snapshot, Version } from '../../src/model.ts'
import { stepsOf } from '../../src/paths/steps.ts'
import { compareVersions } from '../../src/releases/version.ts'
import type { View } from '../../src/view.ts'
import { buildWorld } from '../../src/world.ts'

/** One release of a history made up in memory; its commit is its tag. */
export interface Made {
  readonly tag: string
  readonly line: string
  /** Days since 1970. */
  readonly day: number
  /** Tags it is built on. */
  readonly parents: readonly string[]
  readonly list: MigrationList
}

export function versionOf(text: string): Version {
  return { text, parts: text.split('.').map(Number), prerelease: [] }
}

export function releaseOf({ tag, line, day }: Made): Release {
  return { tag, ref: tag, commit: tag, tree: tag, date: day * 86_400, line, twins: [], version: versionOf(tag) }
}

/** What rules see of the release `tag`, all others being there already. No commits, no branches, no settings. */
export function viewOf(all: readonly Made[], tag: string, reader: MigrationReader, config = ''): View {
  const made = all.find((one) => one.tag === tag)!
  const releases = all.map(releaseOf).sort((a, b) => compareVersions(a.version, b.version))
  const rows = all.map((one) => [String(one.day * 86_400), one.tag, ...one.parents].join(' '))
  const graph = buildGraph(Buffer.from(rows.join('\n')), all.map((one) => one.tag)) // prettier-ignore
  const candidate: Candidate = { ...releaseOf(made), versionSource: 'tag' }
  const snapshots = new Map(all.map((one) => [one.tag, snapshotOf(one.list)]))
  const world = buildWorld({
    history: { graph, releases, skipped: [], doubles: [], scheme: 'build-number', ended: new Map() },
    config: parseConfig(config, 'config'),
    candidate,
    asOf: Infinity,
    earlier: releases.filter((other) => other.tag !== tag && !graph.reaches(other.commit, tag)),
    heads: new Map<string, Revision>(),
    snapshots,
    readers: new Map([[reader.system, reader]]),
  })
  const steps = stepsOf(world)
  return {
    ...world,
    steps,
    stoodAtFork: () => false,
    lost: () => [],
    hasChange: () => undefined,
    gaps: [],
    notes: [],
  }
}

function snapshotOf(list: MigrationList): Snapshot {
  return { lists: new Map([[list.name, list]]), settings: new Map(), manifests: [], floors: [], unreadable: [] }
}
