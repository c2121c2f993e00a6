import fc from 'fast-check'
import { stringify } from 'yaml'
import { parseLargeYaml, readPlain } from '../../src/languages/yaml-plain.ts'
import { parseYaml } from '../../src/languages/yaml.ts'
import { Unclear } from '../../src/snapshots/files.ts'

const manifest = `# a comment
kind: Widget # and another
spec:
  words: one two
    three: no
`

describe('plain YAML', () => {
  it.each([
    ['mappings and lists', 'a:\n  - b: 1\n    c: x\n  -\n    d: y\n  - - 1\n    - 2\ne:\n- f\n'],
    ['a long plain scalar', 'a: one\n  two\n\n  three\nb: 2\n'],
    ['quoted scalars over lines', `a: 'it''s one\n  two\n\n  three'\nb: "q \\"x\\"\n  \\n more"\n`],
    ['lines that a backslash joins', 'a: "one\\\n  \\ two \\\n  three\n  four \\\\\n  five"\n'],
    ['characters by their number', 'a: "\\u00e4\\x41\\u2019"\n'],
    ['literal blocks', 'a: |\n  one\n\n    two\n  three\nb: |-\n  x\n\nc: 1\n'],
    ['numbers, booleans and null', 'a: 1\nb: 1.5e3\nc: -0.5\nd: true\ne: ~\nf:\ng: null\nh: 1.2.3\ni: "1"\n'],
    ['anchors and merge keys', 'a: &x\n  b: 1\nc:\n  <<: *x\n  d: *x\n'],
    ['flows with room inside', 'a: [ ]\nb: { }\nc: [ x, y ] # z\n'],
    ['flows of words', 'a: []\nb: {}\nc: [x, "y z"]\n'],
    ['flows of other words', "a: ['x', __name__, null,'y z']\nb: [] # none\nc: {}  # none, [x]\nd: [\"a\"] #b\n"],
    ['flows on the next line', 'a:\n  {}\nb:\n  # none\n  [] # none\n\nc:\n  - d:\n      {}\n    e:\n      [x, y]\n'],
    ['tabs in comments', '#\tx\na: 1\n  # \ty\nb: |\n  #\tz\n  c\n'],
    ['literal blocks of nothing', 'a: |\n\n# none\nb:\n  c: |-\n  # none\n  d: |\n\n'],
    ['flows of numbers and of any text', `a: [0.25, 1, -2,  1e3, 1.2.3]\nb: ["x:y", "*", 'a, "b" ]', "#c"] # d\n`],
    ['keys of all sorts', 'a/b: 1\n"c d": 2\n\'e\': 3\n$f: 4\nx-y: 5\n'],
    ['colons and hashes inside words', 'a: http://x:80/#y\nb: a#b\n'],
  ])('is read like any other: %s', (_, text) => {
    const plain = readPlain(text)
    expect(plain).toBeDefined()
    expect(plain?.value).toEqual(parseYaml(text).value)
  })
  it.each([
    ['tabs', 'a:\t1\n'],
    ['tabs before a comment', 'a: 1\n\t# x\n'],
    ['folded blocks', 'a: >\n  x\n'],
    ['a blank line behind a joined one', 'a: "x\\\n\n  y"\n'],
    ['an escaped space at the end of a line', 'a: "x\\ \n  y"\n'],
    ['escapes that few know', 'a: "\\_"\n'],
    ['tags', 'a: !!str 1\n'],
    ['complex keys', '? a\n: b\n'],
    ['flows of more than words', 'a: {b: 1}\n'],
    ['strange numbers', 'a: 0x1F\n'],
    ['an anchor of an anchor', 'a: &a &b 1\n'],
    ['an alias of what holds aliases', 'a: &a\n  x: 1\nb: &b\n  y: *a\nc: *b\n'],
    ['a mapping where a scalar goes on', manifest],
    ['more behind a flow', 'a:\n  {}\n  b: 1\n'],
    ['a flow where a list goes on', 'a:\n  - b\n  []\n'],
    ['two documents', 'a: 1\n---\nb: 2\n'],
  ])('is not %s', (_, text) => {
    expect(readPlain(text)).toBeUndefined()
  })
  it('leaves errors to the other parser', () => {
    expect(() => parseLargeYaml('a: [\n')).toThrow(Unclear)
    expect(() => parseLargeYaml(manifest)).toThrow(Unclear)
  })
  it('does not nest without end', () => {
    const deep = Array.from({ length: 100 }, (_, n) => `${'  '.repeat(n)}a:\n`).join('')
    expect(readPlain(deep)).toBeUndefined()
  })
  it.each(['a: "', '- ', '{{', 'a: x\n  \n', '- - ', 'a: \\"', '# x\n', '&a ', '\n', "'", '*a '])(
    'takes time in proportion to the text: %j',
    (part) => {
      const started = performance.now()
      readPlain(`x: ${part.repeat(50_000)}`)
      readPlain(part.repeat(50_000))
      expect(performance.now() - started).toBeLessThan(3000)
    },
  )

  const word = fc.oneof(
    fc.stringMatching(/^[ -~]{0,20}$/),
    fc.stringMatching(/^[a-z]+(?:[ :#'"-][a-z]+)*$/),
    fc.constantFrom(
      'true',
      'null',
      '~',
      '1',
      '-',
      '- a',
      'a: b',
      'a:',
      '#x',
      'a #b',
      "it's",
      'x\ny\n',
      'x\n\ny',
      ' x',
      'x ',
      'one two three four five six seven eight \n nine "ten" \\ eleven  twelve \\n thirteen',
      '\u0007 bell and more words than fit on a line of any width, then some \u2028 others',
      '\u00a0x y\u00a0 z and so on until the line is full and goes on in the next one\u00a0',
    ),
  )
  const leaf = fc.oneof(
    word,
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  )
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      leaf,
      fc.array(tie('tree'), { maxLength: 4 }),
      fc.dictionary(fc.stringMatching(/^[A-Za-z][\w./-]{0,8}$/), tie('tree'), { maxKeys: 4 }),
    ),
  }))

  it('never reads other values or lines than the other parser', () => {
    let plain = 0
    fc.assert(
      fc.property(tree, fc.constantFrom(20, 80, 0), (value, lineWidth) => {
        const text = stringify(value, { lineWidth })
        const found = readPlain(text)
        if (!found) return
        plain++
        const { value: expected, lines } = parseYaml(text)
        expect(found.value).toEqual(expected)
        const own = parseLargeYaml(text).lines()
        for (const [pointer, line] of own)
          if (lines.has(pointer)) expect([pointer, line]).toEqual([pointer, lines.get(pointer)])
        expect(typeof expected !== 'object' || own.size > 0).toBe(true)
      }),
      { numRuns: 500 },
    )
    expect(plain).toBeGreaterThan(50)
  })
})
