/**
 * The text with every line inside brackets and quotes moved to the right of where they open, which YAML 1.2 asks for and
 * most programs do without (libyaml, go-yaml, PyYAML, SnakeYAML): white space at the start of such lines says nothing.
 * Lines stay where they are. Undefined where there is nothing to move, or something is never closed.
 */
export function indentFlows(text: string): string | undefined {
  const lines = text.split('\n')
  let moved = false
  /** Indentation of the line whose block scalar is being passed over. */
  let literal: number | undefined
  for (let n = 0; n < lines.length; n++) {
    const line = lines[n]!
    const indent = line.search(/[^ ]/)
    if (indent < 0 || line[indent] === '#') continue
    if (literal !== undefined && indent > literal) continue
    literal = undefined
    const { at, parent } = valueOf(line, indent)
    if (line[at] === '|' || line[at] === '>') literal = parent
    if (!opens(line[at])) continue
    const end = endOfFlow(lines, n, at)
    if (end === undefined) return undefined
    const margin = ' '.repeat(at + 1)
    for (let inside = n + 1; inside <= end; inside++) {
      if (lines[inside]!.trim() === '') continue
      lines[inside] = margin + lines[inside]!.trimStart()
      moved = true
    }
    n = end
  }
  return moved ? lines.join('\n') : undefined
}

function opens(character: string | undefined): boolean {
  return character === '"' || character === "'" || character === '[' || character === '{'
}

/** Where the value on a line begins, behind dashes, a key, anchors and tags; and the column that it hangs on. */
function valueOf(line: string, indent: number): { readonly at: number; readonly parent: number } {
  let at = indent
  let parent = indent
  while (line[at] === '-' && (line[at + 1] === ' ' || line[at + 1] === undefined)) {
    parent = at
    at = pastSpace(line, at + 1)
  }
  const key = pastKey(line, at)
  if (key !== undefined) {
    parent = at
    at = pastSpace(line, key)
  }
  while (line[at] === '&' || line[at] === '!') {
    const space = line.indexOf(' ', at)
    at = space < 0 ? line.length : pastSpace(line, space)
  }
  return { at, parent }
}

function pastSpace(line: string, from: number): number {
  let at = from
  while (line[at] === ' ') at++
  return at
}

/** Past the colon of a key, plain or quoted; undefined where there is none. */
function pastKey(line: string, from: number): number | undefined {
  let at = from
  const quote = line[at]
  if (quote === '"' || quote === "'") {
    const end = endOfQuote(line, at + 1, quote)
    if (end === undefined) return undefined
    at = pastSpace(line, end)
    return line[at] === ':' && isSpace(line[at + 1]) ? at + 1 : undefined
  }
  if (quote === '[' || quote === '{') return undefined
  for (; at < line.length; at++) {
    if (line[at] === '#' && line[at - 1] === ' ') return undefined
    if (line[at] === ':' && isSpace(line[at + 1])) return at + 1
  }
  return undefined
}

function isSpace(character: string | undefined): boolean {
  return character === undefined || character === ' ' || character === '\r'
}

/** Past the closing quote on this line; undefined where it is not there. */
function endOfQuote(line: string, from: number, quote: string): number | undefined {
  for (let at = from; at < line.length; at++) {
    if (quote === '"' && line[at] === '\\') at++
    else if (line[at] === quote) {
      if (quote === '"' || line[at + 1] !== quote) return at + 1
      at++
    }
  }
  return undefined
}

/** The line on which what opens at a place is closed; undefined where it never is. */
function endOfFlow(lines: readonly string[], first: number, from: number): number | undefined {
  let depth = 0
  let quote: string | undefined
  for (let n = first; n < lines.length; n++) {
    const line = lines[n]!
    let at = n === first ? from : 0
    // What separates entries: a quote behind anything else is part of a word.
    let isFresh = true
    while (at < line.length) {
      if (quote !== undefined) {
        const end = endOfQuote(line, at, quote)
        if (end === undefined) break
        quote = undefined
        at = end
        isFresh = false
        if (depth === 0) return n
        continue
      }
      const character = line[at]!
      if (character === '#' && (at === 0 || line[at - 1] === ' ')) break
      if ((character === '"' || character === "'") && isFresh) quote = character
      else if (character === '[' || character === '{') depth++
      else if ((character === ']' || character === '}') && --depth === 0) return n
      if (character !== ' ') isFresh = /[[{,:]/.test(character)
      at++
    }
  }
  return undefined
}
