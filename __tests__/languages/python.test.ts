import * as fc from 'fast-check'
import {
  callsIn,
  constantsOf,
  everyStatement,
  functionResult,
  parsePython,
  parsePythonStrictly,
  type PyFunction,
  type PyValue,
} from '../../src/languages/python.ts'
import { Unclear } from '../../src/snapshots/files.ts'

function functionsOf(text: string): PyFunction[] {
  return [...everyStatement(parsePython(text).body)].filter((statement) => statement.kind === 'function')
}

function valueOf(expression: string): PyValue | undefined {
  return constantsOf(parsePython(`x = ${expression}\n`)).get('x')
}

/** Without kinds and lines, to compare at a glance. */
function plain(value: PyValue | undefined): unknown {
  switch (value?.kind) {
    case 'string':
    case 'number':
    case 'boolean':
      return value.value
    case 'none':
      return null
    case 'list':
    case 'tuple':
    case 'set':
      return { [value.kind]: value.items.map(plain) }
    case 'dict':
      return { dict: value.entries.map((entry) => [plain(entry.key), plain(entry.value)]) }
    case 'call':
      return {
        call: value.callee,
        args: value.args.map(plain),
        keywords: [...value.keywords].map(([k, v]) => [k, plain(v)]),
      }
    default:
      return value?.kind
  }
}

describe('values', () => {
  it.each([
    [`'a'`, 'a'],
    [`"a" 'b'`, 'ab'],
    [`"a" + 'b' + "c"`, 'abc'],
    [`("a"\n  "b")`, 'ab'],
    [`"""a\nb"""`, 'a\nb'],
    [`'\\x41\\u0042\\103\\n\\''`, "ABC\n'"],
    [`r'\\n'`, '\\n'],
    [`u'a'`, 'a'],
    [`f'a'`, 'a'],
    ['-1', -1],
    ['1_000', 1000],
    ['0x10', 16],
    ['True', true],
    ['None', null],
    ['[1, (2,), (), {3}]', { list: [1, { tuple: [2] }, { tuple: [] }, { set: [3] }] }],
    ['1, "b"', { tuple: [1, 'b'] }],
    ['[1] + [2]', { list: [1, 2] }],
    [
      `{'a': None, **b}`,
      {
        dict: [
          ['a', null],
          [undefined, 'name'],
        ],
      },
    ],
    [`f.g('a', k=[1])`, { call: 'f.g', args: ['a'], keywords: [['k', { list: [1] }]] }],
  ])('%s', (expression, expected) => {
    expect(plain(valueOf(expression))).toEqual(expected)
  })

  it.each([
    `f'{a}'`,
    `"a" % b`,
    `a if b else c`,
    `[x for x in y]`,
    `'\\N{BULLET}'`,
    `a[0]`,
    `lambda: 1`,
    `'abc`,
    `b'a' 'b'`,
  ])('%s is computed', (expression) => {
    expect(valueOf(expression)?.kind).toBe('computed')
  })

  it('knows bytes from texts, and every call of an expression', () => {
    expect(valueOf(`b'a'`)).toMatchObject({ kind: 'bytes', value: 'a' })
    const value = valueOf(`[f(g(1))(h(a=i()))]`)
    expect([...(value ? callsIn(value) : [])].map(({ callee }) => callee)).toEqual(['', 'f', 'g', 'h', 'i'])
  })

  it('gives up on literals that are data tables or too deep', () => {
    expect(valueOf(`[${'1,'.repeat(50_000)}]`)?.kind).toBe('computed')
    expect(() => valueOf(`${'['.repeat(3_000)}${']'.repeat(3_000)}`)).not.toThrow()
  })
})

describe('constants', () => {
  it('are names assigned once, for certain', () => {
    const constants = constantsOf(
      parsePython(
        [
          'a = b = "1"',
          'c: str = "2"',
          'd = 1',
          'd += 1',
          'if x:',
          '    e = 1',
          'class K:',
          '    a = "3"',
          'def f():',
          '    g = 1',
          'h, i = 1, 2',
        ].join('\n'),
      ),
    )
    const known = [...constants].map(([name, value]) => [name, plain(value)])
    expect(known).toEqual([
      ['a', '1'],
      ['b', '1'],
      ['c', '2'],
      ['K.a', '3'],
      ['h', 'computed'],
      ['i', 'computed'],
    ])
  })
})

