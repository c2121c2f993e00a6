import fc from 'fast-check'
import { lineReader } from '../../src/backports/lines.ts'

describe('lineReader', () => {
  it('numbers lines as splitting texts does, over as many as there are', () => {
    const piece = fc.constantFrom('a', 'b', 'z9', '_', ' ', '  ', '\t', '\r', '\f', '\n', '-', '\u00e0', '{')
    const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''))
    fc.assert(
      fc.property(fc.array(text, { maxLength: 6 }), (texts) => {
        const linesOf = lineReader()
        const read = texts.flatMap((one) => [...linesOf(Buffer.from(one))])
        const seen: string[] = []
        const expected = texts.flatMap((one) =>
          Buffer.from(one)
            .toString('latin1')
            .split('\n')
            .filter((line) => /\w\w/.test(line))
            .map((line) => {
              const bare = line.replace(/[ \t\r\f]+/g, ' ').replace(/^ | $/g, '')
              return seen.includes(bare) ? seen.indexOf(bare) : seen.push(bare) - 1
            }),
        )
        expect(read).toEqual(expected)
      }),
    )
    const many = Array.from({ length: 50_000 }, (_, n) => `line ${n % 30_000}`)
    const numbers = lineReader()(Buffer.from(many.join('\n')))
    expect([...numbers]).toEqual(many.map((_, n) => n % 30_000))
  })
})
