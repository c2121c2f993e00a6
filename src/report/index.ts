import type { Report } from '../model.ts'
import type { PlanReport } from '../plan/shapes.ts'
import { backtestJson, backtestMarkdown, backtestText } from './backtest.ts'
import { renderHtml } from './html.ts'
import { renderJson } from './json.ts'
import { renderJunit } from './junit.ts'
import { renderMarkdown } from './markdown.ts'
import { matrixJson, matrixMarkdown, matrixText } from './matrix.ts'
import { planJson, planMarkdown, planText } from './plan.ts'
import { renderSarif } from './sarif.ts'
import type { BacktestReport, Format, MatrixReport, RenderOptions } from './shapes.ts'
import { renderText } from './text.ts'

export { FORMATS } from './shapes.ts'
export type { BacktestReport, Format, MatrixReport, RenderOptions, RuleInfo } from './shapes.ts'

type Render<R> = (report: R, options: RenderOptions) => string

const RENDERERS: Record<Format, Render<Report>> = {
  text: renderText,
  markdown: renderMarkdown,
  json: renderJson,
  sarif: renderSarif,
  html: renderHtml,
  junit: renderJunit,
}

/** The formats that `backtest`, `matrix` and `plan` have. */
export const LIST_FORMATS = ['text', 'markdown', 'json'] as const satisfies readonly Format[]
export type ListFormat = (typeof LIST_FORMATS)[number]

const BACKTEST: Record<ListFormat, Render<BacktestReport>> = {
  text: backtestText,
  markdown: backtestMarkdown,
  json: backtestJson,
}

const MATRIX: Record<ListFormat, Render<MatrixReport>> = {
  text: matrixText,
  markdown: matrixMarkdown,
  json: matrixJson,
}

const PLAN: Record<ListFormat, Render<PlanReport>> = {
  text: planText,
  markdown: planMarkdown,
  json: planJson,
}

/** A check's report as text; every name of the repository in it is escaped for the format. */
export function render(report: Report, format: Format, options: RenderOptions = {}): string {
  return RENDERERS[format](report, options)
}

export function renderBacktest(report: BacktestReport, format: ListFormat, options: RenderOptions = {}): string {
  return BACKTEST[format](report, options)
}

export function renderMatrix(report: MatrixReport, format: ListFormat, options: RenderOptions = {}): string {
  return MATRIX[format](report, options)
}

export function renderPlan(report: PlanReport, format: ListFormat, options: RenderOptions = {}): string {
  return PLAN[format](report, options)
}
