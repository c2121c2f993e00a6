import fc from 'fast-check'
import { canonicalJson, fingerprint } from '../../src/report/fingerprint.ts'

describe('fingerprint', () => {
  it('is 12 hex digits of rule, subject and facts', () => {
    const one = fingerprint('rule', 'subject', { a: 1 })
    expect(one).toMatch(/^[0-9a-f]{12}$/)
    const others = [
      fingerprint('rule2', 'subject', { a: 1 }),
      fingerprint('rule', 'subject2', { a: 1 }),
      fingerprint('rule', 'subject', { a: 2 }),
    ]
    expect(new Set([one, ...others]).size).toBe(4)
  })

  it('does not depend on the order of keys, nor on absent ones', () => {
    expect(fingerprint('r', 's', { a: 1, b: { c: 2, d: 3 } })).toBe(
      fingerprint('r', 's', { b: { d: 3, c: 2, e: undefined }, a: 1 }),
    )
    expect(fingerprint('r', 's', [1, 2])).not.toBe(fingerprint('r', 's', [2, 1]))
  })

  it('writes JSON of the same value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
      }),
    )
  })
})
