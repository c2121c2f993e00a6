import { Command } from 'commander'
import { backtest } from '../backtest.ts'
import type { BacktestReport } from '../report/index.ts'
import { renderBacktest } from '../report/index.ts'
import type { FailOn } from '../publish/verdict.ts'
import type { SetExit } from './exit.ts'
import { addFlags } from './flags.ts'
import { listFormat } from './formats.ts'
import { emit, progressLine, useColor, type OutputFlags } from './output.ts'

interface Flags extends OutputFlags {
  readonly repo?: string
  readonly config?: string
  readonly format?: string
  readonly failOn?: FailOn
}

export function backtestCommand(setExit: SetExit): Command {
  const command = new Command('backtest').description(
    'Judges every release tag as of its own day: what the check would have said.',
  )
  addFlags(command, ['repo', 'config', 'format', 'output', 'fail-on', 'color', 'quiet'], { 'fail-on': 'never' })
  return command.action(async (flags: Flags) => {
    const format = listFormat('backtest', flags.format)
    const tell = progressLine(flags)
    const { repo = '.', config, failOn = 'never' } = flags
    const report = await backtest({ repo, ...(config === undefined ? {} : { config }), progress: tell })
    tell(undefined)
    await emit(renderBacktest(report, format, { color: useColor(flags), quiet: flags.quiet === true }), flags)
    setExit(fails(report, failOn) ? 1 : 0)
  })
}

function fails({ releases }: BacktestReport, failOn: FailOn): boolean {
  return releases.some(
    ({ summary }) => (failOn !== 'never' && summary.error > 0) || (failOn === 'warning' && summary.warning > 0),
  )
}
