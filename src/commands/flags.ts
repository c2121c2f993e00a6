import { Option, type Command } from 'commander'
import { runOptions } from '../config/run-options.ts'

/** Adds flags of the one table of options to a command, by name. */
export function addFlags(
  command: Command,
  names: readonly string[],
  defaults: Readonly<Record<string, string>> = {},
): Command {
  for (const name of names) {
    const option = runOptions.find((entry) => entry.name === name && entry.flag)
    if (!option?.flag) throw new Error(`no flag ${name} in the table of options`)
    const { value, otherwise } = option.flag
    const fallback = defaults[name] ?? otherwise
    const words =
      fallback === undefined ? option.description : `${option.description} Default: ${fallback.replaceAll('`', '')}.`
    const flag = new Option(value === undefined ? `--${name}` : `--${name} <${value}>`, words)
    if (option.values) flag.choices([...option.values])
    command.addOption(flag)
    if (name === 'color') command.addOption(new Option('--no-color').hideHelp())
  }
  return command
}
