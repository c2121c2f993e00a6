import { Command } from 'commander'
import { check } from '../check.ts'
import { listStories, prepareDemo, UnknownStory } from '../demo/index.ts'
import { verdictOf } from '../publish/verdict.ts'
import { render } from '../report/index.ts'
import { rules } from '../rules/index.ts'
import { Refusal, type SetExit } from './exit.ts'
import { addFlags } from './flags.ts'
import { listFormat } from './formats.ts'
import { emit, useColor, type OutputFlags } from './output.ts'

interface Flags extends OutputFlags {
  readonly list?: boolean
  readonly format?: string
}

export function demoCommand(setExit: SetExit): Command {
  const command = new Command('demo')
    .description('Builds a story as a real git repository in a temporary folder, checks it and prints the report.')
    .argument('[story]', 'the name of the story')
    .option('--list', 'List the stories.')
  addFlags(command, ['format', 'color', 'quiet'])
  return command.action(async (name: string | undefined, flags: Flags) => {
    if (flags.list === true) {
      const width = Math.max(...listStories().map((story) => story.name.length))
      await emit(
        listStories()
          .map((story) => `${story.name.padEnd(width)}  ${story.title}`)
          .join('\n'),
        flags,
      )
      return
    }
    const demo = await prepareDemo(name).catch((error: unknown) => {
      throw error instanceof UnknownStory ? new Refusal(error.message) : error
    })
    const format = listFormat('demo', flags.format)
    const report = await check({ repo: demo.directory, candidate: demo.candidate })
    const text = render(report, format, { color: useColor(flags), quiet: flags.quiet === true, rules })
    const told = `${demo.title}\n\n${demo.expectation}\n`
    const again = `The repository lies in ${demo.directory}; check it again with\n  node dist/cli.js check --repo ${demo.directory} --candidate ${demo.candidate}`
    await emit(format === 'text' ? `${told}\n${text.trimEnd()}\n\n${again}` : text, flags)
    setExit(verdictOf(report, 'error').result === 'failed' ? 1 : 0)
  })
}
