import { Command } from 'commander'
import { runPlan } from '../plan/command.ts'
import { writeFiles } from './plan-files.ts'
import { renderPlan } from '../report/index.ts'
import { terminal } from '../report/escape.ts'
import type { SetExit } from './exit.ts'
import { addFlags } from './flags.ts'
import { listFormat } from './formats.ts'
import { emit, progressLine, useColor, type OutputFlags } from './output.ts'

interface Flags extends OutputFlags {
  readonly repo?: string
  readonly config?: string
  readonly format?: string
  readonly fix: string
  readonly write?: boolean
  readonly failOn?: string
}

export function planCommand(setExit: SetExit): Command {
  const command = new Command('plan').description(
    'Brings a fix to every supported line: what to pick, which migration to ship, what to release and in which order.',
  )
  addFlags(command, ['repo', 'config', 'format', 'output', 'fail-on', 'color', 'quiet'], { 'fail-on': 'never' })
  return command
    .requiredOption(
      '--fix <COMMIT|MIGRATION>',
      'The fix: a commit, or the id of a migration (which wins where both fit).',
    )
    .option('--write', 'Put the no-op migration for the line checked out into the work tree. Nothing is overwritten.')
    .action(async (flags: Flags) => {
      const format = listFormat('plan', flags.format)
      const tell = progressLine(flags)
      const { repo = '.', config, fix, failOn = 'never' } = flags
      const { report, line } = await runPlan({ repo, fix, ...(config === undefined ? {} : { config }), progress: tell })
      tell(undefined)
      const written = flags.write === true ? await writeFiles(repo, report, line) : []
      await emit(renderPlan(report, format, { color: useColor(flags), quiet: flags.quiet === true }), flags)
      for (const path of written) process.stderr.write(`written ${terminal(path)}\n`)
      setExit(failOn !== 'never' && report.steps.some(({ done }) => !done) ? 1 : 0)
    })
}
