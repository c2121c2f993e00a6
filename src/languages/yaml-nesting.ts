import { Lexer } from 'yaml'

/** Deeper than any file that people write. */
const deepest = 60

/** Marks that the lexer puts in: the start of a document, the end of a flow that was left open, and (next) a scalar. */
const documentStart = '\x02'
const flowEnd = '\x18'
const scalarNext = '\x1F'

/**
 * The line of the first place where YAML nests too deep to parse, undefined where it never does. Ask before parsing:
 * the parser recurses, and running out of stack inside it can end the process instead of throwing. The lexer does not
 * recurse.
 */
export function findDeepNesting(text: string): number | undefined {
  let line = 1
  let flow = 0
  /** Indentation of the line that is being read; undefined after its first token. */
  let indent: number | undefined = 0
  /** Open blocks: their indentation and the levels that their last line opens. */
  const blocks: { readonly indent: number; levels: number }[] = []
  let previous = ''
  for (const token of new Lexer().lex(text)) {
    const isScalar = previous === scalarNext
    previous = token
    if (token === documentStart || token === flowEnd || token === scalarNext) continue
    const blank = !isScalar && /^\s*(?:#.*)?$/.test(token)
    if (indent !== undefined && flow === 0) {
      if (!blank) {
        while ((blocks.at(-1)?.indent ?? -1) >= indent) blocks.pop()
        blocks.push({ indent, levels: 1 })
        indent = undefined
      } else if (token.startsWith(' ')) {
        indent = token.length
      }
    }
    const block = blocks.at(-1)
    if (isScalar) previous = ''
    else if (token === '[' || token === '{') flow++
    else if (token === ']' || token === '}') flow = Math.max(0, flow - 1)
    else if (block && flow === 0 && (token === '-' || token === '?')) block.levels++
    if (flow + blocks.reduce((sum, { levels }) => sum + levels, 0) > deepest) return line
    line += token.split('\n').length - 1
    if (token.endsWith('\n')) indent = 0
  }
  return undefined
}
