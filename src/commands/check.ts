import { Command } from 'commander'
import { check, type CheckRequest } from '../check.ts'
import { verdictOf, type FailOn } from '../publish/verdict.ts'
import { render, type Format } from '../report/index.ts'
import { rules } from '../rules/index.ts'
import type { SetExit } from './exit.ts'
import { addFlags } from './flags.ts'
import { emit, progressLine, useColor, type OutputFlags } from './output.ts'

interface Flags extends OutputFlags, Omit<CheckRequest, 'repo' | 'progress'> {
  readonly repo?: string
  readonly format?: Format
  readonly failOn?: FailOn
}

export function checkCommand(setExit: SetExit): Command {
  const command = new Command('check').description('Judges one candidate against every earlier release.')
  addFlags(
    command,
    [
      'repo',
      'config',
      'candidate',
      'candidate-version',
      'base',
      'as-of',
      'format',
      'output',
      'fail-on',
      'color',
      'quiet',
    ],
    {
      'fail-on': 'error',
    },
  )
  return command.option('--fetch', 'Fetch what a shallow checkout left out.').action(async (flags: Flags) => {
    const tell = progressLine(flags)
    const { repo = '.', format = 'text', failOn = 'error', quiet } = flags
    const report = await check({ ...requestOf(flags), repo, progress: tell })
    tell(undefined)
    const text = render(report, format, { color: useColor(flags), quiet: quiet === true, rules })
    await emit(text, flags)
    setExit(verdictOf(report, failOn).result === 'failed' ? 1 : 0)
  })
}

function requestOf({ config, candidate, candidateVersion, base, asOf, fetch }: Flags): Omit<CheckRequest, 'repo'> {
  return {
    ...(config === undefined ? {} : { config }),
    ...(candidate === undefined ? {} : { candidate }),
    ...(candidateVersion === undefined ? {} : { candidateVersion }),
    ...(base === undefined ? {} : { base }),
    ...(asOf === undefined ? {} : { asOf }),
    ...(fetch === undefined ? {} : { fetch }),
  }
}
