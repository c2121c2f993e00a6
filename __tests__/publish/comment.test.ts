import fc from 'fast-check'
import { markerOf } from '../../src/publish/comment.ts'

const key = fc.tuple(fc.string(), fc.string(), fc.string())

describe('markerOf', () => {
  it('is one harmless HTML comment, whatever the names', () => {
    fc.assert(
      fc.property(key, (names) => {
        expect(markerOf(names)).toMatch(/^<!-- upgrade-paths [0-9a-f]{16} -->$/)
      }),
    )
  })

  it('tells workflows, jobs and configs apart, and not by their names put together', () => {
    const keys = [
      ['a', 'b', ''],
      ['a', 'b', 'c'],
      ['ab', '', ''],
      ['', 'ab', ''],
      ['a', '', 'b'],
    ] as const
    expect(new Set(keys.map(markerOf)).size).toBe(keys.length)
  })
})
