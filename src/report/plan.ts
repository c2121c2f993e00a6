import { groupBy } from '../group.ts'
import type { PlannedLine, PlanReport, PlanStep, Risk } from '../plan/shapes.ts'
import { cleanLines, jsonText, markdownCode, markdownText, terminal, terminalLines } from './escape.ts'
import type { RenderOptions } from './shapes.ts'

export function planJson(report: PlanReport): string {
  return `${jsonText(report)}\n`
}

/** What is where, the numbered steps with those taken ticked, and what users meet on the way. */
export function planText(report: PlanReport, { quiet }: RenderOptions = {}): string {
  const steps = report.steps.flatMap((step, n) => [
    terminal(`${n + 1}. [${step.done ? 'x' : ' '}] ${step.text}`),
    ...(quiet === true || step.done
      ? []
      : details(step)
          .flatMap((text) => terminalLines(text))
          .map((line) => `       ${line}`)),
  ])
  const rest = [...riskWords(report.risks), ...report.remarks, ...(report.risks.length === 0 ? [calm] : [])]
  return [terminal(title(report)), '', ...table(report.lines), '', ...steps, '', ...rest.map(terminal), ''].join('\n')
}

export function planMarkdown(report: PlanReport): string {
  const rows = report.lines.map((line) => `| ${columns(line).map(markdownText).join(' | ')} |`)
  const steps = report.steps.flatMap((step, n) => [
    `${n + 1}. ${step.done ? '☑' : '☐'} ${markdownText(step.text)}`,
    ...(step.done ? [] : fences(step)),
  ])
  const rest = [...riskWords(report.risks), ...report.remarks, ...(report.risks.length === 0 ? [calm] : [])]
  return [
    `### ${markdownText(title(report))}`,
    '',
    `| ${heads.join(' | ')} |`,
    `|${heads.map(() => '---').join('|')}|`,
    ...rows,
    '',
    ...steps,
    '',
    ...rest.map((text) => `- ${markdownText(text)}`),
    '',
  ].join('\n')
}

const heads = ['Line', 'Branch', 'Fix', 'Migration', 'Release'] as const
const calm = 'At every moment: nobody who has the fix loses it or is left without a way to a newer line.'

function title({ fix, steps }: PlanReport): string {
  const left = steps.filter(({ done }) => !done).length
  const state = left === 0 ? 'nothing is left to do' : `${left} of ${steps.length} steps are left`
  return `Plan for ${fix.kind === 'commit' ? 'the fix' : 'migration'} "${fix.title}": ${state}`
}

function columns({ name, head, state, commit, by, migrations, release, done }: PlannedLine): readonly string[] {
  const how = commit ? `${commit.slice(0, 12)} by ${by ?? ''}` : (by ?? '')
  return [
    name,
    head ?? 'none found',
    state === 'open' ? 'missing' : `${state === 'released' ? 'released' : 'on the branch'}${how && `, ${how}`}`,
    migrations.map(({ id, state: own }) => `${id} ${own === 'open' ? 'missing' : own}`).join(', ') || 'none',
    release === null ? 'with the next line' : `${release}${done ? '' : ' (next)'}`,
  ]
}

function table(lines: readonly PlannedLine[]): readonly string[] {
  const rows = [heads, ...lines.map(columns)].map((row) => row.map(terminal))
  const widths = heads.map((_, n) => Math.max(...rows.map((row) => (row[n] ?? '').length)))
  return rows.map((row) =>
    row
      .map((cell, n) => cell.padEnd(widths[n] ?? 0))
      .join('  ')
      .trimEnd(),
  )
}

function details({ commands, files }: PlanStep): readonly string[] {
  return [
    ...commands,
    ...files.map(
      ({ path, mode, text }) => `${mode === 'append' ? 'append to' : 'save as'} ${path}:\n${text.trimEnd()}`,
    ),
  ]
}

function fences({ commands, files }: PlanStep): readonly string[] {
  return [
    ...(commands.length > 0 ? [fence(commands.join('\n'))] : []),
    ...files.flatMap(({ path, mode, text }) => [
      `   ${mode === 'append' ? 'Append to' : 'Save as'} ${markdownCode(path)}:`,
      fence(text),
    ]),
  ]
}

/** A code block inside a list item, longer than any run of backticks in it. */
function fence(text: string): string {
  const lines = cleanLines(text.replace(/^\s*\n|\s+$/g, ''))
  const runs = lines.flatMap((line) => line.match(/`{3,}/g) ?? []).map((run) => run.length)
  const mark = '`'.repeat(Math.max(3, ...runs.map((length) => length + 1)))
  return ['', mark, ...lines, mark, ''].map((line) => (line === '' ? '' : `   ${line}`)).join('\n')
}

/** One sentence for each release that users leave and what becomes of them. */
function riskWords(risks: readonly Risk[]): readonly string[] {
  const groups = groupBy(risks, ({ after, from, outcome }) => JSON.stringify([after, from, outcome]))
  return [...groups.values()].map((group) => {
    const { after, from, outcome } = group[0]!
    const targets = group.map(({ to }) => to)
    const to =
      targets.length > 4 ? `${targets.slice(0, 3).join(', ')} and ${targets.length - 3} more` : targets.join(', ')
    const when = after === null ? 'Today' : `Once ${after} is out`
    if (outcome === 'stranded') return `${when} users of ${from} have no way to line ${to}.`
    if (outcome === 'loses-fix')
      return `${when} nothing stops users of ${from} from moving to ${to}, where the fix is missing.`
    if (outcome === 'skips') return `${when} users of ${from} who move to ${to} skip migrations.`
    return `${when} users of ${from} are refused by ${to}.`
  })
}
