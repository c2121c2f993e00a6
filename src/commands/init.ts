import { Command } from 'commander'
import type { SetExit } from './exit.ts'

export function initCommand(_: SetExit): Command {
  return new Command('init').description('Looks at the repository and writes a config file and workflows.')
}
