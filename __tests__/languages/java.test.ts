import { readJava, splitAtCommas, stringOf, textOf } from '../../src/languages/java.ts'

const text = `/* class Not {} */
package a.b;

import c.d.E;
import static c.d.F.CONST;

@Ann(name = "x{", list = {"p", "q"}) @c.d.Other(E.class)
public abstract class A<T extends Comparable<T>> extends E.Base<T> implements I, J {
    private static final String KEY = "k" + "\\"(" + CONST;
    @Setter private Map<String, List<T>> map = new HashMap<>(), more;
    private final int[] numbers = {1, 2};
    static { run(); }
    public A(String x) { this.x = x; }
    @Override
    public <R> R getX(int a, Map<String, R> b) throws E { if (a > 0) { return null; } return b; }
    abstract void none();
    enum Kind { ONE, TWO { void f() {} }; void g() {} }
    static class Inner { void h() {} }
    interface Face { int LIMIT = 1; String name(); }
}
record R(int a, String b) { int sum() { return a; } }
`

describe('a Java file', () => {
  const file = readJava(text)
  const [outer, kind, inner, face, rec] = file.classes

  it('tells package, imports and types, nested ones after the outer one', () => {
    expect(file.package).toBe('a.b')
    expect([...file.imports]).toEqual([
      ['E', 'c.d.E'],
      ['CONST', 'c.d.F.CONST'],
    ])
    expect(file.classes.map(({ name, line }) => [name, line])).toEqual([
      ['A', 8],
      ['Kind', 17],
      ['Inner', 18],
      ['Face', 19],
      ['R', 21],
    ])
    expect([outer?.extends, kind?.extends]).toEqual(['E.Base', undefined])
  })
  it('tells annotations with their values', () => {
    expect(
      outer?.annotations.map(({ name, values }) => [name, [...values].map(([key, value]) => [key, textOf(value)])]),
    ).toEqual([
      [
        'Ann',
        [
          ['name', '"x{"'],
          ['list', '{"p","q"}'],
        ],
      ],
      ['Other', [['value', 'E.class']]],
    ])
  })
  it('tells fields and methods', () => {
    expect(outer?.fields.map(({ name, modifiers, line }) => [name, modifiers.includes('static'), line])).toEqual([
      ['KEY', true, 9],
      ['map', false, 10],
      ['numbers', false, 11],
    ])
    expect(outer?.fields[0]?.value.flatMap((token) => stringOf(token) ?? [])).toEqual(['k', '"('])
    expect(outer?.methods.map(({ name, parameters, line }) => [name, parameters, line])).toEqual([
      ['A', 1, 13],
      ['getX', 2, 15],
      ['none', 0, 16],
    ])
    expect(inner?.methods.map(({ name }) => name)).toEqual(['h'])
    expect(face?.fields.map(({ name }) => name)).toEqual(['LIMIT'])
    expect(rec?.methods.map(({ name }) => name)).toEqual(['sum'])
  })
  it('parts lists at the outermost commas', () => {
    const tokens = readJava('class A { int a = f(1, 2), b; }').classes[0]?.body ?? []
    expect(splitAtCommas(tokens).map(textOf)).toEqual(['inta=f(1,2)', 'b;'])
  })
  it('reads strings with their escapes, and text blocks', () => {
    const [a, b] = readJava('class A { String a = "\\t\\u0041\\\\"; String b = """x"y"""; }').classes[0]?.fields ?? []
    expect([a, b].map((field) => field?.value[0] && stringOf(field.value[0]))).toEqual(['\tA\\', 'x"y'])
  })
  it.each([
    'class',
    'class A {',
    'class A { void f( }',
    '@',
    '@A(',
    'import',
    'class A { @B(',
    '}}}',
    'class A { int = ; }',
    '{',
  ])('makes do with %j', (broken) => {
    expect(readJava(broken).package).toBe('')
  })
})
