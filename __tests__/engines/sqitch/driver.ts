import { readPlan } from '../../../src/migrations/sqitch/plan.ts'
import { entryOf, sqlOf, type Driver, type Tree } from '../driver.ts'
import type { Release, Step } from '../histories.ts'
import { startEngine } from '../processes.ts'

export const sqitch: Driver = {
  system: 'sqitch',
  engine: 'Sqitch',
  settings: ['default'],
  // Of two scripts of one text one may have run before it became that of the other.
  harmless: () => ['same-text'],
  idOf,
  files,
  start: () => startEngine('/usr/bin/perl', 'sqitch/engine.pl'),
}

const BY = '2026-01-01T00:00:00Z Ann O. Ther <ann@example.org>'

function nameOf({ number, slug }: Step): string {
  return `${slug}_${number}`
}

/** Changes in the order in which they are planned; some have a tag. */
function planOf(release: Release): string {
  const lines = release.flatMap((step) => {
    const required = release.filter(({ number }) => step.parents.includes(number)).map(nameOf)
    const note = step.number % 2 === 0 ? ` # Nöte ${step.number}` : ''
    const change = `${nameOf(step)} ${required.length === 0 ? '' : `[${required.join(' ')}] `}${BY}${note}`
    return step.width === 3 ? [change, `@tag-${step.number} ${BY}`] : [change]
  })
  return `%syntax-version=1.0.0\n%project=proof\n%uri=https://example.org/proof\n\n${lines.join('\n')}\n`
}

/** An id covers all changes before. Sqitch's own registry tells whether the ids read here are right. */
function idOf(step: Step, release: Release): string {
  const change = readPlan(planOf(release)).changes[release.indexOf(step)]
  return `${nameOf(step)}#${change?.id.slice(0, 10) ?? ''}`
}

function files(release: Release): Tree {
  const scripts = release.flatMap((step): [string, string][] => {
    const id = idOf(step, release)
    const revert = `DELETE FROM journal WHERE entry = '${entryOf(id, step)}';\n`
    return [
      [`deploy/${nameOf(step)}.sql`, sqlOf(id, step)],
      [`revert/${nameOf(step)}.sql`, revert],
    ]
  })
  return {
    ...Object.fromEntries(scripts),
    'sqitch.conf': '[core]\n\tengine = sqlite\n',
    'sqitch.plan': planOf(release),
  }
}
