import type { Line, Release } from '../../src/model.ts'
import { newerLineStates } from '../../src/paths/states.ts'
import { parseVersion } from '../../src/releases/version.ts'
import type { World } from '../../src/view.ts'

function release(text: string, line: string): Release {
  const version = parseVersion(text)
  if (typeof version === 'string') throw new Error(version)
  return { tag: text, ref: text, commit: text, tree: text, date: 1, twins: [], version, line }
}

/** The states of the newer lines for a candidate 2.41.9, where some releases have its fix. */
function states(lines: Readonly<Record<string, readonly string[]>>, having: readonly string[]) {
  const all = Object.entries(lines).map(([name, tags]): Line => {
    return { name, supported: true, releases: tags.map((tag) => release(tag, name)) }
  })
  const world = {
    candidate: release('2.41.9', '2.41'),
    line: (name: string) => all.find((line) => line.name === name),
    supported: () => true,
  } as unknown as World
  const lacking = all.flatMap(({ releases }) => releases).filter(({ tag }) => !having.includes(tag))
  return newerLineStates(world, lacking, ({ ref }) => having.includes(ref)).map(
    ({ line, state, lowestSafe }) => `${line} ${state} ${lowestSafe?.tag ?? '-'}`,
  )
}

const lines = { '2.42': ['2.42.3', '2.42.4', '2.42.5'], '2.42.3': ['2.42.3.1'], '2.43': ['2.43.0'] }

it('a hotfix is where the line is that it was built on', () => {
  expect(states(lines, ['2.42.5', '2.43.0'])).toEqual(['2.42 satisfied 2.42.5'])
  expect(states(lines, ['2.43.0'])).toEqual(['2.42 open -'])
  expect(states(lines, [])).toEqual(['2.42 open -', '2.43 open -'])
})

it('a line is its own where nothing stands around it', () => {
  expect(states({ '2.42.3': ['2.42.3.1', '2.42.3.2'] }, ['2.42.3.2'])).toEqual(['2.42.3 satisfied 2.42.3.2'])
})
