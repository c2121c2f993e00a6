import { Command } from 'commander'
import { runMatch, type MatchResult } from '../backports/command.ts'
import { addFlags } from './flags.ts'
import { listFormat } from './formats.ts'
import { emit, type OutputFlags } from './output.ts'
import { terminal } from '../report/escape.ts'

interface Flags extends OutputFlags {
  readonly repo?: string
  readonly from: string
  readonly to: string
  readonly without?: string
  readonly format?: string
}

export function matchCommand(): Command {
  const command = new Command('match').description(
    'For each commit of one line that another does not have: the same change there, or none.',
  )
  addFlags(command, ['repo', 'format', 'output'])
  return command
    .requiredOption('--from <REF>', 'The line whose commits are looked for.')
    .requiredOption('--to <REF>', 'The line they are looked for on.')
    .option('--without <KINDS>', 'Kinds of evidence to leave out, separated by commas.')
    .action(async (flags: Flags) => {
      const format = listFormat('match', flags.format)
      const { repo = '.', from, to, without } = flags
      const result = await runMatch({ repo, from, to, ...(without === undefined ? {} : { without }) })
      await emit(format === 'json' ? JSON.stringify(result, null, 2) : asText(result), flags)
    })
}

function asText({ from, to, matches }: MatchResult): string {
  const found = matches.filter(({ equivalent }) => equivalent !== null)
  const lines = matches.map(({ commit, equivalent, by }) =>
    `${commit.slice(0, 12)}  ${equivalent?.slice(0, 12) ?? '-'.padEnd(12)}  ${by ?? ''}`.trimEnd(),
  )
  return [
    `${found.length} of ${matches.length} commits of ${terminal(from)} are on ${terminal(to)}, too`,
    ...lines,
  ].join('\n')
}
