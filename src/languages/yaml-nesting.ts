import { Lexer } from 'yaml'
import { Unclear } from '../snapshots/files.ts'
import { mostEscapes, mostYaml, tooMany } from './limits.ts'

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
  const found = lookThrough(text, Infinity)
  return found.what === 'nesting' ? found.line : undefined
}

/**
 * Throws `Unclear` for what nests too deep and for what has more tokens than the parser reads in a second. Answers how
 * many there are.
 */
export function checkYaml(text: string, most = mostYaml): number {
  checkEscapes(text)
  const found = lookThrough(text, most)
  if (found.what === 'nesting') throw new Unclear('expected YAML, found it nested too deep to read', found.line)
  if (found.what === 'tokens') throw tooMany('keys, values and marks of YAML', mostYaml, found.line)
  return found.count
}

/** Throws `Unclear` for more escapes than are read in a second. */
export function checkEscapes(text: string): void {
  let count = 0
  for (let at = text.indexOf('\\'); at >= 0; at = text.indexOf('\\', at + 1)) {
    count += 1
    if (count > mostEscapes) throw tooMany('escapes', mostEscapes, text.slice(0, at).split('\n').length)
  }
}

interface Found {
  readonly what: 'nesting' | 'tokens' | 'nothing'
  readonly line: number
  readonly count: number
}

function lookThrough(text: string, most: number): Found {
  let count = 0
  let line = 1
  let flow = 0
  /** Indentation of the line that is being read; undefined after its first token. */
  let indent: number | undefined = 0
  /** Open blocks: their indentation and the levels that their last line opens. */
  const blocks: { readonly indent: number; levels: number }[] = []
  /** Of all open blocks together. */
  let levels = 0
  let previous = ''
  for (const token of new Lexer().lex(text)) {
    count++
    if (count > most) return { what: 'tokens', line, count }
    const isScalar = previous === scalarNext
    previous = token
    if (token === documentStart || token === flowEnd || token === scalarNext) continue
    const blank = !isScalar && /^\s*(?:#.*)?$/.test(token)
    if (indent !== undefined && flow === 0) {
      if (!blank) {
        while ((blocks.at(-1)?.indent ?? -1) >= indent) levels -= blocks.pop()?.levels ?? 0
        blocks.push({ indent, levels: 1 })
        levels += 1
        indent = undefined
      } else if (token.startsWith(' ')) {
        indent = token.length
      }
    }
    const block = blocks.at(-1)
    if (isScalar) previous = ''
    else if (token === '[' || token === '{') flow++
    else if (token === ']' || token === '}') flow = Math.max(0, flow - 1)
    else if (block && flow === 0 && (token === '-' || token === '?')) {
      block.levels++
      levels++
    }
    if (flow + levels > deepest) return { what: 'nesting', line, count }
    for (let at = token.indexOf('\n'); at >= 0; at = token.indexOf('\n', at + 1)) line++
    if (token.endsWith('\n')) indent = 0
  }
  return { what: 'nothing', line, count }
}