describe('statements', () => {
  it('reads imports', () => {
    const module = parsePython('import a.b, c as d\nfrom ..e.f import (g, h as i,)\nfrom . import j\nfrom k import *\n')
    expect(module.body).toMatchObject([
      {
        names: [
          { name: 'a.b', as: 'a' },
          { name: 'c', as: 'd' },
        ],
        line: 1,
      },
      {
        from: '..e.f',
        names: [
          { name: 'g', as: 'g' },
          { name: 'h', as: 'i' },
        ],
        line: 2,
      },
      { from: '.', names: [{ name: 'j', as: 'j' }] },
      { from: 'k', names: [{ name: '*', as: '*' }] },
    ])
  })

  it('reads decorators, parameters, classes and what is in blocks', () => {
    const text = `@a.b("1", k=c)\n@d\nasync def f(x, *y, z=(1), **w): pass\nclass C(m.Base, metaclass=M):\n    n = [("a", "b")]\ntry:\n    pass\nexcept E:\n    def g(): pass\n`
    const [f, c, block] = parsePython(text).body
    expect(f).toMatchObject({ kind: 'function', name: 'f', params: ['x', '*y', 'z', '**w'], line: 3, endLine: 3 })
    expect(f).toMatchObject({
      decorators: [
        { name: 'a.b', args: [{ value: '1' }], line: 1 },
        { name: 'd', line: 2 },
      ],
    })
    expect((f as PyFunction).decorators[1]).not.toHaveProperty('args')
    expect(c).toMatchObject({ kind: 'class', name: 'C', bases: [{ name: 'm.Base' }], body: [{ targets: ['n'] }] })
    expect(block).toMatchObject({ kind: 'block', keyword: 'try', body: [{ kind: 'function', name: 'g', line: 9 }] })
  })

  it.each(['\n', '\r\n', '\r'])('counts lines that end with %j', (end) => {
    const [, f] = parsePython(['x = 1', '', '@d', 'def f(a):', '\treturn a', ''].join(end)).body
    expect(f).toMatchObject({ line: 4, endLine: 5, decorators: [{ line: 3 }] })
  })

  it('honours a byte order mark', () => {
    expect(parsePython('\uFEFFx = 1\n')).toMatchObject({ errors: [], body: [{ targets: ['x'], line: 1 }] })
  })
})

describe('digest', () => {
  const original = `def f(a):\n    """What it does."""\n    b = {'x': 1, 'y': [a, 2]}\n    if a:\n        b['z'] = g(a)\n    return b\n`
  const digestOf = (text: string): string | undefined => functionsOf(text)[0]?.digest

  it.each([
    ['comments and blank lines', original.replace('return b', '# why\n\n    return b  # this')],
    ['docstrings', original.replace('"""What it does."""', "'Something else.'")],
    ['no docstring', original.replace('    """What it does."""\n', '')],
    ['quotes', original.replaceAll("'", '"')],
    ['line breaks and a trailing comma', original.replace('[a, 2]', '[\n  a,\n  2,\n ]')],
    ['indentation', original.replace(/^( +)/gm, '$1$1').replace(/ {4}/g, '\t')],
    ['line ends', original.replaceAll('\n', '\r\n')],
    ['parentheses around everything', original.replace('return b', 'return (b)').replace('g(a)', '(g(a))')],
    ['another name and decorators', `@x\n${original.replace('def f', 'def h')}`],
    ['a place in a class', `class C:\n${original.replace(/^/gm, '  ')}`],
    ['pass', original.replace('    return', '    pass\n    return')],
  ])('ignores %s', (_, text) => {
    expect(digestOf(text)).toBe(digestOf(original))
  })

  it.each([
    ['a value', original.replace('2', '3')],
    ['a text', original.replace("'z'", "'Z'")],
    ['what belongs to the if', original.replace('    return', '        return')],
    ['a tuple for a value', original.replace('= g(a)', '= g(a),')],
    ['a slice', original.replace("b['z']", "b['z',]")],
    ['parentheses that matter', original.replace('g(a)', '(g + a) * a')],
  ])('sees %s', (_, text) => {
    expect(digestOf(text)).not.toBe(digestOf(original))
  })

  it('tells (a + b) * c from a + b * c', () => {
    expect(digestOf('def f(a):\n  return (a + b) * c\n')).not.toBe(digestOf('def f(a):\n  return a + b * c\n'))
  })
})

