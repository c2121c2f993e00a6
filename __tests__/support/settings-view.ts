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

/** What a release declares beside its schema. */
export interface Beside {
  /** `kind name`, or `kind name=alias`. */
  readonly names?: readonly string[]
  /** `runtime version`. */
  readonly floors?: readonly string[]
  /** Where its names stand, and a file that could not be read. */
  readonly namesPath?: string
  readonly unreadable?: string
}

function withBeside(
  snapshot: Snapshot,
  { names = [], floors = [], namesPath = 'settings.schema.json', unreadable }: Beside = {},
): Snapshot {
  const place = { path: namesPath, line: 1 }
  const [name, surface] = [...snapshot.settings][0]!
  const entries = names.map((text) => {
    const [, kind = '', own = '', alias] = /^(\w+) ([\w./-]+)(?:=([\w-]+))?$/.exec(text)!
    return { kind, name: own, place, aliases: alias === undefined ? [] : [alias] }
  })
  const digest = `${surface.digest} ${names.join()}`
  return {
    ...snapshot,
    unreadable: unreadable === undefined ? [] : [{ place: { path: unreadable, line: 1 }, reason: 'expected YAML' }],
    settings: new Map([[name, { ...surface, digest, names: new Map(entries.map((entry) => [`${entry.kind} ${entry.name}`, entry])) }]]), // prettier-ignore
    floors: floors.map((text) => {
      const [runtime = '', version = ''] = text.split(' ')
      return { runtime, source: 'maven', version: numbered(version, 0).version, place }
    }),
  }
}

/** Release 1.1 with one schema, seen from release 1.0 with another. */
export function settingsView(
  before: unknown,
  after: unknown,
  config = '',
  beside: { readonly before?: Beside; readonly after?: Beside } = {},
): View {
  const release: Release = { ...numbered('1.0', 1), tag: '1.0', twins: [] }
  const candidate: Candidate = { ...numbered('1.1', 2), tag: '1.1', versionSource: 'tag' }
  const snapshots = new Map([
    [release.tree, withBeside(snapshotOf(before), beside.before)],
    [candidate.tree, withBeside(snapshotOf(after), beside.after)],
  ])
  const line = { name: '1', releases: [release], supported: true }
  return {
    candidate,
    isTag: true,
    predecessor: release,
    earlier: [release],
    skipped: [],
    doubles: [],
    lines: [line],
    scheme: 'build-number',
    graph: buildGraph(Buffer.from(`2 ${candidate.commit.replaceAll(' ', '_')}`), []),
    config: parseConfig(config, 'config'),
    snapshot: (revision) => snapshots.get(revision.tree)!,
    reader: () => {
      throw new Error('no list, no reader')
    },
    line: () => line,
    supported: () => true,
    subject: (_, id) => id,
    steps: [],
    stoodAtFork: () => false,
    lost: () => [],
    hasChange: () => undefined,
    gaps: [],
    notes: [],
  }
}
