import { show } from '../../src/rules/settings.ts'

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
