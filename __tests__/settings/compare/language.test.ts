import fc from 'fast-check'
import { languageOf } from '../../../src/settings/compare/accepts.ts'
import { Languages, type Language } from '../../../src/settings/compare/language.ts'
import { NotRegular, regExpOf } from '../../../src/settings/compare/pattern.ts'
import { Strings } from '../../../src/settings/compare/strings.ts'

/** No characters beyond U+FFFF: V8 lets zero-width patterns match between their two halves, ECMA-262 does not. */
const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-', '1', ' ', '_', '.', '\n'), maxLength: 6 })

const pattern = fc.letrec<{ pattern: string }>((tie) => {
  const inner = tie('pattern')
  const atom = fc.constantFrom(
    'a',
    'b',
    '.',
    '[ab]',
    '[^a]',
    '\\w',
    '\\W',
    '\\d',
    '-',
    '\\s',
    '[a-c-]',
    '^',
    '$',
    '\\b',
    '\\B',
  )
  const count = fc.constantFrom('*', '+', '?', '{2}', '{1,2}', '{0,2}', '*?')
  return {
    pattern: fc.oneof(
      { maxDepth: 4 },
      { weight: 3, arbitrary: atom },
      { weight: 3, arbitrary: fc.tuple(inner, inner).map(([a, b]) => a + b) },
      fc.tuple(inner, inner).map(([a, b]) => `(?:${a}|${b})`),
      fc.tuple(inner, count).map(([a, times]) => `(?:${a})${times}`),
      fc.tuple(fc.constantFrom('(?=', '(?!', '('), inner).map(([open, a]) => `${open}${a})`),
    ),
  }
}).pattern

function translated(source: string, languages: Languages): Language | undefined {
  try {
    return languageOf(source, languages)
  } catch (error) {
    if (error instanceof NotRegular || error instanceof SyntaxError) return undefined
    throw error
  }
}

function found<T>(look: () => T): T | 'not regular' {
  try {
    return look()
  } catch (error) {
    if (error instanceof NotRegular) return 'not regular'
    throw error
  }
}

test('a language holds the strings that the regular expression matches, and an example of each side', () => {
  fc.assert(
    fc.property(pattern, fc.array(text, { minLength: 5, maxLength: 20 }), (source, texts) => {
      const languages = new Languages()
      const language = translated(source, languages)
      if (!language) return
      const expression = regExpOf(source)
      const strings = new Strings(languages, () => undefined)
      for (const one of texts) {
        let rest = language
        for (const letter of one) {
          const next = found(() => languages.derivative(rest, letter.codePointAt(0) ?? 0, () => undefined))
          if (next === 'not regular') return
          rest = next
        }
        expect([one, rest.nullable]).toEqual([one, expression.test(one)])
      }
      const inside = found(() => strings.find(language, 0, Infinity, new Set()))
      const outside = found(() => strings.find(languages.not(language), 0, Infinity, new Set()))
      // Loops are translated when they are entered.
      if (inside === 'not regular' || outside === 'not regular') return
      if (inside === undefined) expect(texts.some((one) => expression.test(one))).toBe(false)
      else expect(expression.test(inside)).toBe(true)
      if (outside === undefined) expect(texts.every((one) => expression.test(one))).toBe(true)
      else expect(expression.test(outside)).toBe(false)
    }),
    { numRuns: Number(process.env.RUNS ?? 150) },
  )
})

test.each([
  ['^[a-z]{3}$', 0, Infinity, ['aaa', 'aab'], 'aac'],
  ['^(?:ab|c)$', 0, Infinity, ['ab', 'c'], undefined],
  ['a', 3, 3, [], 'aaa'],
  ['^x+$', 2, 2, ['xx'], undefined],
  ['\\p{Lu}', 0, 1, [], 'A'],
] as const)('the first string of %s from %d to %d characters beyond %j', (source, min, max, excluded, expected) => {
  const languages = new Languages()
  const strings = new Strings(languages, () => undefined)
  expect(strings.find(languageOf(source, languages), min, max, new Set(excluded))).toBe(expected)
})
