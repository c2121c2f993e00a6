/** A stretch of a module: one statement at its top level, or a few that hang together. */
export interface PyChunk {
  readonly text: string
  /** Of its first line, from 1. */
  readonly line: number
}

/** A list with a name of its own, in the pieces of which it consists. */
export interface PyListing {
  readonly name: string
  readonly items: readonly PyChunk[]
}

/** What decides whether the start of a line is the start of a statement. */
const MARK = /\\[\s\S]|#[^\n]*|[rRbBuUfF]{0,2}("""|'''|"|')|[([{]|[)\]}]|[\n,]/g
const ENDS: Readonly<Record<string, RegExp>> = {
  '"': /\\[\s\S]|["\n]/g,
  "'": /\\[\s\S]|['\n]/g,
  '"""': /\\[\s\S]|"""/g,
  "'''": /\\[\s\S]|'''/g,
}
/** A line that goes on with the statement before it, or says nothing by itself. */
const GOES_ON = /[ \t\f\r\n#)\]}]|(?:else|elif|except|finally)\b/y
const DECORATOR = '@'
/** Ends a line for the parser; nobody writes modules so any more. */
const LONE_RETURN = /\r(?!\n)/

/**
 * The top-level statements of a module as texts of their own, each of which parses alone as it does in its place.
 * Versions of a module differ in a few of them. A module that cannot be cut comes whole.
 */
export function chunksOf(text: string): readonly PyChunk[] {
  if (LONE_RETURN.test(text)) return [{ text, line: 1 }]
  const chunks: PyChunk[] = []
  let start = 0
  let startLine = 1
  let line = 1
  let open = 0
  /** Up to here there is nothing that a decorator may stand before. */
  let bare = 0
  MARK.lastIndex = 0
  for (let mark = MARK.exec(text); mark !== null; mark = MARK.exec(text)) {
    const [word, quote] = mark
    if (quote !== undefined) {
      const end = endOfText(text, MARK.lastIndex, quote)
      if (end === undefined) break
      line += linesIn(text, mark.index, end)
      MARK.lastIndex = end
    } else if (word === '\n') {
      line += 1
      if (open === 0 && begins(text, MARK.lastIndex)) cut(MARK.lastIndex)
    } else if (word.startsWith('\\')) {
      if (word === '\\\n') line += 1
      else if (word === '\\\r' && text[MARK.lastIndex] === '\n') {
        // The line goes on behind both.
        MARK.lastIndex += 1
        line += 1
      }
    } else if ('([{'.includes(word)) open += 1
    else if (')]}'.includes(word) && open > 0) open -= 1
  }
  chunks.push({ text: text.slice(start), line: startLine })
  return chunks

  function cut(at: number): void {
    // A decorator and what it decorates are one statement.
    if (text[start] === DECORATOR && !decorates(text, bare, at)) bare = at
    else {
      chunks.push({ text: text.slice(start, at), line: startLine })
      start = at
      bare = at
      startLine = line
    }
  }
}

const LIST = /^([A-Za-z_]\w*)[ \t]*=[ \t]*\[/
const NOTHING = /(?:\s+|#[^\n]*(?:\n|$)|\\\r?\n)*/y

/** The items of `name = [...]`, where the text is that and nothing else; the line of each counts as the text's first is 1. */
export function listingOf(text: string): PyListing | undefined {
  const [head, name] = LIST.exec(text) ?? []
  if (head === undefined || name === undefined) return undefined
  const items: PyChunk[] = []
  let open = 1
  let start = head.length
  // Lines up to here: counted from the text's start for each item, they would take forever in a long list.
  let counted = 0
  let line = 1
  MARK.lastIndex = start
  for (let mark = MARK.exec(text); mark !== null; mark = MARK.exec(text)) {
    const [word, quote] = mark
    if (quote !== undefined) {
      const end = endOfText(text, MARK.lastIndex, quote)
      if (end === undefined) return undefined
      MARK.lastIndex = end
    } else if ('([{'.includes(word)) open += 1
    else if (word === ',' && open === 1) add(mark.index)
    else if (')]}'.includes(word)) {
      open -= 1
      if (open > 0) continue
      add(mark.index)
      return behind(text, MARK.lastIndex) === text.length ? { name, items } : undefined
    }
  }
  return undefined

  function add(end: number): void {
    const from = behind(text, start)
    start = end + 1
    if (from >= end) return
    line += linesIn(text, counted, from)
    counted = from
    items.push({ text: text.slice(from, end).trimEnd(), line })
  }
}

/** Where the string literals of a text stand, with their prefixes; those up to one that is never closed. */
export function* literalsIn(text: string): Generator<{ readonly from: number; readonly to: number }> {
  let next = 0
  for (;;) {
    MARK.lastIndex = next
    const mark = MARK.exec(text)
    if (mark === null) return
    next = MARK.lastIndex
    const [, quote] = mark
    if (quote === undefined) continue
    const end = endOfText(text, next, quote)
    if (end === undefined) return
    next = end
    yield { from: mark.index, to: end }
  }
}

/** Where the blanks and comments from here end. */
function behind(text: string, at: number): number {
  NOTHING.lastIndex = at
  NOTHING.test(text)
  return NOTHING.lastIndex
}

function begins(text: string, at: number): boolean {
  GOES_ON.lastIndex = at
  return at < text.length && !GOES_ON.test(text)
}

/** Whether a chunk that begins with a decorator has what it decorates. */
function decorates(text: string, start: number, end: number): boolean {
  return /^(?:async\b|def\b|class\b)/m.test(text.slice(start, end))
}

function endOfText(text: string, at: number, quote: string): number | undefined {
  const end = ENDS[quote]!
  end.lastIndex = at
  for (let hit = end.exec(text); hit !== null; hit = end.exec(text)) {
    if (hit[0] === quote) return end.lastIndex
    // A text that is not closed on its line ends there for the parser, too.
    if (hit[0] === '\n') return end.lastIndex - 1
  }
  return undefined
}

function linesIn(text: string, from: number, to: number): number {
  let count = 0
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count += 1
  return count
}
