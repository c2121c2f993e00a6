import * as fc from 'fast-check'
import { chunksOf, listingOf, parsePython, type PyStatement } from '../../src/languages/python.ts'

/** Statements with lines as in the whole text. */
function shifted(body: readonly PyStatement[], by: number): unknown {
  return JSON.parse(
    JSON.stringify(body, (name, value: unknown) => {
      if (value instanceof Map) return [...value]
      return (name === 'line' || name === 'endLine') && typeof value === 'number' ? value + by : value
    }),
  )
}

function whole(text: string): unknown {
  return shifted(parsePython(text).body, 0)
}

function inPieces(text: string): unknown {
  return chunksOf(text).flatMap(({ text: part, line }) => shifted(parsePython(part).body, line - 1) as unknown[])
}

const STATEMENTS = [
  'import os\n',
  'from a.b import (\n    c,\nd)\n',
  'opts = [\n    cfg.StrOpt("a", default="x"),\ncfg.IntOpt("b"),\n]\n',
  'x = """a\nb = 1\n# no comment\n"""\n',
  "y = 'it\\'s' + \\\n    'b'\n",
  'if a:\n    b = 1\nelif c:\n    b = 2\nelse:\n    b = 3\n',
  'try:\n    import x\nexcept ImportError:\n    x = None\nfinally:\n    y = 2\n',
  '@first\n# between\n@second(1)\ndef f(a, b=2):\n    """Words.\n\nMore words."""\n    return [a,\nb]\n',
  'class C(object):\n    a = 1\n\n    def m(self):\n# odd\n        return "]"\n',
  'async def g():\n    pass\n',
  '# a comment (with a bracket\n',
  '\n',
  'a = 1; b = 2\n',
  "z = {'k': ['(', \"#\"]}  # ) ]\n",
  'w = r"\\"\n',
  'v = u"x" "y"\r\n',
  'class D:\r\n    t = 1\r\n',
]

describe('chunksOf', () => {
  it('cuts a module into texts that say together what the whole says', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...STATEMENTS), { maxLength: 8 }), (parts) => {
        const text = parts.join('')
        expect(chunksOf(text).map((chunk) => chunk.text).join('')).toBe(text) // prettier-ignore
        expect(inPieces(text)).toEqual(whole(text))
      }),
      { numRuns: 300 },
    )
  })

  it('gives each top-level statement a chunk of its own', () => {
    const text = STATEMENTS.filter((statement) => !/^[#\n]/.test(statement)).join('')
    expect(chunksOf(text).length).toBeGreaterThanOrEqual(STATEMENTS.length - 2)
  })

  it.each(['a = (1\nb = 2\n', 'a = """x\nb = 2\n', "a = 'x\nb = 2\n", 'a = 1)\nb = 2\n', 'a\rb = 2\n'])(
    'loses nothing of a module that is broken or odd: %j',
    (text) => {
      expect(chunksOf(text).map((chunk) => chunk.text).join('')).toBe(text) // prettier-ignore
    },
  )
})

describe('listingOf', () => {
  it('gives the items of a list and their lines', () => {
    const text = 'opts = [\n    # a, comment\n    f("x, ]",\n      [1, 2]),\n\n    g(),  # end\n]\n# after\n'
    expect(listingOf(text)).toEqual({
      name: 'opts',
      items: [
        { text: 'f("x, ]",\n      [1, 2])', line: 3 },
        { text: 'g()', line: 6 },
      ],
    })
  })

  it.each(['a = [1] + b\n', 'a = [\n', 'a.b = [1]\n', 'a = [1]\nb = 2\n', 'a = (1)\n', 'a = ["x]\n'])(
    'gives nothing where that is not all: %j',
    (text) => {
      expect(listingOf(text)).toBeUndefined()
    },
  )
})
