import type { Outcome, UpgradePath } from '../model.ts'
import { fit } from './budget.ts'
import { clip, jsonText, markdownText, terminal } from './escape.ts'
import { fails, foldPaths, span } from './fold.ts'
import { bounded, comparedValue, pathValue } from './json.ts'
import { countBy } from './order.ts'
import type { MatrixReport, RenderOptions } from './shapes.ts'
import { plural } from './words.ts'

const MAX_GRID = 40
const SIGNS = {
  safe: '.',
  guarded: 'g',
  breaks: 'B',
  'loses-fix': 'L',
  skips: 'S',
  refused: 'R',
} as const satisfies Record<Outcome, string>

export function matrixJson(report: MatrixReport): string {
  const { schemaVersion, releases, paths } = report
  return `${jsonText(bounded({ schemaVersion, releases: releases.map(comparedValue), paths: paths.map(pathValue) }))}\n`
}

/** The headline, a grid with a row per release moved from, and every path that is not safe with its reason. */
export function matrixText(report: MatrixReport): string {
  const told = groups(report).map(
    ({ from, to, outcome, why }) =>
      `${outcome.padEnd(9)} ${terminal(`${from} -> ${to}`)}${why && `  ${terminal(why)}`}`,
  )
  return [headline(report), ...grid(report), ...(told.length > 0 ? ['', ...told] : []), ''].join('\n')
}

export function matrixMarkdown(report: MatrixReport, options: Pick<RenderOptions, 'budgetBytes'> = {}): string {
  const rows = groups(report).map(({ from, to, outcome, why }) => {
    return `| ${[markdownText(from), markdownText(to), outcome, markdownText(why)].join(' | ')} |`
  })
  return fit(
    [
      { name: ['headline', 'headlines'], pieces: [{ rank: 0, text: `### ${markdownText(headline(report))}` }] },
      {
        name: ['group of paths', 'groups of paths'],
        open: '| From | To | Outcome | Why |\n|---|---|---|---|\n',
        separator: '\n',
        pieces: rows.map((text) => ({ rank: 1, text })),
      },
    ],
    options.budgetBytes ?? 60_000,
    (counts) => `_Not shown for lack of room: ${counts.join(', ')}. Everything is in the JSON output._`,
  )
}

/** `12 releases, 66 paths: 60 safe, 4 guarded, 2 loses-fix`. */
function headline({ releases, paths }: MatrixReport): string {
  const counts = countBy(paths, ({ outcome }) => outcome).map(([outcome, count]) => `${count} ${outcome}`)
  const detail = counts.length === 0 ? '' : `: ${counts.join(', ')}`
  return `${plural(releases.length, 'release')}, ${plural(paths.length, 'path')}${detail}`
}

/** What is not safe; those that fail first. */
function groups({ paths }: MatrixReport) {
  const folded = foldPaths(paths.filter(({ outcome }) => outcome !== 'safe'))
  return [...folded.filter(({ outcome }) => fails(outcome)), ...folded.filter(({ outcome }) => !fails(outcome))].map(
    ({ from, to, outcome, reasons }) => ({
      from: clip(span(from), 120),
      to: clip(span(to), 160),
      outcome,
      why: clip([...new Set(reasons.map(({ text }) => text))].join('; '), 300),
    }),
  )
}

function grid({ releases, paths }: MatrixReport): string[] {
  if (releases.length < 3 || releases.length > MAX_GRID) return []
  const outcomes = new Map(paths.map((path) => [key(path), path.outcome]))
  const names = releases.map(({ tag }) => terminal(clip(tag, 20)))
  const width = Math.max(...names.map((name) => name.length))
  const column = `${releases.length}`.length + 1
  const heads = releases.map((_, index) => `${index + 1}`.padStart(column)).join('')
  const rows = releases.map(({ tag: from }, index) => {
    const cells = releases.map(({ tag: to }) => {
      const outcome = outcomes.get(key({ from, to }))
      return (outcome ? SIGNS[outcome] : '').padStart(column)
    })
    return `${`${index + 1}`.padStart(column)} ${(names[index] ?? '').padEnd(width)} ${cells.join('')}`.trimEnd()
  })
  const legend = Object.entries(SIGNS).map(([outcome, sign]) => `${sign} ${outcome}`)
  return ['', `${' '.repeat(column + width + 2)}${heads}`, ...rows, `from a row to a column: ${legend.join(', ')}`]
}

function key({ from, to }: Pick<UpgradePath, 'from' | 'to'>): string {
  return JSON.stringify([from, to])
}
