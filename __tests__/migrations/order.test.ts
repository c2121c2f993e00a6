import fc from 'fast-check'
import { compareOrder } from '../../src/migrations/order.ts'

const keys = fc.array(fc.stringMatching(/^[0-3a-c._]{0,6}$/), { maxLength: 3 })

describe('the order of migrations', () => {
  it.each([
    [['9'], ['10'], -1],
    [['007'], ['7'], 0],
    [['1'], ['1', '0'], -1],
    [['1', '10'], ['1', '9'], 1],
    [['a10b2'], ['a10b10'], -1],
    [['18446744073709551614'], ['18446744073709551615'], -1],
    [['20240101000000'], ['9'], 1],
    [['B'], ['a'], -1],
    [['1_'], ['1'], 1],
    [[''], ['0'], -1],
  ])('%j against %j', (a, b, expected) => {
    expect(Math.sign(compareOrder(a, b))).toBe(expected)
    expect(Math.sign(compareOrder(b, a))).toBe(expected === 0 ? 0 : -expected)
  })

  it('compares numbers of any length by value', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n }), fc.bigInt({ min: 0n }), fc.nat(3), (a, b, zeros) => {
        const compared = compareOrder(['0'.repeat(zeros) + a.toString()], [b.toString()])
        expect(Math.sign(compared)).toBe(a < b ? -1 : a > b ? 1 : 0)
      }),
    )
  })

  it('is a total order', () => {
    fc.assert(
      fc.property(keys, keys, keys, (a, b, c) => {
        expect(Math.sign(compareOrder(a, b)) + Math.sign(compareOrder(b, a))).toBe(0)
        if (compareOrder(a, b) <= 0 && compareOrder(b, c) <= 0) expect(compareOrder(a, c)).toBeLessThanOrEqual(0)
      }),
    )
  })
})
