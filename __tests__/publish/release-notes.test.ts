import fc from 'fast-check'
import { withBlock } from '../../src/publish/release-notes.ts'

const BEGIN = '<!-- upgrade-paths:begin -->'
const END = '<!-- upgrade-paths:end -->'
const block = (text: string) => `${BEGIN}\n${text}\n${END}`

/** Notes of a person, who may have copied our marks. */
const notes = fc
  .array(fc.oneof(fc.string(), fc.constantFrom(BEGIN, END, '\r\n', '# New')), { maxLength: 8 })
  .map((parts) => parts.join('\n'))

describe('withBlock', () => {
  it('puts a first block behind what is there', () => {
    expect(withBlock('', block('x'))).toBe(block('x'))
    expect(withBlock('New.\r\n\r\n', block('x'))).toBe(`New.\n\n${block('x')}`)
  })

  it('replaces a block where it stands', () => {
    expect(withBlock(`New.\n\n${block('old')}\n\nThanks.`, block('new'))).toBe(`New.\n\n${block('new')}\n\nThanks.`)
  })

  it('removes no text of a person for a mark that has no counterpart', () => {
    const text = `${BEGIN}\nmine`
    const once = withBlock(text, block('x'))
    expect(once).toBe(`${text}\n\n${block('x')}`)
    expect(withBlock(once, block('y'))).toBe(`${text}\n\n${block('y')}`)
    const ended = withBlock(`mine\n${END}`, block('x'))
    expect(ended).toBe(`mine\n${END}\n\n${block('x')}`)
  })

  it('is done after one time, and shows the last block only', () => {
    fc.assert(
      fc.property(notes, (text) => {
        const once = withBlock(text, block('one'))
        expect(withBlock(once, block('one'))).toBe(once)
        expect(withBlock(once, block('two'))).toBe(withBlock(text, block('two')))
      }),
    )
  })
})
