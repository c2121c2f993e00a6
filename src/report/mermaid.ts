import type { Outcome, Report, UpgradePath } from '../model.ts'
import { mermaidLabel } from './escape.ts'
import { groupBy } from './order.ts'
import { candidateName } from './words.ts'

const MAX_NODES = 40
/** So few releases are all drawn. */
const FEW_STOPS = 12
/** How many failing paths to draw, until the picture is small enough. */
const EDGE_LIMITS = [200, 100, 40, 20, 10, 5, 0]
const WORST_FIRST = ['refused', 'skips', 'loses-fix', 'breaks'] as const satisfies readonly Outcome[]

interface Stop {
  readonly name: string
  readonly label: string
  readonly line: string
}

/** Neighbours on a line with the same failing paths: one node. */
interface Run {
  readonly id: string
  readonly stops: readonly Stop[]
}

/**
 * A Mermaid flowchart: a row per line, its releases in version order, and the paths that fail as labelled edges.
 * Neighbours whose paths fail alike are folded into one node, `v1.0 .. v1.8, 9`; at most 40 nodes.
 */
export function mermaid(report: Report): string {
  const stops = allStops(report)
  const failing = worstFirst(report.paths)
  for (const limit of EDGE_LIMITS) {
    const edges = failing.slice(0, limit)
    const rows = [...groupBy(stops, ({ line }) => line).values()].map((row, index) =>
      runs(row, index, edges, report.candidate.ref, stops.length <= FEW_STOPS),
    )
    if (rows.flat().length <= MAX_NODES) return drawn(rows, edges, report.candidate.ref)
  }
  // More lines than nodes: the candidate's own, and as many others as there is room for.
  const own = stops.filter(({ line }) => line === report.candidate.line)
  const rows = [...groupBy([...own, ...stops], ({ line }) => line).values()].slice(0, MAX_NODES - 3)
  const folded = rows.map((row, index) => runs([...new Set(row)], index, [], report.candidate.ref, false))
  return drawn(folded, [], report.candidate.ref)
}

/** Compared releases as given, which is version order, with the candidate behind the last of its line. */
function allStops({ compared, candidate }: Report): Stop[] {
  const stops = compared
    .filter(({ tag }) => tag !== candidate.ref)
    .map(({ tag, line }): Stop => ({ name: tag, label: tag, line }))
  return [...stops, { name: candidate.ref, label: candidateName(candidate), line: candidate.line }]
}

function worstFirst(paths: readonly UpgradePath[]): UpgradePath[] {
  return WORST_FIRST.flatMap((outcome) => paths.filter((path) => path.outcome === outcome))
}

function runs(
  row: readonly Stop[],
  index: number,
  edges: readonly UpgradePath[],
  candidate: string,
  few: boolean,
): Run[] {
  const found: Stop[][] = []
  let before: string | undefined
  for (const stop of row) {
    const alike = edges.filter(({ from, to }) => from === stop.name || to === stop.name)
    const ends = alike.map(({ from, to, outcome }) => [from === stop.name || from, to === stop.name || to, outcome])
    const signature = stop.name === candidate ? 'candidate' : JSON.stringify(ends)
    const last = found.at(-1)
    if (last && !few && signature === before) last.push(stop)
    else found.push([stop])
    before = signature
  }
  return found.map((stops, position) => ({ id: `r${index}_${position}`, stops }))
}

function drawn(rows: readonly (readonly Run[])[], edges: readonly UpgradePath[], candidate: string): string {
  const ids = new Map(rows.flat().flatMap(({ id, stops }) => stops.map(({ name }) => [name, id])))
  const arrows = edges.flatMap(({ from, to, outcome }) => {
    const [source, target] = [ids.get(from), ids.get(to)]
    if (source === undefined || target === undefined) return []
    return [`  ${source} ${outcome === 'refused' ? '--x' : '-.->'}|"${outcome}"| ${target}`]
  })
  const own = ids.get(candidate)
  return [
    'flowchart LR',
    ...rows.flatMap((row, index) => [
      `  subgraph l${index}["line ${mermaidLabel(row[0]?.stops[0]?.line ?? '')}"]`,
      `    ${row.map((run) => node(run, candidate)).join(' --- ')}`,
      '  end',
    ]),
    ...new Set(arrows),
    ...(own === undefined ? [] : [`  style ${own} stroke-width:3px`]),
  ].join('\n')
}

function node({ id, stops }: Run, candidate: string): string {
  const [first, last] = [stops[0], stops.at(-1)]
  const [start, end] = [mermaidLabel(first?.label ?? ''), mermaidLabel(last?.label ?? '')]
  const label = stops.length === 1 ? start : `${start} .. ${end}, ${stops.length}`
  return first?.name === candidate ? `${id}(["${label}"])` : `${id}["${label}"]`
}
