import * as fc from 'fast-check'
import { matchesRange } from '../../src/config/range.ts'
import { compareVersions, parseVersion } from '../../src/releases/version.ts'
import type { Version } from '../../src/model.ts'

function version(text: string): Version {
  const parsed = parseVersion(text)
  if (typeof parsed === 'string') throw new Error(parsed)
  return parsed
}

describe('matchesRange', () => {
  it.each([
    ['1.1', '>=1.1', true],
    ['1.1.0', '>=1.1', true],
    ['1.10', '>=1.9', true],
    ['1.1', '>1.1.0', false],
    ['1.1.0.1', '>1.1', true],
    ['2.0', '<2', false],
    ['2.0-rc.1', '<2.0', false],
    ['1.9.9', '<2', true],
    ['1.2', '<=1.2', true],
    ['1.2', '= 1.2.0', true],
    ['1.2', '=1.2.1', false],
    ['1.5', '>=1.1 <2.0', true],
    ['2.0', '>=1.1, <2.0', false],
    ['2.0', '>=1.1, <2.0 || 2.x', true],
    ['1', '1.x', true],
    ['1.10.3', '1.x', true],
    ['10.1', '1.x', false],
    ['1.10.3', '1.1.*', false],
    ['3', '*', true],
    ['v3', '>=V2', true],
    ['1.2', '1.2', true],
    ['1.2.3', '1.2', false],
    ['1.2.3', 'newest', false],
    ['1.2.3', '', false],
    ['1.2.3', '>=1.2.3-rc.1', false],
    ['1.2.3', '>=', false],
    ['1.2.3', '|| *', false],
  ])('%s in %j: %s', (text, range, expected) => {
    expect(matchesRange(version(text), range, 'none')).toBe(expected)
  })

  it('takes a bare number for a line, too', () => {
    expect(matchesRange(version('1.2.3'), '1.2', '1.2')).toBe(true)
    expect(matchesRange(version('1.2.3'), '1.3 || 1.2', '1.2')).toBe(true)
    expect(matchesRange(version('1.2.3'), '=1.2', '1.2')).toBe(false)
  })

  it('agrees with the order of versions', () => {
    const numbers = fc.array(fc.nat(3), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('.'))
    fc.assert(
      fc.property(numbers, numbers, (left, right) => {
        const order = compareVersions(version(left), version(right))
        const answers = ['<', '<=', '=', '>=', '>'].map((sign) => matchesRange(version(left), sign + right, ''))
        expect(answers).toEqual([order < 0, order <= 0, order === 0, order >= 0, order > 0])
      }),
    )
  })

  it('takes no time over a long text', () => {
    const start = performance.now()
    matchesRange(version('1'), `${'1 '.repeat(50_000)}x`, '')
    matchesRange(version('1'), `${'1.'.repeat(50_000)}x`, '')
    matchesRange(version('1'), `>=${' '.repeat(50_000)}x`, '')
    expect(performance.now() - start).toBeLessThan(1000)
  })
})
