import * as fc from 'fast-check'
import { matchesGlob } from '../../src/config/glob.ts'

describe('matchesGlob', () => {
  it.each([
    ['v*', ['v1', 'v', 'v1.2.3'], ['1', 'v/1', 'xv1']],
    ['*.md', ['a.md', '.md'], ['a/b.md', 'a.mdx']],
    ['**', ['a', 'a/b', '.git/x'], ['']],
    ['**/*.md', ['a.md', 'a/b/c.md', '.github/a.md'], ['a.mdx']],
    ['docs/**', ['docs/a', 'docs/a/b'], ['docs', 'docs/', 'mydocs/a']],
    ['**/test/**', ['test/a', 'a/test/b/c'], ['test', 'atest/b']],
    ['a/**/b', ['a/b', 'a/x/b', 'a/x/y/b'], ['ab', 'a/xb']],
    ['db/migration/**/V*.sql', ['db/migration/V1.sql', 'db/migration/a/b/V1.sql'], ['db/migration/U1.sql']],
    ['a**b', ['ab', 'axb'], ['a/b']],
    ['v?.?', ['v1.2'], ['v1.', 'v1./', 'v10.2']],
    ['v[0-9].x', ['v1.x'], ['va.x']],
    ['v[!0-9]', ['va'], ['v1', 'v/']],
    ['[]a]', [']', 'a'], ['b']],
    ['[a', ['[a'], ['a']],
    ['{a,b}/*.sql', ['a/x.sql', 'b/x.sql'], ['c/x.sql', 'a,b/x.sql']],
    ['{a,b{c,d}}e', ['ae', 'bce', 'bde'], ['be', 'ce']],
    ['{,x}a', ['a', 'xa'], ['xxa']],
    ['{**/,}a', ['a', 'x/y/a'], ['xa']],
    ['{version}', ['{version}'], ['version']],
    ['a{b', ['a{b'], ['ab']],
    ['\\*', ['*'], ['a']],
    ['é?', ['é😀'], ['é']],
    ['', [''], ['a']],
  ])('%j', (pattern, fitting, others) => {
    expect(fitting.filter((text) => !matchesGlob(text, pattern))).toEqual([])
    expect(others.filter((text) => matchesGlob(text, pattern))).toEqual([])
  })

  it('agrees with a plain recursive matcher', () => {
    function slow(text: string, pattern: string): boolean {
      if (pattern === '') return text === ''
      if (pattern.startsWith('*')) {
        const cut = pattern.slice(1)
        return slow(text, cut) || (text !== '' && !text.startsWith('/') && slow(text.slice(1), pattern))
      }
      const fits =
        text !== '' && (pattern.startsWith('?') ? !text.startsWith('/') : pattern.startsWith(text.slice(0, 1)))
      return fits && slow(text.slice(1), pattern.slice(1))
    }
    const word = (...letters: string[]) => fc.string({ unit: fc.constantFrom(...letters), maxLength: 8 })
    fc.assert(
      fc.property(word('a', 'b', '/'), word('a', 'b', '/', '*', '?'), (text, pattern) => {
        fc.pre(!pattern.includes('**'))
        return matchesGlob(text, pattern) === slow(text, pattern)
      }),
      { numRuns: 2000 },
    )
  })

  it.each([
    ['stars', '*a'.repeat(200) + 'b', 'a'.repeat(400)],
    ['folders', '**/'.repeat(100) + 'b', 'a/'.repeat(200)],
    ['choices', '{a,aa}'.repeat(60) + 'b', 'a'.repeat(100)],
    ['open braces', '{'.repeat(500), '{'.repeat(499)],
    ['nested choices', '{a,'.repeat(125) + '}'.repeat(125), 'b'],
  ])('takes no time over %s', (_, pattern, text) => {
    const start = performance.now()
    expect(matchesGlob(text, pattern)).toBe(false)
    expect(performance.now() - start).toBeLessThan(1500)
  })
})
