import { nextNumber } from '../../src/migrations/numbers.ts'
import { listOf } from '../support/lists.ts'
import { migration } from './engines/history.ts'

const date = Date.UTC(2026, 2, 1, 12, 30, 45) / 1000

describe('the next number', () => {
  it.each([
    ['', '', '1'],
    ['7', '', '8'],
    ['7', '41', '42'],
    ['20250101000000', '', '20260301123045'],
    ['20260301123045', '', '20260301123046'],
    ['20990101000000', '', '20990101000001'],
    ['1510262030', '', String(date)],
    ['18446744073709551615', '', '18446744073709551616'],
  ])('after %j and %j is %j', (here, there, expected) => {
    const list = listOf(here === '' ? [] : [migration(here)])
    expect(nextNumber({ list, after: there === '' ? [] : [migration(there)], date })).toBe(expected)
  })
})
