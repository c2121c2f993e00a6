/** The text of one change set. */
export interface Piece {
  readonly text: string
  /** From 1. */
  readonly line: number
}

const START = /<changeSet(?:\s+[^\s=<>"'/]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*(\/?)>/y
const END = /<\/changeSet\s*>/y
/** Attribute of the element that stands in the place of a change set: which one it is. */
export const CUT = 'cut-out'

/**
 * Cuts the change sets out of an XML changelog without parsing them. The rest keeps its lines and has an empty element
 * for each; what looks unusual is left where it is.
 */
export function cutChangeSets(text: string): {
  readonly rest: string
  readonly pieces: readonly (Piece | undefined)[]
} {
  const pieces: Piece[] = []
  let rest = ''
  let copied = 0
  const lineAt = lineCounter(text)
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const after = skipped(text, at)
    if (after !== undefined) {
      at = after
      continue
    }
    if (!text.startsWith('<changeSet', at)) {
      at += 1
      continue
    }
    START.lastIndex = at
    if (START.exec(text)?.[1] !== '') {
      at += 1
      continue
    }
    const end = endOf(text, START.lastIndex)
    // What is never closed is for the parser to tell.
    if (end === undefined) break
    const line = lineAt(at)
    rest += `${text.slice(copied, at)}<changeSet ${CUT}="${String(pieces.length)}"/>${'\n'.repeat(lineAt(end) - line)}`
    pieces.push({ text: text.slice(at, end), line })
    copied = end
    at = end
  }
  return { rest: rest + text.slice(copied), pieces }
}

function endOf(text: string, start: number): number | undefined {
  for (let at = text.indexOf('<', start); at >= 0; at = text.indexOf('<', at)) {
    const after = skipped(text, at)
    END.lastIndex = at
    if (after !== undefined) at = after
    else if (END.test(text)) return END.lastIndex
    else at += 1
  }
  return undefined
}

/** Behind a comment or CDATA section that starts here; undefined where none does. */
function skipped(text: string, at: number): number | undefined {
  if (text.charCodeAt(at + 1) !== 33) return undefined
  const end = text.startsWith('<!--', at) ? '-->' : text.startsWith('<![CDATA[', at) ? ']]>' : undefined
  if (end === undefined) return undefined
  const found = text.indexOf(end, at + 4)
  return found < 0 ? text.length : found + end.length
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
