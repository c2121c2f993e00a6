import { createHash } from 'node:crypto'
import { parseConfig } from '../../src/config/load.ts'
import { buildGraph } from '../../src/git/graph.ts'
import type { Candidate, Release, Snapshot } from '../../src/model.ts'
import { parseVersion } from '../../src/releases/version.ts'
import type { View } from '../../src/view.ts'

function snapshotOf(schema: unknown): Snapshot {
  const digest = createHash('sha1').update(JSON.stringify(schema)).digest('hex')
  const surface = { name: 'settings', format: 'json-schema', path: 'settings.schema.json', schema, digest, lines: new Map(), aliases: new Map() } // prettier-ignore
  return { lists: new Map(), settings: new Map([['settings', surface]]), manifests: [], floors: [], unreadable: [] }
}

function numbered(text: string, date: number) {
  const version = parseVersion(text)
  if (typeof version === 'string') throw new Error(version)
  return { ref: text, commit: `commit of ${text}`, tree: text, date, version, line: '1' }
}

/** Release 1.1 with one schema, seen from release 1.0 with another. */
export function settingsView(before: unknown, after: unknown, config = ''): View {
  const release: Release = { ...numbered('1.0', 1), tag: '1.0', twins: [] }
  const candidate: Candidate = { ...numbered('1.1', 2), tag: '1.1', versionSource: 'tag' }
  const snapshots = new Map([[release.tree, snapshotOf(before)], [candidate.tree, snapshotOf(after)]]) // prettier-ignore
  const line = { name: '1', releases: [release], supported: true }
  return {
    candidate,
    isTag: true,
    predecessor: release,
    earlier: [release],
    skipped: [],
    lines: [line],
    scheme: 'build-number',
    graph: buildGraph(`2 ${candidate.commit.replaceAll(' ', '_')}`, []),
    config: parseConfig(config, 'config'),
    snapshot: (revision) => snapshots.get(revision.tree)!,
    reader: () => {
      throw new Error('no list, no reader')
    },
    line: () => line,
    supported: () => true,
    subject: (_, id) => id,
    steps: [],
    lost: () => [],
    hasChange: () => undefined,
    paths: [],
  }
}
