import type { SyntaxNode } from '@lezer/common'

/** What the readers of a syntax tree share. */
export interface Source {
  readonly text: string
  /** Line of an offset, from 1. */
  line(offset: number): number
  /** Digest of the meaning between two offsets. */
  digest(from: number, to: number): string
  /** Offsets of syntax errors, ascending. */
  readonly errors: readonly number[]
}

/** Offset -> line; `\n`, `\r\n` and `\r` end a line. */
export function lineCounter(text: string): { at: (offset: number) => number; count: number } {
  const starts = [0]
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1)
  }
  return { at: (offset) => firstFrom(starts, offset + 1), count: starts.length }
}

/** Index of the first number that is not smaller; the length where all are. */
export function firstFrom(ascending: readonly number[], limit: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ascending[middle] ?? limit) < limit) low = middle + 1
    else high = middle
  }
  return low
}

/** Children that count: comments do not. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = []
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'Comment') children.push(child)
  }
  return children
}

export function textOf(node: SyntaxNode, source: Source): string {
  return source.text.slice(node.from, node.to)
}
