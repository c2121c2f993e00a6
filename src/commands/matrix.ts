import { Command } from 'commander'
import { matrix } from '../matrix.ts'
import type { FailOn } from '../publish/verdict.ts'
import { renderMatrix } from '../report/index.ts'
import type { SetExit } from './exit.ts'
import { addFlags } from './flags.ts'
import { listFormat } from './formats.ts'
import { emit, progressLine, useColor, type OutputFlags } from './output.ts'

interface Flags extends OutputFlags {
  readonly repo?: string
  readonly config?: string
  readonly format?: string
  readonly failOn?: FailOn
  readonly all?: boolean
}

export function matrixCommand(setExit: SetExit): Command {
  const command = new Command('matrix').description('Every path between supported releases, with outcome and reason.')
  addFlags(command, ['repo', 'config', 'format', 'output', 'fail-on', 'color', 'quiet'], { 'fail-on': 'never' })
  return command.option('--all', 'All releases, not only the supported ones.').action(async (flags: Flags) => {
    const format = listFormat('matrix', flags.format)
    const tell = progressLine(flags)
    const { repo = '.', config, all = false, failOn = 'never' } = flags
    const report = await matrix({ repo, all, ...(config === undefined ? {} : { config }), progress: tell })
    tell(undefined)
    await emit(renderMatrix(report, format, { color: useColor(flags), quiet: flags.quiet === true }), flags)
    const unsafe = report.paths.some(({ outcome }) => outcome !== 'safe' && outcome !== 'guarded')
    setExit(failOn !== 'never' && unsafe ? 1 : 0)
  })
}