describe('functionResult', () => {
  it.each([
    ['argument', 'return a'],
    ['argument', '"""Nothing to do."""\n    # only a guard\n    return (a)'],
    ['argument', 'b = dict(a)\n    return b'],
    ['argument', 'b = copy.deepcopy(a)\n    return {**b}'],
    ['argument', 'return a.copy()'],
    ['argument', 'logger.debug("migrating {}".format(a))\n    return a'],
    ['other', 'logger.debug(a.pop("x"))\n    return a'],
    ['other', 'a["x"] = 1\n    return a'],
    ['other', 'return dict(a, x=1)'],
    ['other', 'return {**a, "x": 1}'],
    ['other', 'a = {}\n    return a'],
    ['other', 'return b'],
    ['other', 'if a:\n        return a'],
    ['other', 'raise X()'],
    ['nothing', 'pass'],
    ['nothing', '"""doc"""'],
    ['nothing', 'return'],
    ['nothing', 'return None'],
    ['nothing', 'a["x"] = 1'],
    ['nothing', 'def g():\n        return 1'],
  ])('%s: %j', (expected, body) => {
    expect(functionsOf(`def f(a):\n    ${body}\n`).slice(0, 1).map(functionResult)).toEqual([expected])
  })
})

describe('what is no Python', () => {
  it('reads Python 2', () => {
    const text = 'print "x"\ntry:\n    pass\nexcept X, e:\n    raise E, "y"\nif a <> 0777: pass\n'
    expect(parsePython(text).errors).toEqual([])
  })

  it('lists the lines of errors, and goes on', () => {
    const module = parsePython('exec "x"\ndef f(a):\n    return a\nx = `a`\ny = 1\n')
    expect(module.errors).toEqual([1, 4])
    expect(functionsOf('exec "x"\ndef f(a):\n    return a\n')).toMatchObject([{ name: 'f', broken: false, line: 2 }])
    expect(functionsOf('def f(a:\n    return a\ndef g(a):\n    return a\n').at(-1)).toMatchObject({
      name: 'g',
      broken: false,
    })
  })

  it.each([
    ['x = 1\ny = "abc\n', 2],
    ['\n\nx = """abc\ndef f(): pass\n', 3],
    ['x = f"""a\n', 1],
    ['"""doc\n', 1],
  ])('sees the text that is never closed in %j', (text, line) => {
    expect(parsePython(text).errors[0]).toBe(line)
  })

  it('throws with the line where half a file will not do', () => {
    const attempt = (): unknown => parsePythonStrictly('x = 1\n\ndef f(:\n')
    expect(attempt).toThrow(Unclear)
    expect(attempt).toThrow(expect.objectContaining({ line: 3 }) as Error)
    expect(parsePythonStrictly('x = 1\n').errors).toEqual([])
  })

  it.each([
    ['binary', `a\n${'\u0000\u0001'.repeat(10)}`, 2],
    ['a large file of garbage', `x = 1\n${'$ ? def (\n'.repeat(20_000)}`, 2],
    ['more than the parser reads in a second', `x = 1\n${'f(a)\n'.repeat(60_000)}`, 30_001],
  ])('refuses %s', (_, text, line) => {
    expect(() => parsePython(text)).toThrow(expect.objectContaining({ line }) as Error)
  })

  it.each([
    ['open parentheses', '('.repeat(200_000)],
    ['nested lists', `x = ${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    ['nested blocks', Array.from({ length: 400 }, (_, i) => `${' '.repeat(i)}if x:\n`).join('')],
    ['a long chain', `x = a${'.b'.repeat(50_000)}`],
    ['a long sum', `x = ${'"a" + '.repeat(30_000)}"b"`],
    ['quotes', `x = ${'"'.repeat(200_001)}`],
    ['backslashes', `x = "${'\\'.repeat(200_000)}`],
  ])('survives %s', (_, text) => {
    expect(() => {
      try {
        parsePython(text)
      } catch (error) {
        if (!(error instanceof Unclear)) throw error
      }
    }).not.toThrow()
  })

  it('reads a module of 15,000 lines', () => {
    const one = '@plugin.upgrade.repository("1.0")\ndef f(old):\n    """doc"""\n    return {"a": [old, 2]}\n\n'
    const module = parsePython(one.repeat(3_000))
    expect(module.body.length).toBe(3_000)
    expect(module.errors).toEqual([])
  })

  it('never throws anything but Unclear', () => {
    const piece = fc.constantFrom(
      'def f(a):',
      '\n',
      '    ',
      'return a',
      '@p.upgrade.x("1")',
      '(',
      ')',
      '"""',
      "'",
      '[',
      '{',
      ':',
      '=',
      'class C:',
      ',',
      'f"{',
      '\\',
      '\t',
      '# c',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        const module = parsePython(pieces.join(''))
        for (const statement of everyStatement(module.body)) {
          expect(statement.line).toBeGreaterThanOrEqual(1)
          expect(statement.line).toBeLessThanOrEqual(module.lines)
        }
      }),
    )
  })
})
