import fc from 'fast-check'

/** Any code point but halves of pairs. fast-check's own `unit: 'binary'` lists them all first, which takes seconds. */
const character = fc
  .integer({ min: 0, max: 0x10ffff - 0x800 })
  .map((point) => String.fromCodePoint(point < 0xd800 ? point : point + 0x800))

export function anyText(lengths: { readonly minLength?: number; readonly maxLength: number }): fc.Arbitrary<string> {
  return fc.string({ unit: character, ...lengths })
}
