import fc from 'fast-check'
import { parseHcl, type HclValue } from '../../src/languages/hcl.ts'
import { Unclear } from '../../src/snapshots/files.ts'

function valueOf(expression: string): HclValue | undefined {
  return parseHcl(`x = ${expression}\n`).attributes.get('x')?.value
}

function literal(value: string | number | boolean | null): HclValue {
  return { kind: 'literal', value }
}

function problemOf(text: string): number | undefined {
  try {
    parseHcl(text)
  } catch (error) {
    if (error instanceof Unclear) return error.line
    throw error
  }
  return undefined
}

describe('bodies', () => {
  it('tells attributes and blocks, labels quoted or not, with their lines', () => {
    const { attributes, blocks } = parseHcl(
      '# a comment\na = 1 // b\n\nvariable "x" {\n  type = string\n}\n/* c\n*/ locals {}\nb {\n c d "e" { f = 1 }\n}\n',
    )
    expect(attributes.get('a')).toEqual({ value: literal(1), line: 2 })
    expect(blocks.map(({ type, labels, line }) => [type, labels, line])).toEqual([
      ['variable', ['x'], 4],
      ['locals', [], 8],
      ['b', [], 9],
    ])
    expect(blocks[2]?.body.blocks[0]).toMatchObject({ type: 'c', labels: ['d', 'e'], line: 10 })
  })
  it('takes files with a byte order mark, carriage returns and no last line break', () => {
    expect(parseHcl('\uFEFFa = 1\r\nb = 2').attributes.get('b')).toEqual({ value: literal(2), line: 2 })
  })
})

describe('expressions', () => {
  it.each([
    ['"a"', 'a'],
    ['"a\\n\\"\\u00e9$${b}"', 'a\n"é${b}'],
    ['-1.5', -1.5],
    ['1e3', 1000],
    ['true', true],
    ['null', null],
    ['("a")', 'a'],
    ['<<EOT\n a\nb\nEOT', ' a\nb\n'],
    ['<<-EOT\n    a\n      b\n    EOT', 'a\n  b\n'],
  ])('%s', (expression, value) => {
    expect(valueOf(expression)).toEqual(literal(value))
  })
  it('reads collections, calls and names', () => {
    expect(valueOf('[1, [],\n 2,\n]')).toEqual({
      kind: 'list',
      items: [literal(1), { kind: 'list', items: [] }, literal(2)],
    })
    expect(valueOf('{ a = 1, "b-c": 2\n d = x.y\n}')).toEqual({
      kind: 'object',
      entries: [
        { key: 'a', value: literal(1), line: 1 },
        { key: 'b-c', value: literal(2), line: 1 },
        { key: 'd', value: { kind: 'name', name: 'x.y' }, line: 2 },
      ],
    })
    expect(valueOf('list(object({ a = optional(string, "z") }))')).toMatchObject({
      kind: 'call',
      name: 'list',
      args: [{ kind: 'call', name: 'object' }],
    })
  })
  it.each([
    'a ? b : c',
    '1 + 2',
    '!a',
    '"a ${b("}")} c"',
    '"%{ if a }b%{ endif }"',
    '<<EOT\n${a}\nEOT',
    'a[0]',
    'a[*].b',
    '[for x in y : x]',
    '{ for k, v in m : k => v }',
    '{ (a) = 1 }',
    'f(a...)',
    '(\n a ||\n b\n)',
    'cidrsubnet(a, 1, 2) == "x"',
  ])('leaves %s to evaluation and goes on', (expression) => {
    const { attributes } = parseHcl(`x = ${expression}\ny = 1\n`)
    expect(attributes.get('x')?.value.kind).toBe('computed')
    expect(attributes.get('y')?.value).toEqual(literal(1))
  })
})

describe('what is no HCL', () => {
  it.each([
    ['a = 1\nb = "c\n', 2],
    ['a = [1,\n', 2],
    ['\n\na {\n', 4],
    ['a b\n', 1],
    ['a = \n', 1],
    ['a = 1 2 3 }\nb', 1],
    ['a = <<EOT\nb\n', 1],
    ['/* a', 1],
    ['= 1', 1],
  ])('%j fails with its line', (text, line) => {
    expect(problemOf(text)).toBe(line)
  })
  it('fails with its line where it is nested too deep', () => {
    expect(problemOf(`a = ${'['.repeat(5000)}`)).toBe(1)
    expect(problemOf('a {\n'.repeat(5000))).toBe(101)
    expect(problemOf(`a = "${'${"'.repeat(5000)}`)).toBe(1)
  })
  it('takes time in proportion to the text', () => {
    const started = performance.now()
    for (const piece of ['a = "x"\n', 'a = [1]\n', '"', '<<A\n', '{', 'a = ((', '/*', 'a.', '${']) {
      problemOf(piece.repeat(30_000))
    }
    expect(performance.now() - started).toBeLessThan(5000)
  })
  it('never fails otherwise, and reads back what JSON writes', () => {
    const noise = fc.array(
      fc.constantFrom('a', '=', '{', '}', '[', ']', '(', ')', '"', '${', '<<E\n', 'E', '\n', ',', '1', '.', '#', '\\'),
    )
    fc.assert(
      fc.property(noise, (pieces) => {
        problemOf(pieces.join(''))
      }),
    )
    const text = fc.string().filter((value) => !/[$%]\{/.test(value))
    const plain = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null))
    fc.assert(
      fc.property(plain, (value) => {
        expect(valueOf(JSON.stringify(value).replace(/\\[bf]/g, ''))).toBeDefined()
        if (typeof value !== 'string' || !/[\b\f]/.test(value))
          expect(valueOf(JSON.stringify(value))).toEqual(literal(value))
      }),
    )
  })
})
