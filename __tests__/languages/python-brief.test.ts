import * as fc from 'fast-check'
import '../support/seed.ts'
import { parseBriefly } from '../../src/languages/python/brief.ts'
import { parsePython, parseStatements } from '../../src/languages/python.ts'

const long = 'a text of more than forty characters, so that it is cut out'

it('reads statements as the parser does, but for digests and errors', () => {
  const text = 'import a\n@b("c")\nclass C(d):\n  e = [1, "f"]\n  def g(self):\n    return self.h(i=2)\nj = )\n'
  const bare = (body: unknown): unknown =>
    JSON.parse(JSON.stringify(body, (name, value: unknown) => (/^(?:digest|broken)$/.test(name) ? undefined : value)))
  expect(bare(parseStatements(text))).toEqual(bare(parsePython(text).body))
})

describe('statements parsed without their texts', () => {
  it.each([
    ['a help text', `opts = cfg.StrOpt("a", help="${long}")\n`],
    ['one of several lines', `opts = cfg.StrOpt("a",\n  help="""\n${long}\n\n"quoted"\n""",\n  default=1)\n`],
    ['one in parts', `opts = cfg.StrOpt("a", help=("${long} "\n  '${long}\\n' "short"), default="\\n")\n`],
    ['a raw one', `x = r"\\d ${long}"\n`],
    ['one with an escape', `x = u"\\u00e9\\n ${long}"\n`],
    ['one with a character by name', `x = "\\N{DASH} ${long}"\n`],
    ['bytes', `x = b"${long}"\n`],
    ['a format', `x = f"${long} {x}"\n`],
    ['one that is filled in', `x = "${long} %s" % y\n`],
    ['one that starts far into what is computed', `x = ${'(a or b) and '.repeat(6)}"${long}"\n`],
    ['one in a sum', `x = "${long}" + y\n`],
    ['one in a dictionary', `x = {"a": "${long}"}\n`],
    ['one in a function', `def f():\n  return "${long}"\n`],
    ['one that is never closed', `x = ["${long}\n`],
    ['one with the mark of another', `x = "\uE0000:\uE001 ${long}"\n`],
    ['one that is called', `x = "${long}".format(y)(1)\n`],
    ['one of lines with a return', `x = """${long}\r\n"""\r\n`],
  ])('say of %s what the parser says', (_, text) => {
    expect(parseBriefly(text)).toEqual(parseStatements(text))
  })

  it('say what the parser says', () => {
    const words = fc.constantFrom('a', long, `${long}\n`, '\\n', '#', '"', "'", '(', '\\\\')
    const content = fc.array(words, { maxLength: 3 }).map((parts) => parts.join(' '))
    const literal = fc
      .tuple(fc.constantFrom('', 'r', 'u', 'b', 'f'), fc.constantFrom('"', "'", '"""', "'''"), content)
      .map(([prefix, quote, text]) => {
        const inside = quote.length === 1 ? text.replaceAll('\n', ' ') : text
        return `${prefix}${quote}${inside.replaceAll(quote[0]!, '')}${quote}`
      })
    const value: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        literal,
        fc.array(literal, { minLength: 1, maxLength: 3 }).map((parts) => `(${parts.join('\n')})`),
        fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
        fc
          .array(tie('value'), { maxLength: 3 })
          .map((args) => `cfg.Opt(${args.map((arg, n) => `k${n}=${arg}`).join(',\n')})`),
        fc.tuple(tie('value'), tie('value')).map(([a, b]) => `${a} + ${b}`),
        fc.tuple(literal, tie('value')).map(([a, b]) => `${a} % ${b}`),
      ),
    })).value
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 3 }), (values) => {
        const text = values.map((one, n) => `x${n} = ${one}\n`).join('')
        expect(parseBriefly(text)).toEqual(parseStatements(text))
      }),
      { numRuns: 500 },
    )
  })
})
