import { Command, CommanderError } from 'commander'
import { ConfigError } from '../config/load.ts'
import { GitError } from '../git/run.ts'
import { terminal, terminalLines } from '../report/escape.ts'
import { toolVersion } from '../version.ts'
import { backtestCommand } from './backtest.ts'
import { checkCommand } from './check.ts'
import { demoCommand } from './demo.ts'
import { diffSettingsCommand } from './diff-settings.ts'
import { explainCommand, rulesCommand } from './rules.ts'
import { initCommand } from './init.ts'
import { matchCommand } from './match.ts'
import { matrixCommand } from './matrix.ts'
import { planCommand } from './plan.ts'
import { Refusal, type SetExit } from './exit.ts'

/** Runs one command line and returns its exit code: 0 nothing at or above `--fail-on`, 1 findings, 2 could not check. */
export async function runCommandLine(argv: readonly string[]): Promise<number> {
  let code = 0
  const setExit: SetExit = (value) => {
    code = value
  }
  const program = new Command('upgrade-paths')
    .description(
      "Checks that every upgrade path between releases runs, keeps every fix and leaves users' settings working.",
    )
    .version(toolVersion)
    .showSuggestionAfterError()
    .exitOverride()
  const commands = [
    checkCommand,
    backtestCommand,
    matrixCommand,
    planCommand,
    demoCommand,
    initCommand,
    diffSettingsCommand,
    matchCommand,
    rulesCommand,
    explainCommand,
  ]
  // What commander says of an argument quotes it as it came.
  const writeErr = (text: string): void => {
    process.stderr.write(`${terminalLines(text.trimEnd()).join('\n')}\n`)
  }
  program.configureOutput({ writeErr })
  for (const make of commands) {
    program.addCommand(make(setExit).exitOverride().showSuggestionAfterError().configureOutput({ writeErr }))
  }
  try {
    await program.parseAsync([...argv])
    return code
  } catch (error) {
    return explainFailure(error)
  }
}

function explainFailure(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof GitError || error instanceof Refusal) return complain([error.message])
  if (error instanceof ConfigError) return complain(error.problems)
  const message = error instanceof Error ? error.message : String(error)
  return complain([`could not check: ${message}`, 'this should not happen; please report it with the command you ran'])
}

function complain(lines: readonly string[]): number {
  for (const line of lines) process.stderr.write(`upgrade-paths: ${terminal(line)}\n`)
  return 2
}
