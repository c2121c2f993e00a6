import { Command } from 'commander'
import { nearest } from '../config/nearest.ts'
import { rules } from '../rules/index.ts'
import type { Category } from '../rules/rule.ts'
import { Refusal } from './exit.ts'
import { emit } from './output.ts'

const titles: Readonly<Record<Category, string>> = {
  'backport-gap': 'Backport gaps',
  'missing-noop': 'Missing no-op migrations',
  history: 'Migration history',
  settings: 'Settings and other things people rely on',
  versions: 'Versions and communication',
  check: 'The check itself',
}

export function rulesCommand(): Command {
  return new Command('rules').description('The catalogue of rules.').action(async () => {
    const width = Math.max(...rules.map(({ id }) => id.length))
    const sections = (Object.keys(titles) as Category[]).flatMap((category) => {
      const own = rules.filter((rule) => rule.category === category)
      if (own.length === 0) return []
      return [
        [
          titles[category],
          ...own.map(({ id, summary, severities }) => `  ${id.padEnd(width)}  ${summary} [${severities}]`),
        ].join('\n'),
      ]
    })
    await emit(`${sections.join('\n\n')}\n\nupgrade-paths explain RULE tells why, with an example and the cure.`, {})
  })
}

export function explainCommand(): Command {
  return new Command('explain')
    .description('One rule with why, example and cure.')
    .argument('<rule>', 'the name of the rule')
    .action(async (id: string) => {
      const rule = rules.find((entry) => entry.id === id)
      if (!rule) {
        const like = nearest(
          id,
          rules.map((entry) => entry.id),
        )
        throw new Refusal(
          `there is no rule ${id}${like === undefined ? '' : `; did you mean ${like}?`} \`upgrade-paths rules\` lists them`,
        )
      }
      const example = rule.example.split('\n').map((line) => `  ${line}`)
      const parts = [
        `${rule.id} [${rule.severities}]`,
        `Fires when ${rule.summary}.`,
        `Why: ${rule.why}`,
        ['Example:', ...example].join('\n'),
        `Cure: ${rule.cure}`,
      ]
      await emit(parts.join('\n\n'), {})
    })
}
