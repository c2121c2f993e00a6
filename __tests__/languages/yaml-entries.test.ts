import { parseEntries } from '../../src/languages/yaml-entries.ts'
import { Unclear } from '../../src/snapshots/files.ts'

it('reads the members that are asked for, with what was written and where', () => {
  const entries = parseEntries('a: 1.10\n# b\n"b": "1.10"\nc: [1]\nd: .\nother: x\ne:\n', [
    'a',
    'b',
    'c',
    'd',
    'e',
    'f',
  ])
  expect(entries).toEqual({
    a: { value: 1.1, written: '1.10', line: 1 },
    b: { value: '1.10', written: '1.10', line: 3 },
    c: { value: undefined, written: '', line: 4 },
    d: { value: '.', written: '.', line: 5 },
    e: { value: null, written: '', line: 7 },
  })
})

it.each(['- a\n', '', 'a: b: c\n', `a: ${'{'.repeat(100_000)}`, 'a: *x\n@b: 1\n'])('refuses %#', (text) => {
  expect(() => parseEntries(text, ['a'])).toThrow(Unclear)
})

it('does not unfold aliases', () => {
  const bomb = Array.from({ length: 30 }, (_, i) =>
    `x${i}: &x${i} [*x${i - 1}, *x${i - 1}]`.replace(/\[\*x-1.*\]/, '[]'),
  )
  expect(parseEntries(`${bomb.join('\n')}\na: 1\n`, ['a']).a?.value).toBe(1)
})
