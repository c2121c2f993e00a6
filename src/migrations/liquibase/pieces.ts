/** The text of one change set. */
export interface Piece {
  readonly text: string
  /** From 1. */
  readonly line: number
}

const START = /<changeSet(?:\s+[^\s=<>"'/]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*(\/?)>/y
const END = /<\/changeSet\s*>/y
/** What stands in the place of a change set that was cut out. */
const STUB = '<changeSet/>'

/**
 * Cuts the change sets out of an XML changelog without parsing them. The rest keeps its lines and has an empty change set
 * for each; what looks unusual is left where it is.
 */
export function cutChangeSets(text: string): {
  readonly rest: string
  readonly pieces: readonly (Piece | undefined)[]
} {
  const pieces: (Piece | undefined)[] = []
  let rest = ''
  let copied = 0
  let line = 1
  let counted = 0
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
    const isOpen = START.exec(text)?.[1] === ''
    const end = isOpen ? endOf(text, START.lastIndex) : undefined
    if (end === undefined) {
      pieces.push(undefined)
      at += 1
      continue
    }
    line += newlines(text, counted, at)
    const inside = newlines(text, at, end)
    pieces.push({ text: text.slice(at, end), line })
    rest += text.slice(copied, at) + STUB + '\n'.repeat(inside)
    line += inside
    counted = end
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

function newlines(text: string, from: number, to: number): number {
  let count = 0
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count += 1
  return count
}
