import type { ListProblem, Place } from '../../model.ts'
import type { FileRef } from '../../snapshots/files.ts'
import { isBelow } from '../folders.ts'
import type { Revision } from './revision.ts'

export interface Node {
  readonly revision: Revision
  readonly file: FileRef
  readonly place: Place
  /** Revisions of the list that it follows or depends on. */
  readonly parents: string[]
}

/**
 * Heads that nobody meant to have side by side. Branch labels say that several are wanted, one for each label, and so do
 * version locations of their own - Alembic docs, "Working with Branches". Dependencies leave a head a head there.
 */
export function headProblems(nodes: readonly Node[], locations: readonly string[]): readonly ListProblem[] {
  const followed = new Set(nodes.flatMap(({ revision }) => revision.down))
  const labels = spreadLabels(nodes)
  const branches = new Map<string, Node[]>()
  for (const node of nodes) {
    if (followed.has(node.revision.id)) continue
    const location = locations.findIndex((folder) => isBelow(node.file.path, folder))
    const branch = JSON.stringify([location, ...[...(labels.get(node.revision.id) ?? [])].sort()])
    branches.set(branch, [...(branches.get(branch) ?? []), node])
  }
  return [...branches.values()].flatMap((heads) => {
    const last = heads.at(-1)
    if (heads.length < 2 || !last) return []
    const ids = heads.map(({ revision }) => revision.id)
    const detail = `revisions ${ids.join(' and ')} are heads of one branch`
    return [{ cause: 'multiple-heads' as const, subject: last.revision.id, ids, place: last.place, detail }]
  })
}

/** A label holds for what follows, and back to where the branch began - Alembic, `RevisionMap._add_branches`. */
function spreadLabels(nodes: readonly Node[]): ReadonlyMap<string, ReadonlySet<string>> {
  const byId = new Map(nodes.map((node) => [node.revision.id, node]))
  const children = new Map<string, number>()
  for (const { revision } of nodes) for (const id of revision.down) children.set(id, (children.get(id) ?? 0) + 1)
  const labels = new Map(nodes.map(({ revision }) => [revision.id, new Set(revision.labels)]))
  for (const { revision } of nodes) {
    for (const label of revision.labels) {
      let [above] = revision.down
      for (let step = 0; above !== undefined && step < nodes.length; step += 1) {
        const parent = byId.get(above)?.revision
        if (!parent || parent.down.length > 1 || (children.get(above) ?? 0) > 1) break
        labels.get(above)?.add(label)
        above = parent.down[0]
      }
    }
  }
  // Parents come first, so one walk carries every label to the end.
  for (const { revision } of nodes) {
    const own = labels.get(revision.id)
    for (const id of revision.down) for (const label of labels.get(id) ?? []) own?.add(label)
  }
  return labels
}
