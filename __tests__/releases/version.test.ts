import * as fc from 'fast-check'
import type { Version } from '../../src/model.ts'
import { compareVersions, nextVersion, parseVersion, writtenParts } from '../../src/releases/version.ts'

function version(text: string): Version {
  const parsed = parseVersion(text)
  if (typeof parsed === 'string') throw new Error(parsed)
  return parsed
}

const numbers = fc.array(fc.oneof(fc.nat(3), fc.nat(300)), { minLength: 1, maxLength: 5 })

describe('compareVersions', () => {
  it('is numeric part by part, missing parts counting as zero', () => {
    fc.assert(
      fc.property(numbers, numbers, (a, b) => {
        const first = [0, 1, 2, 3, 4].map((n) => (a[n] ?? 0) - (b[n] ?? 0)).find((difference) => difference !== 0) ?? 0
        const answer = compareVersions(version(a.join('.')), version(b.join('_')))
        expect(Math.sign(answer)).toBe(Math.sign(first))
      }),
    )
  })

  it.each([
    ['1', '1.0.0'],
    ['v2.0', '2'],
    ['1.0.Final', '1'],
    ['1.2.0+build7', '1.2'],
    ['1.2.0+alpine3', '1.2'],
    ['1.16.0+alpha.1', '1.16.0-alpha.1'],
  ])('takes %s and %s for one number', (a, b) => {
    // prettier-ignore
    expect(compareVersions(version(a), version(b))).toBe(0)
  })
})

describe('nextVersion', () => {
  it('is the next number in the last written part', () => {
    const next = (text: string, position?: number) => nextVersion(version(text), position).text
    expect([next('1.2'), next('1.0.0'), next('v2.1.9'), next('7')]).toEqual(['1.3', '1.0.1', '2.1.10', '8'])
    expect([next('1.2.3', 1), next('1.2.3', 0), next('1', 2)]).toEqual(['1.3.0', '2.0.0', '1.0.1'])
  })

  it('is above the version and keeps its count of parts', () => {
    fc.assert(
      fc.property(numbers, (parts) => {
        const before = version(parts.join('.'))
        const after = nextVersion(before)
        expect(compareVersions(after, before)).toBe(1)
        expect(writtenParts(after)).toBe(parts.length)
      }),
    )
  })
})

describe('parseVersion', () => {
  it.each(['', ' ', 'x', '.1', '-1', 'one', '1.2.x.y'.replace(/./, 'x'), '9'.repeat(30)])(
    'refuses %j with a reason',
    (text) => {
      expect(typeof parseVersion(text)).toBe('string')
    },
  )
})
