import { Unclear } from '../snapshots/files.ts'
import { mostPlaces, tooMany } from './limits.ts'
import { decodeText, decodeValue } from './xml/entities.ts'
import { afterBlanks, afterName, blankText, isOther } from './xml/scan.ts'

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
const [EXCLAMATION, QUOTE, APOSTROPHE, SLASH, EQUALS, GREATER, QUESTION] = [33, 34, 39, 47, 61, 62, 63] as const
const NONE: (XmlElement | string)[] = []
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
    if (parent) hold(parent.element, blankText(text, from, to) ?? decodeText(text, from, to))
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
    // What most of them are first: starting with each is looked for with a call of its own.
    switch (text.charCodeAt(at + 1)) {
      case SLASH:
        endTag()
        break
      case EXCLAMATION:
        aside()
        break
      case QUESTION:
        at = skipTo('?>', 'a processing instruction', at)
        break
      default:
        startTag()
    }
  }
  const unclosed = open.at(-1)
  if (unclosed) throw fail(`</${unclosed.element.name}>`, 'the end of the file', unclosed.at)
  if (!root) throw fail('a root element', 'none', 0)
  return root

  function endTag(): void {
    const closed = open.pop()
    const expected = closed?.element.name
    // As most are written; the expression tells the others, and what stands there.
    if (closed && text.startsWith(`${closed.element.name}>`, at + 2)) at += closed.element.name.length + 3
    else {
      END.lastIndex = at
      const name = END.exec(text)?.[1]
      if (!closed || name === undefined || expected !== name)
        throw fail(
          closed ? `</${closed.element.name}>` : 'no end tag',
          name === undefined ? 'no tag' : `</${name}>`,
          at,
        )
      at = END.lastIndex
    }
    place(closed.element)
  }
  function aside(): void {
    if (text.startsWith('<!--', at)) at = skipTo('-->', 'a comment', at + 4)
    else if (text.startsWith('<![CDATA[', at)) {
      const end = skipTo(']]>', 'a CDATA section', at)
      const parent = open.at(-1)
      if (!parent) throw fail('one root element', 'text outside of it', at)
      hold(parent.element, text.slice(at + 9, end - 3))
      at = end
    } else {
      if (root ?? open.length > 0) throw fail('a document type before the root element', 'one after it', at)
      const end = endOfDoctype(text, at)
      if (end === undefined) throw fail('> at the end of the document type', 'the end of the file', at)
      at = end
    }
  }
  function startTag(): void {
    let end = endOfName(at + 1)
    if (end === at + 1) throw fail('a tag', JSON.stringify(text.slice(at, at + 10)), at)
    const name = text.slice(at + 1, end)
    const attributes = Object.create(null) as Record<string, string>
    for (let after = attribute(end, attributes); after > end; after = attribute(end, attributes)) end = after
    if (text.charCodeAt(end) === GREATER) {
      begin(name, attributes, false)
      at = end + 1
      return
    }
    TAG_END.lastIndex = end
    const closing = TAG_END.exec(text)
    if (!closing) throw fail(`name="value" or > in <${name}>`, JSON.stringify(text.slice(end, end + 10)), end)
    begin(name, attributes, closing[1] === '/')
    at = TAG_END.lastIndex
  }
  function begin(name: string, attributes: Record<string, string>, isEmpty: boolean): void {
    if (open.length >= DEEPEST) throw fail(`at most ${String(DEEPEST)} levels`, 'more', at)
    const element = { name, attributes, children: NONE, line: lineAt(at) }
    left -= 1
    if (left < 0) throw tooMany('elements', mostPlaces, element.line)
    if (isEmpty) place(element)
    else open.push({ element, at })
  }
  function endOfName(from: number): number {
    const end = afterName(text, from)
    if (!isOther(text, end)) return end
    START.lastIndex = from - 1
    return START.test(text) ? START.lastIndex : from
  }
  /** Takes the attribute before which there are blanks here; answers where it ends, or where it was looked for. */
  function attribute(from: number, into: Record<string, string>): number {
    const start = afterBlanks(text, from)
    const nameEnd = afterName(text, start)
    const equals = afterBlanks(text, nameEnd)
    const quote = text.charCodeAt(equals) === EQUALS ? afterBlanks(text, equals + 1) : equals
    if (isOther(text, start) || isOther(text, nameEnd) || isOther(text, equals) || isOther(text, quote))
      return oddAttribute(from, into)
    const mark = text.charCodeAt(quote)
    if (start === from || nameEnd === start || quote === equals || (mark !== QUOTE && mark !== APOSTROPHE)) return from
    const end = text.indexOf(mark === QUOTE ? '"' : "'", quote + 1)
    if (end < 0) return from
    const value = text.slice(quote + 1, end)
    if (value.includes('<')) return from
    add(into, text.slice(start, nameEnd), decodeValue(text, quote + 1, end), from)
    return end + 1
  }
  function oddAttribute(from: number, into: Record<string, string>): number {
    ATTRIBUTE.lastIndex = from
    const [, key = '', quoted = ''] = ATTRIBUTE.exec(text) ?? []
    if (key === '') return from
    const end = ATTRIBUTE.lastIndex
    add(into, key, decodeValue(text, end - quoted.length + 1, end - 1), from)
    return end
  }
  function add(into: Record<string, string>, key: string, value: string, from: number): void {
    if (key in into) throw fail('each attribute once', `${key} twice`, from)
    into[key] = value
  }
  function place(element: XmlElement): void {
    const parent = open.at(-1)
    if (parent) hold(parent.element, element)
    else if (root) throw new Unclear(`expected XML: one root element, found <${element.name}> after it`, element.line)
    else root = element
  }
}

/** Most elements have one child or none: a list that grows by itself has room for seventeen. */
function hold(parent: Open['element'], child: XmlElement | string): void {
  if (parent.children.length === 0) parent.children = [child]
  else parent.children.push(child)
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
