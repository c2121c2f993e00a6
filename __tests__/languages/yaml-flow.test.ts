import * as fc from 'fast-check'
import { parseYaml } from '../../src/languages/yaml.ts'
import { indentFlows } from '../../src/languages/yaml-flow.ts'

const word = fc.stringMatching(/^[a-z'"#:,[\]{} \\-]{0,12}$/)
const key = fc.stringMatching(/^[a-z]{1,5}$/)
const { tree: trees } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    word,
    fc.integer({ min: 0, max: 99 }),
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(key, tie('tree'), { maxKeys: 3, noNullPrototype: true }),
  ),
}))

/** A value in brackets and quotes over many lines, none of which is indented. */
function flat(value: unknown): string {
  if (Array.isArray(value)) return `[\n${value.map(flat).join(',\n')}\n]`
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(([name, inner]) => `${name}:\n${flat(inner)}`)
    return `{\n${members.join(',\n')}\n}`
  }
  return JSON.stringify(value)
}

describe('flows that are not indented', () => {
  it('are read as those that are, at any depth of blocks', () => {
    fc.assert(
      fc.property(trees, fc.integer({ min: 0, max: 3 }), fc.boolean(), (value, depth, listed) => {
        const outer = Array.from({ length: depth }, (_, n) => `${' '.repeat(2 * n)}k${n}:\n`).join('')
        const text = `${outer}${' '.repeat(2 * depth)}${listed ? '- ' : ''}last: ${flat(value)}\n${' '.repeat(2 * depth)}${listed ? '- ' : ''}after: 1\n`
        const inner = listed ? [{ last: value }, { after: 1 }] : { last: value, after: 1 }
        const expected = Array.from({ length: depth }).reduceRight<unknown>((now, _, n) => ({ [`k${n}`]: now }), inner)
        expect(parseYaml(text).value).toEqual(expected)
      }),
    )
  })

  it.each<[string, string, unknown]>([
    ['a single quote over lines', "a:\n  b: 'it''s\n  c: d'\n  e: 1\n", { a: { b: "it's c: d", e: 1 } }],
    ['a double quote with escapes', 'a:\n  b: "x \\"y\n  z\\\n  w"\n  e: 1\n', { a: { b: 'x "y zw', e: 1 } }],
    ['an empty line in a quote', "a:\n  b: 'x\n\n  y'\n", { a: { b: 'x\ny' } }],
    ['a list of a list', 'a:\n- b: [\n  1,\n  2\n  ]\n- 3\n', { a: [{ b: [1, 2] }, 3] }],
    [
      'a remark and a word with a quote',
      "a:\n  b: {\n  c: it's, # '}\n  d: 2\n  }\n",
      { a: { b: { c: "it's", d: 2 } } },
    ],
    ['an anchor and a tag', 'a:\n  b: &x !!str "p\n  q"\n  c: *x\n', { a: { b: 'p q', c: 'p q' } }],
    ['block scalars beside it', "t: |\n  b: {\n  x\na:\n  b: 'x\n  y'\n", { t: 'b: {\nx\n', a: { b: 'x y' } }],
    ['a plain value with brackets', "a:\n  p: x[{\n  b: 'x\n  y'\n", { a: { p: 'x[{', b: 'x y' } }],
  ])('%s', (_, text, value) => {
    expect(parseYaml(text).value).toEqual(value)
  })

  it('keep their lines', () => {
    expect(parseYaml('a:\n  b: {\n  c: 1,\n  d: 2 }\n  e: 3\n').lines.get('/a/b/d')).toBe(4)
    expect(parseYaml("a:\n  b: 'x\n  y'\n  e: 3\n").lines.get('/a/e')).toBe(4)
  })

  it.each(["a:\n  b: 'x\n  y\n", 'a: {\n b: [\n }\n', 'a: {{\n', "a: 'x' y\n", 'a: 1\n  b: 2\n'])(
    'are an error where they are wrong otherwise: %j',
    (text) => {
      expect(() => parseYaml(text)).toThrow(/expected YAML/)
    },
  )

  it('are none where nothing is moved', () => {
    expect(indentFlows('a: 1\n# [\nb: x\n')).toBeUndefined()
  })
})
