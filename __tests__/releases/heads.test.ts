import { assignHeads, type Branch } from '../../src/releases/heads.ts'

/** Branches as `name: releases it has`; each line's newest release is called as the line. */
function headsOf(lines: readonly string[], branches: Readonly<Record<string, string>>) {
  const all = Object.entries(branches).map(([name]) => ({ name, ref: { date: 1 } }) as unknown as Branch)
  const reaches = (branch: Branch, commit: string) => branches[branch.name]!.split(' ').includes(commit)
  const named = lines.map((name) => ({ name, newest: name }))
  const deepest = Math.max(...lines.map((name) => name.split('.').length))
  const heads = assignHeads(named, all, undefined, {}, reaches, deepest)
  return Object.fromEntries([...heads].map(([line, { name }]) => [line, name]))
}

it('does not take the branch of all lines of a major for that of its first', () => {
  expect(headsOf(['1.0', '1.1', '2.0'], { '1.x': '1.0 1.1', '2.0': '2.0' })).toEqual({ '2.0': '2.0' })
})

it('takes the branch of a major where the major has one line', () => {
  expect(headsOf(['1.0', '2.0'], { '1.x': '1.0', 'release/2': '2.0' })).toEqual({ '1.0': '1.x', '2.0': 'release/2' })
})

it('does not take a branch of today for that of an old line whose next one was released beside the trunk', () => {
  const branches = { '0.4.x': '0.3 0.4', 'release/next': '0.3 1.0', 'release/prepare-2.0.0': '0.3' }
  expect(headsOf(['0.3', '0.4', '1.0'], branches)['0.3']).toBeUndefined()
})

it('takes a named series that has its newest release and no newer one', () => {
  expect(headsOf(['1', '2', '3'], { 'stable/train': '1', 'stable/ussuri': '1 2', 'stable/2024.1': '1 2 3' })).toEqual({
    '1': 'stable/train',
    '2': 'stable/ussuri',
    '3': 'stable/2024.1',
  })
})

it('does not take a branch that goes on past newer lines: its number is that of another product', () => {
  const lines = ['0.4', '0.5', '0.5.1', '0.6', '0.7']
  const branches = {
    'release-0.4.x': '0.4 0.5 0.6 0.7',
    'release-0.5.x': '0.4 0.5 0.5.1 0.6',
    'release-0.7.x': '0.4 0.7',
  }
  expect(headsOf(lines, branches)).toEqual({ '0.5': 'release-0.5.x', '0.7': 'release-0.7.x' })
})
