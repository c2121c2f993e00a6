import { anyOf, show } from '../../src/rules/words.ts'

describe('show', () => {
  it.each([
    [30, '30'],
    ['quay.io/pump', 'quay.io/pump'],
    ['4.2.0', '4.2.0'],
    [true, 'true'],
    ['true', '"true"'],
    ['30', '"30"'],
    ['', '""'],
    [' a', '" a"'],
    ['[]', '"[]"'],
    [[], '[]'],
    [undefined, 'nothing'],
    ['nothing', '"nothing"'],
    [{ a: 'b' }, '{"a":"b"}'],
  ])('%j is %s', (value, text) => {
    expect(show(value)).toBe(text)
  })

  it('is short', () => {
    expect(show('a'.repeat(100))).toBe(`${'a'.repeat(77)}...`)
  })
})

describe('anyOf', () => {
  it('names few, and of many the first and the last', () => {
    expect(anyOf(['1.0', '1.1', '1.2'])).toBe('1.0, 1.1, 1.2')
    expect(anyOf(['1.0', '1.1', '1.2', '1.3'])).toBe('any of 1.0 to 1.3 (4 releases)')
  })
})
