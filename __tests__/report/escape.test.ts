import fc from 'fast-check'
import {
  clean,
  clip,
  commandData,
  commandProperty,
  html,
  jsonText,
  markdownCode,
  markdownFence,
  markdownHtml,
  markdownText,
  mermaidLabel,
  sarifText,
  terminal,
  terminalLines,
  xml,
} from '../../src/report/escape.ts'
import { shownWords } from '../support/markdown.ts'
import { hostileText } from '../support/hostile-report.ts'

const CONTROL = /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]|\p{Surrogate}/u
const LIVE = /@[\p{L}\p{N}]|#\p{N}|GH-\d|:\/\/|www\./iu

describe('terminal', () => {
  it('drops escape sequences whole and shows other control characters as replaced', () => {
    expect(terminal('\u001b[31mred\u001b[0m \u001b]8;;https://x\u0007link\u001b]8;;\u0007 \u009b2Jend')).toBe(
      'red link end',
    )
    expect(terminal('a\u0000b\u202ec')).toBe('a\ufffdb\ufffdc')
  })

  it('keeps the words after a sequence that never ends', () => {
    expect(terminal('a\u001b]8;;rest')).toBe('a8;;rest')
  })

  it('leaves no workflow command to a runner', () => {
    expect(terminal('::error::x')).not.toMatch(/^\s*::/)
    expect(terminal('a ##[error]x')).not.toContain('##[')
    expect(terminal('Foo::Bar ::')).toBe('Foo::Bar ::')
  })

  it('keeps indentation of lines, and nothing else that moves the cursor', () => {
    expect(terminalLines('def a():\r\n\treturn 1')).toEqual(['def a():', '    return 1'])
  })

  it('holds for any text', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(terminal(text)).not.toMatch(CONTROL)
        for (const line of [terminal(text), ...terminalLines(text)]) expect(line).not.toMatch(/^\s*::|##\[/)
      }),
    )
  })
})

describe('workflow commands', () => {
  it('encodes what ends a message or a property', () => {
    expect(commandData('100%\na::b')).toBe('100%25%0Aa::b')
    expect(commandProperty('a,b:c\nd%')).toBe('a%2Cb%3Ac d%25')
  })

  it('is one line for any text, and a property holds no separator', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(commandData(text)).not.toMatch(CONTROL)
        expect(commandProperty(text)).not.toMatch(/[:,\n\r]/)
      }),
    )
  })
})

describe('Markdown', () => {
  it('shows exactly the given words', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(shownWords(markdownText(text)).replaceAll('\u200b', '')).toBe(clean(text))
      }),
    )
  })

  it('has no live mention, reference, address, tag or pipe', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        for (const escaped of [markdownText(text), markdownHtml(text)]) {
          expect(shownWords(escaped)).not.toMatch(LIVE)
          expect(escaped).not.toMatch(/[<>\n]/)
        }
        expect(markdownText(text)).not.toMatch(/(?<!\\)(?:\\\\)*[`*_[\]|~$]/)
      }),
    )
  })

  it('opens no block at the start of a line', () => {
    for (const text of ['- a', '+ a', '# a', '1. a', '1) a', '=== ', '--- ', '> a', '    a', ':-- '])
      expect(markdownText(text)).not.toMatch(/^(?:[-+#=>:\s]|\d+[.)](?:\s|$))/)
    expect(markdownText('1.2 to 2.0')).toBe('1.2 to 2.0')
  })

  it('gives code that ends neither its span nor its table cell', () => {
    expect(markdownCode('src/a.py:1')).toBe('`src/a.py:1`')
    fc.assert(
      fc.property(hostileText, (text) => {
        const code = markdownCode(text)
        const span = /^`([^`|<\n]+)`$/.exec(code)
        const element = /^<code>([^<>\n]*)<\/code>$/.exec(code)
        expect(span ?? element).not.toBeNull()
        if (element) expect(element[1]).not.toMatch(/(?<!\\)(?:\\\\)*[`|]/)
      }),
    )
  })

  it('fences longer than any backticks inside, and breaks a marker of our own', () => {
    expect(markdownFence('a\n````\nb', 'py').split('\n')).toEqual(['`````py', 'a', '````', 'b', '`````'])
    expect(markdownFence('<!-- upgrade-paths:x -->')).not.toMatch(/<!--\s*upgrade-paths/)
    expect(markdownFence('<!-- changeset -->')).toContain('<!-- changeset -->')
  })
})

describe('Mermaid, HTML, XML, SARIF, JSON', () => {
  it('leaves only letters, digits and plain signs beside Mermaid codes', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(mermaidLabel(text)).toMatch(/^(?:[\p{L}\p{N} .,_/+-]|#\d+;)+$/u)
      }),
    )
    expect(mermaidLabel('\n')).not.toBe('')
  })

  it('ends no element and no attribute', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        expect(html(text)).not.toMatch(/[<>"']|&(?!#\d+;)/)
        expect(xml(text)).not.toMatch(/[<>"'\n]|&(?!#\d+;)|[\ufffe\uffff]/)
        expect(`${html(text)}${xml(text)}`.replaceAll('\n', '')).not.toMatch(CONTROL)
      }),
    )
  })

  it('leaves SARIF viewers nothing to link or fill', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        const shown = sarifText(text)
        expect(shown).not.toMatch(LIVE)
        expect(shown).not.toMatch(/\]\(|<[a-z/!?]|\{\d|^\s*::/im)
        expect(shown.replaceAll('\n', '').replaceAll('\u200b', '')).not.toMatch(CONTROL)
      }),
    )
  })

  it('writes the same JSON value without anything a terminal or a runner obeys', () => {
    fc.assert(
      fc.property(fc.array(hostileText), fc.jsonValue(), (texts, more) => {
        const text = jsonText([texts, more])
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify([texts, more])))
        expect(text.replaceAll('\n', '')).not.toMatch(CONTROL)
        expect(text).not.toMatch(/##\[|^\s*::/m)
      }),
    )
  })
})

describe('clip', () => {
  it('never passes its limit nor halves a character', () => {
    expect(clip('abcdef', 4)).toBe('abc…')
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 2, max: 20 }), (text, limit) => {
        expect(clip(text, limit).length).toBeLessThanOrEqual(limit)
        expect(clip(text, limit)).not.toMatch(/\p{Surrogate}/u)
      }),
    )
  })
})
