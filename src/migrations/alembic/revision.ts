import {
  assignedBy,
  assignedValue,
  blockOf,
  digestOfLines,
  importsSorted,
  isIdle,
  outlinePython,
  type PyLine,
  type PyOutline,
} from '../../languages/python-outline.ts'
import type { PyValue } from '../../languages/python.ts'
import type { Effect } from '../../model.ts'
import { Unclear } from '../../snapshots/files.ts'
import { tablesIn } from './tables.ts'

/** One revision file. */
export interface Revision {
  readonly id: string
  /** Line of the id. */
  readonly line: number
  readonly down: readonly string[]
  /** Revisions or branch labels that it depends on besides. */
  readonly dependsOn: readonly string[]
  readonly labels: readonly string[]
  /** Those of the labels that stand here by the name of a constant of another file. */
  readonly namedLabels: readonly string[]
  readonly digest: string
  readonly effect: Effect
  readonly objects: readonly string[]
}

/** What says where the revision stands, not what it does. */
const IDENTITY: ReadonlySet<string> = new Set(['revision', 'down_revision', 'branch_labels', 'depends_on'])

/**
 * A file of a version location; undefined where it has no `revision`. Throws `Unclear` for an id or a parent that is
 * computed.
 */
export function readRevision(text: string): Revision | undefined {
  const outline = outlinePython(text)
  const top = outline.lines.filter(({ depth }) => depth === 0)
  const assigned = new Map(top.map((line) => [assignedBy(line), line]))
  const own = assigned.get('revision')
  if (!own) return undefined
  const elsewhere = new Set<string>()

  function namesOf(name: string, line: PyLine | undefined, trusting: boolean): readonly string[] {
    return line ? textsOf(assignedValue(outline, line), line.line) : []

    function textsOf(value: PyValue, at: number): readonly string[] {
      if (value.kind === 'string') return [value.value]
      if (value.kind === 'none') return []
      if (value.kind === 'tuple' || value.kind === 'list' || value.kind === 'set') {
        return value.items.flatMap((item) => textsOf(item, at))
      }
      if (value.kind === 'name') {
        const constant = assigned.get(value.name)
        const known = constant && constant !== line ? assignedValue(outline, constant) : undefined
        if (known?.kind === 'string') return [known.value]
        // Of a label only matters which ones are the same.
        if (trusting) {
          elsewhere.add(value.name)
          return [value.name]
        }
      }
      throw new Unclear(`expected ${name}: texts or None, found a computed value`, at)
    }
  }

  const [id, ...more] = namesOf('revision', own, false)
  if (id === undefined || more.length > 0) throw new Unclear('expected revision: a text', own.line)
  const upgrade = top.find(({ words }) => words[0] === 'def' && words[1] === 'upgrade')
  const body = upgrade && blockOf(outline, upgrade)
  const labels = namesOf('branch_labels', assigned.get('branch_labels'), true)
  const namedLabels = labels.filter((label) => elsewhere.has(label))
  return {
    id,
    line: own.line,
    down: namesOf('down_revision', assigned.get('down_revision'), false),
    dependsOn: namesOf('depends_on', assigned.get('depends_on'), true),
    labels,
    namedLabels,
    digest: digestOfLines(importsSorted(meaningOf(outline))),
    effect: body === undefined ? 'unknown' : body.every(isIdle) ? 'noop' : 'changes',
    objects: tablesIn(body ?? []),
  }
}

/** Everything but the identity and the way down. */
function meaningOf({ lines }: PyOutline): readonly PyLine[] {
  let skipping = false
  return lines.filter((line) => {
    const { depth, words } = line
    if (depth === 0) skipping = (words[0] === 'def' && words[1] === 'downgrade') || IDENTITY.has(assignedBy(line) ?? '')
    return !skipping
  })
}
