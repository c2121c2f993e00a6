import type { ListProblem, Migration, Unreadable } from '../../model.ts'
import type { FileRef } from '../../snapshots/files.ts'
import { baseName } from '../folders.ts'
import { headProblems, type Node } from './heads.ts'
import type { Revision } from './revision.ts'
import type { Environment } from './environments.ts'

export interface Found {
  readonly file: FileRef
  readonly revision: Revision
}

/** The revisions of an environment, parents first, what is wrong with their graph, and parents that nobody has. */
export function listOf(
  found: readonly Found[],
  environment: Environment,
): { migrations: readonly Migration[]; problems: readonly ListProblem[]; lost: readonly Unreadable[] } {
  const problems: ListProblem[] = []
  const lost: Unreadable[] = []
  const nodes = new Map<string, Node>()
  const labelled = new Map<string, string>()
  for (const { file, revision } of found) {
    const place = { path: file.path, line: revision.line }
    const twin = nodes.get(revision.id)
    if (twin) {
      const detail = `revision ${revision.id} is also that of ${twin.place.path}`
      const ids = [revision.id, stemOf(twin.place.path), stemOf(file.path)]
      problems.push({ cause: 'duplicate-id', subject: revision.id, ids, place, detail })
      continue
    }
    nodes.set(revision.id, { revision, file, place, parents: [] })
    for (const label of revision.labels) labelled.set(label, revision.id)
  }
  const named = [...nodes.values()].filter(({ revision }) => revision.namedLabels.length > 0)
  for (const node of nodes.values()) {
    const { down, dependsOn } = node.revision
    const wanted = [...down, ...dependsOn.map((name) => revisionOf(name, node) ?? name)]
    for (const id of new Set(wanted)) {
      if (nodes.has(id)) node.parents.push(id)
      else lost.push({ place: node.place, reason: `expected revision ${id} in ${environment.path}, found none` })
    }
  }

  /** What a name in `depends_on` stands for. One that is neither revision nor label is the label that no text says. */
  function revisionOf(name: string, from: Node): string | undefined {
    if (nodes.has(name)) return name
    const known = labelled.get(name)
    if (known !== undefined) return known
    // Two others are too many, and `from` may be one of three.
    const others = named.slice(0, 3).filter((node) => node !== from)
    return others.length === 1 ? others[0]?.revision.id : undefined
  }

  const sorted = parentsFirst(nodes)
  problems.push(...headProblems(sorted, environment.locations))
  return { migrations: sorted.map(migrationOf), problems, lost }
}

/** Parents before children, otherwise by path; a cycle is cut where it is first entered. */
function parentsFirst(nodes: ReadonlyMap<string, Node>): readonly Node[] {
  const entered = new Set<Node>()
  const sorted = new Set<Node>()
  const enter = (node: Node): { readonly node: Node; turn: number } => {
    entered.add(node)
    return { node, turn: 0 }
  }
  for (const start of nodes.values()) {
    if (entered.has(start)) continue
    const open = [enter(start)]
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      // Each parent is looked at once: a revision may merge thousands.
      const parent = nodes.get(top.node.parents[top.turn] ?? '')
      top.turn += 1
      if (parent && !entered.has(parent)) open.push(enter(parent))
      else if (top.turn > top.node.parents.length) {
        sorted.add(top.node)
        open.pop()
      }
    }
  }
  return [...sorted]
}

function migrationOf({ revision, file, place, parents }: Node, position: number): Migration {
  const stem = stemOf(file.path)
  return {
    id: revision.id,
    spellings: [...new Set([revision.id, stem])],
    order: [String(position)],
    parents,
    place,
    blob: file.oid,
    digest: revision.digest,
    effect: revision.effect,
    slug: stem.startsWith(`${revision.id}_`) ? stem.slice(revision.id.length + 1) : stem,
    objects: revision.objects,
    replaces: [],
    mayChange: false,
  }
}

function stemOf(path: string): string {
  return baseName(path).replace(/\.py$/, '')
}
