import {
  assignedBy,
  assignedValue,
  blockOf,
  digestOfLines,
  importsSorted,
  outlinePython,
} from '../../src/languages/python-outline.ts'
import { constantsOf, parsePython } from '../../src/languages/python.ts'
import { Unclear } from '../../src/snapshots/files.ts'

const digest = (text: string): string => digestOfLines(importsSorted(outlinePython(text).lines))
const shape = (text: string): unknown[] =>
  outlinePython(text).lines.map(({ line, depth, words }) => [line, depth, words.join(' ')])

function lineOf(text: string): number {
  try {
    outlinePython(text)
  } catch (error) {
    if (error instanceof Unclear) return error.line
    throw error
  }
  throw new Error('expected it to be unclear')
}

describe('lines', () => {
  it('are logical ones with their nesting', () => {
    const text = 'a = (1,\n  2)\nif a:\n\tdef f(): return a\n\tb = 1; c = 2\nd = a \\\n  + 1  # why\n'
    expect(shape(text)).toEqual([
      [1, 0, 'a = ( 1 , 2 )'],
      [3, 0, 'if a :'],
      [4, 1, 'def f ( ) :'],
      [4, 2, 'return a'],
      [5, 1, 'b = 1'],
      [5, 1, 'c = 2'],
      [6, 0, 'd = a + 1'],
    ])
  })

  it('leave docstrings, pass and comments out', () => {
    expect(shape('"""doc\n\ndoc"""\n# a\ndef f():\n    \'doc\'\n    pass\n    ...\nx = 1\n')).toEqual([
      [5, 0, 'def f ( ) :'],
      [9, 0, 'x = 1'],
    ])
  })

  it.each([
    ['an open quote', 'a = 1\nb = "x\n', 2],
    ['an open long quote', 'a = 1\nb = """x\n\n', 2],
    ['an open bracket', 'a = 1\nb = [1,\n', 2],
    ['a bracket that closes nothing', 'a = 1\nb = 1)\n', 2],
    ['a bracket that closes another', 'a = (1]\n', 1],
    ['a zero byte', 'a\n\0', 2],
  ])('refuse %s with its line', (_, text, line) => {
    expect(lineOf(text)).toBe(line)
  })

  it('are quick with whatever is hostile', () => {
    const start = performance.now()
    for (const piece of ['(', '"', "'''", '\\\n', 'a ', ' ', '\t\n', '#', 'b"']) {
      try {
        outlinePython(piece.repeat((1 << 20) / piece.length))
      } catch (error) {
        if (!(error instanceof Unclear)) throw error
      }
    }
    expect(performance.now() - start).toBeLessThan(4000)
  })
})

describe('digests', () => {
  it.each([
    ['quotes', "a = 'x'\n", 'a = "x"\n'],
    ['line breaks and trailing commas', 'f(1, 2)\n', 'f(\n    1,\n    2,\n)\n'],
    ['comments and blank lines', 'a = 1\nb = 2\n', '# c\na = 1  # d\n\n\nb = 2'],
    ['indentation', 'if a:\n  b\n', 'if a:\n\tb\n'],
    ['texts side by side', 'a = "xy"\n', 'a = "x" \'y\'\n'],
    ['the order of imports', 'import b\nfrom a import c\n', 'from a import c\nimport b\n'],
    ['line ends', 'a = 1\nb = 2\n', 'a = 1\r\nb = 2\r\n'],
  ])('do not mind %s', (_, one, other) => {
    expect(digest(one)).toBe(digest(other))
  })

  it.each([
    ['a tuple of one', 'a = (1)\n', 'a = (1,)\n'],
    ['an index that is a tuple', 'a[1]\n', 'a[1,]\n'],
    ['nesting', 'if a:\n  b\n  c\n', 'if a:\n  b\nc\n'],
    ['bytes', 'a = "x"\n', 'a = b"x"\n'],
    ['a text and a name', 'a = "x"\n', 'a = x\n'],
  ])('tell %s apart', (_, one, other) => {
    expect(digest(one)).not.toBe(digest(other))
  })
})

describe('values', () => {
  it.each([
    'a = "x"',
    "a: str = 'x'",
    'a = None',
    'a = (1)',
    'a = ("x")',
    'a = ("x",)',
    'a = ["x", ("y", "z"), name.of]',
    'a = f("x", k=[None], j=g.h())',
    'a = f("x").g',
    'a = ["x"] + ["y"]',
    'a = {"x": 1}',
    'a = True',
    'a = x[0]',
    'a = -1',
    'a = f(*b)',
    'a = "x" "y"',
    'a = lambda: 1',
  ])('of %s are what the parser says', (text) => {
    const outline = outlinePython(text)
    const [line] = outline.lines
    if (!line) throw new Error('no line')
    expect(assignedBy(line)).toBe('a')
    expect(assignedValue(outline, line)).toEqual(
      constantsOf(parsePython(text)).get('a') ?? { kind: 'computed', text: '', line: 1 },
    )
  })

  it('are not taken from comparisons', () => {
    expect(outlinePython('a == 1\nf(x=1)\n').lines.map(assignedBy)).toEqual([undefined, undefined])
  })
})

it('finds the block of a line', () => {
  const outline = outlinePython('class A:\n  x = 1\n  def f(self):\n    return 1\ny = 2\n')
  const [opener] = outline.lines
  if (!opener) throw new Error('no line')
  expect(blockOf(outline, opener).map(({ line }) => line)).toEqual([2, 3, 4])
})
