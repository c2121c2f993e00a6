import fc from 'fast-check'
import { lineReader } from '../../src/backports/lines.ts'
import { standing } from '../../src/backports/standing.ts'

const before = 'package jobs\n\nfunc stop() {\n  close(queue)\n  return nil\n}\n'
const after = before.replace('close(queue)', 'drain(queue)\n  close(queue)')
const replaced = before.replace('close(queue)', 'closeNow(queue)')

function stands(old: string | undefined, now: string | undefined, there: string) {
  const linesOf = lineReader()
  const lines = (text: string | undefined) => (text === undefined ? undefined : linesOf(Buffer.from(text)))
  return standing({ before: lines(old), after: lines(now), there: linesOf(Buffer.from(there)) })
}

describe('standing', () => {
  it.each([
    ['the file after the change', before, after, after, 'there'],
    ['the file before it', before, after, before, 'lacking'],
    ['the change beside other ones', before, after, `// licence\n${after}func more() {}\n`, 'there'],
    ['other changes alone', before, after, `// licence\n${before}func more() {}\n`, 'lacking'],
    ['a replaced line as it was', before, replaced, `${before}func more() {}\n`, 'lacking'],
    ['a replaced line as it is', before, replaced, `${replaced}func more() {}\n`, 'there'],
    ['a replaced line replaced by another', before, replaced, before.replace('close(queue)', 'end(queue)'), 'unlike'],
    ['a rewritten file', before, after, 'module Jobs\n  def stop\n  end\nend\n', 'unlike'],
    ['a removed line gone', after, before, `${before}func more() {}\n`, 'there'],
    ['a removed line standing', after, before, `${after}func more() {}\n`, 'lacking'],
    ['a new file that somebody else wrote too', undefined, after, `${after}// more\n`, 'there'],
    ['a removed file that was changed since', after, undefined, before, 'lacking'],
    ['another file under the name of a removed one', after, undefined, 'all: build\n', 'unlike'],
  ] as const)('%s', (_, old, now, there, expected) => {
    expect(stands(old, now, there)).toBe(expected)
  })

  it('does not mind white space', () => {
    expect(stands(before, after, after.replaceAll('  ', '\t').replaceAll('\n', '\r\n'))).toBe('there')
    expect(stands('aa bb', 'aa bb\ncc  dd', 'aa\tbb\ncc dd')).toBe('there')
  })

  it('never says that a file with all the change lacks it, nor that one without any of it has it', () => {
    const word = fc.integer({ min: 0, max: 40 }).map((n) => `line${n}`)
    const lines = fc.array(word, { minLength: 1, maxLength: 15 })
    fc.assert(
      fc.property(lines, lines, lines, fc.nat(14), (base, insert, elsewhere, at) => {
        const fresh = insert.map((line) => `new ${line}`)
        const text = (list: readonly string[]): string => list.join('\n')
        const changed = [...base.slice(0, at), ...fresh, ...base.slice(at)]
        const has = stands(text(base), text(changed), text([...elsewhere, ...changed]))
        const lacks = stands(text(base), text(changed), text([...elsewhere, ...base]))
        expect([has, lacks === 'there']).toEqual(['there', false])
      }),
    )
  })
})
