import { parseConfig } from '../../src/config/load.ts'
import { findMark, labelMark } from '../../src/backports/marks.ts'
import type { Line } from '../../src/model.ts'

const lines: readonly Line[] = ['1', '2.1', '2.2'].map((name) => ({ name, releases: [], supported: true }))
const named: readonly Line[] = [
  { ...lines[0]!, head: { ref: 'stable/train', commit: 'a', tree: 'b', date: 1, line: '1' } },
  ...lines.slice(1),
]

function marked(message: string, config = ''): readonly string[] | undefined {
  return findMark(message, named, parseConfig(config, 'config'))?.lines
}

it.each([
  ['Fix it\n\nBackport-to: 1.x', ['1']],
  ['Fix it\n\nBackport: 2.1, release/2.2\n', ['2.1', '2.2']],
  ['Fix it\n\nbackport-to: stable/train 2.2.x', ['1', '2.2']],
  ['Fix it\n\nBackports: v1', ['1']],
])('%j names its lines', (message, expected) => {
  expect(marked(message)).toEqual(expected)
})

it.each([
  'Fix it',
  'Fix it\n\nBackport-to: 7.x',
  'Fix it\n\nBackport of #12 to 1.x',
  'Backport: fix it',
  'Fix it\n\nBackported-from: 1a2b3c4d',
  'fix(core): do it',
])('%j marks nothing by itself', (message) => {
  expect(marked(message)).toBeUndefined()
})

it('takes subjects and trailers that the config asks for', () => {
  const config = 'fixes: { marked: ["^fix(\\\\(.+\\\\))?:", "^Stable: (.+)$"] }'
  expect(marked('fix(core): do it', config)).toEqual([])
  expect(marked('fix: do it\n\nStable: 2.1', config)).toEqual([])
  expect(marked('Do it\n\nStable: 2.1', config)).toEqual(['2.1'])
  expect(marked('Do it\n\nWe fix: nothing', config)).toBeUndefined()
})

it.each([
  [['backport 1.x'], ['1']],
  [
    ['bug', 'backport-to: 2.1', 'backport release/2.2'],
    ['2.1', '2.2'],
  ],
  [['needs-backport/1'], ['1']],
  [['stable/train'], undefined],
  [['backported', 'backport 9', 'backport me'], undefined],
])('labels %j name lines', (labels, expected) => {
  expect(labelMark(labels, named, parseConfig('', 'config'))?.lines).toEqual(expected)
})

it('takes labels that the config asks for', () => {
  const config = parseConfig('fixes: { marked: ["^type: fix$"] }', 'config')
  expect(labelMark(['type: fix'], named, config)?.lines).toEqual([])
})

it('is done with a hostile line at once', () => {
  const config = 'fixes: { marked: ["^Fix: (a+)b$"] }'
  expect(marked(`Fix: ${'a'.repeat(200_000)}`, config)).toBeUndefined()
})
