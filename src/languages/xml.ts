import { Unclear } from '../snapshots/files.ts'
import { mostPlaces, tooMany } from './limits.ts'
import { decodeText, decodeValue } from './xml/entities.ts'

export interface XmlElement {
  /** As written, with the namespace's prefix. */
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** Elements and the text between them; comments and processing instructions left out. */
  readonly children: readonly (XmlElement | string)[]
  /** Of the start tag, from 1. */
  readonly line: number
}

interface Open {
  readonly element: {
    name: string
    attributes: Record<string, string>
    children: (XmlElement | string)[]
    line: number
  }
  readonly at: number
}

const NAME = String.raw`[A-Za-z_:\u00C0-\uFFFF][\w:.\-\u00B7-\uFFFF]*`
const START = new RegExp(`<(${NAME})`, 'y')
const END = new RegExp(String.raw`</(${NAME})\s*>`, 'y')
const ATTRIBUTE = new RegExp(String.raw`\s+(${NAME})\s*=\s*("[^"<]*"|'[^'<]*')`, 'y')
const TAG_END = /\s*(\/?)>/y
/** Deeper than anything people write. */
const DEEPEST = 200

/**
 * The root element of an XML document. One pass, so that time grows with the length alone. Nothing is fetched and nothing
 * expanded but the five built-in entities and characters by number: a document type is skipped, and a reference to an
 * entity of its own is an error. Namespaces are not resolved. Throws `Unclear` with the line of what is not well-formed.
 */
export function parseXml(text: string): XmlElement {
  const lineAt = lineCounter(text)
  const open: Open[] = []
  let root: XmlElement | undefined
  let left = mostPlaces
  let at = text.startsWith('\uFEFF') ? 1 : 0

  function fail(expected: string, found: string, offset: number): Unclear {
    return new Unclear(`expected XML: ${expected}, found ${found}`, lineOf(text, offset))
  }
  function addText(from: number, to: number): void {
    if (from === to) return
    const parent = open.at(-1)
    if (parent) parent.element.children.push(decodeText(text, from, to))
    else if (/\S/.test(text.slice(from, to))) throw fail('one root element', 'text outside of it', from)
  }
  function skipTo(end: string, what: string, from: number): number {
    const found = text.indexOf(end, from)
    if (found < 0) throw fail(`${end} at the end of ${what}`, 'the end of the file', at)
    return found + end.length
  }

  while (at < text.length) {
    const next = text.indexOf('<', at)
    addText(at, next < 0 ? text.length : next)
    if (next < 0) break
    at = next
    if (text.startsWith('<!--', at)) {
      at = skipTo('-->', 'a comment', at + 4)
    } else if (text.startsWith('<![CDATA[', at)) {
      const end = skipTo(']]>', 'a CDATA section', at)
      const parent = open.at(-1)
      if (!parent) throw fail('one root element', 'text outside of it', at)
      parent.element.children.push(text.slice(at + 9, end - 3))
      at = end
    } else if (text.startsWith('<?', at)) {
      at = skipTo('?>', 'a processing instruction', at)
    } else if (text.startsWith('<!', at)) {
      if (root ?? open.length > 0) throw fail('a document type before the root element', 'one after it', at)
      const end = endOfDoctype(text, at)
      if (end === undefined) throw fail('> at the end of the document type', 'the end of the file', at)
      at = end
    } else if (text.startsWith('</', at)) {
      END.lastIndex = at
      const name = END.exec(text)?.[1]
      const closed = open.pop()
      if (name === undefined || closed?.element.name !== name) {
        throw fail(
          closed ? `</${closed.element.name}>` : 'no end tag',
          name === undefined ? 'no tag' : `</${name}>`,
          at,
        )
      }
      at = END.lastIndex
      place(closed.element)
    } else {
      startTag()
    }
  }
  const unclosed = open.at(-1)
  if (unclosed) throw fail(`</${unclosed.element.name}>`, 'the end of the file', unclosed.at)
  if (!root) throw fail('a root element', 'none', 0)
  return root

  function startTag(): void {
    START.lastIndex = at
    const name = START.exec(text)?.[1]
    if (name === undefined) throw fail('a tag', JSON.stringify(text.slice(at, at + 10)), at)
    const attributes = Object.create(null) as Record<string, string>
    let end = START.lastIndex
    ATTRIBUTE.lastIndex = end
    for (let match = ATTRIBUTE.exec(text); match !== null; match = ATTRIBUTE.exec(text)) {
      const [, key = '', quoted = ''] = match
      if (key in attributes) throw fail('each attribute once', `${key} twice`, match.index)
      end = ATTRIBUTE.lastIndex
      attributes[key] = decodeValue(text, end - quoted.length + 1, end - 1)
    }
    TAG_END.lastIndex = end
    const closing = TAG_END.exec(text)
    if (!closing) throw fail(`name="value" or > in <${name}>`, JSON.stringify(text.slice(end, end + 10)), end)
    if (open.length >= DEEPEST) throw fail(`at most ${String(DEEPEST)} levels`, 'more', at)
    const element = { name, attributes, children: [], line: lineAt(at) }
    left -= 1
    if (left < 0) throw tooMany('elements', mostPlaces, element.line)
    if (closing[1] === '/') place(element)
    else open.push({ element, at })
    at = TAG_END.lastIndex
  }
  function place(element: XmlElement): void {
    const parent = open.at(-1)
    if (parent) parent.element.children.push(element)
    else if (root) throw new Unclear(`expected XML: one root element, found <${element.name}> after it`, element.line)
    else root = element
  }
}

/** The name without the namespace's prefix. */
export function localName({ name }: XmlElement): string {
  return name.slice(name.indexOf(':') + 1)
}

export function elementsIn({ children }: XmlElement): readonly XmlElement[] {
  return children.filter((child) => typeof child !== 'string')
}

/** Quotes and brackets count, declarations inside do not. */
function endOfDoctype(text: string, start: number): number | undefined {
  const marks = /["']|<!--|[[\]>]/g
  marks.lastIndex = start + 2
  let inside = 0
  for (let mark = marks.exec(text); mark !== null; mark = marks.exec(text)) {
    const [found] = mark
    if (found === '[') inside += 1
    else if (found === ']') inside -= 1
    else if (found === '>') {
      if (inside <= 0) return marks.lastIndex
    } else {
      const closing = found === '<!--' ? '-->' : found
      const end = text.indexOf(closing, marks.lastIndex)
      if (end < 0) return undefined
      marks.lastIndex = end + closing.length
    }
  }
  return undefined
}

/** Line of an offset; offsets must not go down. */
function lineCounter(text: string): (offset: number) => number {
  let line = 1
  let next = text.indexOf('\n')
  return (offset) => {
    while (next >= 0 && next < offset) {
      line += 1
      next = text.indexOf('\n', next + 1)
    }
    return line
  }
}

function lineOf(text: string, offset: number): number {
  return lineCounter(text)(offset)
}
