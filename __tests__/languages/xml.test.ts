import * as fc from 'fast-check'
import { elementsIn, localName, parseXml, type XmlElement } from '../../src/languages/xml.ts'
import { Unclear } from '../../src/snapshots/files.ts'

function lineOf(text: string): number {
  try {
    parseXml(text)
  } catch (error) {
    if (error instanceof Unclear) return error.line
    throw error
  }
  throw new Error('expected it not to be well-formed')
}

describe('parseXml', () => {
  it('tells names, attributes, text and lines', () => {
    const root = parseXml(
      '<?xml version="1.0"?>\n<!-- a -->\n<a:b x="1 &lt; 2"\n  y=\'"\'>t<![CDATA[<&]]>u<c/>\n<d></d></a:b>\n',
    )
    expect(root).toMatchObject({ name: 'a:b', line: 3, attributes: { x: '1 < 2', y: '"' } })
    expect(localName(root)).toBe('b')
    expect(elementsIn(root).map(({ name, line }) => [name, line])).toEqual([
      ['c', 4],
      ['d', 5],
    ])
    expect(root.children.filter((child) => typeof child === 'string').join('')).toBe('t<&u\n')
  })

  it('decodes built-in entities and characters by number', () => {
    expect(parseXml('<a>&amp;&#65;&#x42;&apos;&quot;&gt;</a>').children).toEqual(['&AB\'">'])
  })

  it('skips a document type, whatever it declares', () => {
    expect(parseXml('<!DOCTYPE a SYSTEM "a.dtd" [\n<!ENTITY x "]>">\n<!-- ]> \' -->\n]>\n<a/>')).toMatchObject({ name: 'a', line: 5 })
  }) // prettier-ignore

  it.each([
    ['nothing', '', 1],
    ['text alone', 'a\n', 1],
    ['an open element', '\n<a>\n<b>', 3],
    ['a wrong end tag', '<a>\n</b>', 2],
    ['an end tag too many', '<a/>\n</a>', 2],
    ['two roots', '<a/>\n<b/>', 2],
    ['an attribute twice', '<a\nx="1"\nx="2"/>', 2],
    ['an attribute without quotes', '<a x=1/>', 1],
    ['an open quote', '<a>\n<b x="1/></a>', 2],
    ['an open comment', '<a>\n<!-- </a>', 2],
    ['an open CDATA section', '<a>\n<![CDATA[ </a>', 2],
    ['an open document type', '<!DOCTYPE a [ <a/>', 1],
    ['an entity of its own', '<!DOCTYPE a [<!ENTITY x "y">]>\n<a>\n&x;</a>', 3],
    ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>\n<a>&x;</a>', 2],
    ['a lone ampersand', '<a>\n& </a>', 2],
    ['text after the root', '<a/>\nb', 1],
  ])('refuses %s with its line', (_, text, line) => {
    expect(lineOf(text)).toBe(line)
  })

  it('is quick with whatever is hostile', () => {
    const start = performance.now()
    const size = 1 << 20
    const hostile = [
      '<a>'.repeat(size / 4),
      '<'.repeat(size),
      `<a ${'x '.repeat(size)}`,
      `<a${' '.repeat(size)}`,
      `<a x="${'y'.repeat(size)}`,
      `<!DOCTYPE ${'[<!--'.repeat(size / 8)}`,
      `<a>${'&'.repeat(size)}</a>`,
      `<a>${'<!-- '.repeat(size / 8)}`,
    ]
    for (const text of hostile) expect(() => parseXml(text)).toThrow(Unclear)
    expect(performance.now() - start).toBeLessThan(4000)
  })

  it('gives back what was written', () => {
    const name = fc.constantFrom('a', 'b:c', 'x-y', 'ñ')
    const text = fc.string().map((value) => value.replace(/[\0-\x1f]/g, ' '))
    const { tree } = fc.letrec<{ tree: XmlElement }>((tie) => ({
      tree: fc.record({
        name,
        attributes: fc.dictionary(name, text, { noNullPrototype: true }),
        children: fc.array(fc.oneof({ depthSize: 'small' }, text.filter((value) => value !== ''), tie('tree')), { maxLength: 4 }),
        line: fc.constant(1),
      }),
    })) // prettier-ignore
    fc.assert(
      fc.property(tree, (element) => {
        expect(plain(parseXml(write(element)))).toEqual(plain(element))
      }),
    )
  })
})

function write({ name, attributes, children }: XmlElement): string {
  const pairs = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`)
  const inner = children.map((child) => (typeof child === 'string' ? escaped(child) : write(child)))
  return `<${name}${pairs.join('')}>${inner.join('')}</${name}>`
}

function escaped(text: string): string {
  return text.replace(/[&<"]/g, (char) => `&#${String(char.charCodeAt(0))};`)
}

/** Texts side by side cannot be told apart again. */
function plain({ name, attributes, children }: XmlElement): unknown {
  const joined: unknown[] = []
  for (const child of children) {
    const last = joined.at(-1)
    if (typeof child === 'string' && typeof last === 'string') joined[joined.length - 1] = last + child
    else joined.push(typeof child === 'string' ? child : plain(child))
  }
  return { name, attributes: { ...attributes }, children: joined }
}
