import { findDeepNesting } from '../../src/languages/yaml-nesting.ts'

const ladder = (depth: number) => Array.from({ length: depth }, (_, n) => `${' '.repeat(n)}a:`).join('\n')

describe('findDeepNesting', () => {
  it.each([
    ['lists in brackets', `a: 1\nb: ${'['.repeat(100_000)}`, 2],
    ['mappings in braces', `${'{a: '.repeat(1000)}1${'}'.repeat(1000)}`, 1],
    ['lists on one line', `${'- '.repeat(1000)}a`, 1],
    ['explicit keys', '? '.repeat(1000), 1],
    ['indentation', ladder(100), 61],
    ['lists below lists', Array.from({ length: 40 }, (_, n) => `${' '.repeat(2 * n)}- -`).join('\n'), 21],
  ])('finds too many %s', (_, text, line) => {
    expect(findDeepNesting(text)).toBe(line)
  })

  it.each([
    ['a usual file', 'a:\n  - b: [1, {c: d}]\n    e: |\n      - - -\n      [[[\n  - f\n'],
    ['many lines', 'a:\n  - b\n  - c: { d: [e] }\n'.repeat(500)],
    ['brackets in texts', `a: "${'['.repeat(200)}"\nb: x${'['.repeat(200)}\nc: >\n  ${'['.repeat(200)}\n`],
    ['a long text', `a: |\n${Array.from({ length: 100 }, (_, n) => `${' '.repeat(n + 1)}- x\n`).join('')}`],
    ['closed brackets', `[${'[],'.repeat(1000)}]`],
    ['indentation within the limit', ladder(59)],
    ['nothing', ''],
  ])('accepts %s', (_, text) => {
    expect(findDeepNesting(text)).toBeUndefined()
  })
})
