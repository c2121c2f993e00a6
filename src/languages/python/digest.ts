import { createHash } from 'node:crypto'
import { NodeProp, type SyntaxNode, type SyntaxNodeRef, type Tree } from '@lezer/common'
import { firstFrom } from './source.ts'
import { literalOf, valueOfLiteral } from './strings.ts'

interface Words {
  readonly words: string[]
  /** Offset of each word, ascending. */
  readonly at: number[]
  readonly errors: number[]
}

/** Indentation and line ends as words. */
const OPEN = 'body {'
const CLOSE = 'body }'
const END = 'end'
const PART = 8192

/** Where parentheses around a whole expression change nothing. */
const BARE = /^(?:Expression|Assign|Return|If|While|Assert|For|Print|Yield|Update)Statement$|^ArgList$/
const CLOSERS: ReadonlySet<string> = new Set([')', ']', '}'])

/**
 * Digests of the meaning of stretches of a Python file: comments, blank lines, indentation style, quotes, line breaks,
 * trailing commas, redundant parentheses, docstrings and `pass` do not count. Finds the syntax errors on the way.
 */
export function digester(tree: Tree, text: string): { digest: (from: number, to: number) => string; errors: number[] } {
  const { words, at, errors } = wordsOf(tree, text)
  return { digest: (from, to) => digestOf(words, firstFrom(at, from), firstFrom(at, to)), errors }
}

/** What lies around the stretch may end where it ends: those ends are not part of it. */
function digestOf(words: readonly string[], first: number, end: number): string {
  const hash = createHash('sha1')
  let depth = 0
  let ends = ''
  // Many words at a time: one by one takes several times as long.
  let part = ''
  for (let i = first; i < end; i += 1) {
    const word = words[i] ?? ''
    if (word === CLOSE && depth === 0) break
    if (word === OPEN) depth += 1
    if (word === CLOSE) depth -= 1
    if (word === END && depth === 0) {
      ends += `${END}\0`
      continue
    }
    part += `${ends}${word}\0`
    ends = ''
    if (part.length < PART) continue
    hash.update(part)
    part = ''
  }
  return hash.update(part).digest('hex')
}

function wordsOf(tree: Tree, text: string): Words {
  const found: Words = { words: [], at: [], errors: [] }
  let leaf = false
  tree.iterate({
    enter(node) {
      leaf = enter(node, text, found)
      return leaf
    },
    leave(node) {
      if (leaf) addLeaf(node, text, found)
      leaf = false
      if (node.name === 'Body') add(found, node.to - 1, CLOSE)
      else if (isStatement(node)) add(found, node.to - 1, END)
    },
  })
  return found
}

function enter(node: SyntaxNodeRef, text: string, found: Words): boolean {
  if (node.type.isError) found.errors.push(node.from)
  switch (node.name) {
    case 'Comment':
    case 'PassStatement':
      return false
    case 'ExpressionStatement':
      return !isBareString(node, text)
    case 'Body':
      add(found, node.from, OPEN)
      return true
    case 'TupleExpression':
      if (!isBareTuple(node.node)) add(found, node.from, 'tuple')
      return true
    case 'String':
    case 'FormatString':
    case 'ContinuedString':
      addString(node, text, found)
      return false
    default:
      return true
  }
}

/** A docstring, or any string that stands alone. One that is never closed is an error, so it is looked into. */
function isBareString(node: SyntaxNodeRef, text: string): boolean {
  const child = node.node.firstChild
  if (child?.name !== 'String' || child.nextSibling !== null) return false
  return literalOf(text.slice(child.from, child.to)) !== undefined
}

function addString(node: SyntaxNodeRef, text: string, found: Words): void {
  const parts = node.name === 'ContinuedString' ? partsOf(node) : [node]
  let joined = ''
  for (const part of parts) {
    const raw = text.slice(part.from, part.to)
    const literal = literalOf(raw)
    if (!literal) found.errors.push(part.from)
    const plain = literal && part.name === 'String' ? valueOfLiteral(literal) : undefined
    const bytes = literal?.prefix.includes('b') ? 'b' : ''
    joined += plain === undefined ? `raw ${JSON.stringify(raw)}` : `${bytes}${JSON.stringify(plain).slice(1, -1)}`
  }
  add(found, node.from, `"${joined}"`)
}

function partsOf(node: SyntaxNodeRef): SyntaxNodeRef[] {
  const parts: SyntaxNodeRef[] = []
  for (let child = node.node.firstChild; child; child = child.nextSibling) {
    if (child.name === 'String' || child.name === 'FormatString') parts.push(child)
  }
  return parts
}

function addLeaf(node: SyntaxNodeRef, text: string, found: Words): void {
  const word = text.slice(node.from, node.to)
  if (word === '' || word === ';') return
  if ((word === '(' || word === ')') && isRedundant(node)) {
    if (word === ')' && found.words.at(-1) === ',' && isLonger(node.node.parent)) dropLast(found)
    return
  }
  // `a[1,]` is the one place where a trailing comma means something: there it makes a tuple.
  if (CLOSERS.has(word) && found.words.at(-1) === ',' && !(word === ']' && node.matchContext(['MemberExpression']))) {
    dropLast(found)
  }
  add(found, node.from, word)
}

function isRedundant(node: SyntaxNodeRef): boolean {
  if (node.matchContext(['ParenthesizedExpression'])) return BARE.test(node.node.parent?.parent?.name ?? '')
  return node.matchContext(['TupleExpression']) && isBareTuple(node.node.parent)
}

/** `return (a, b)` is `return a, b`; but `x = (a, b), c` is not `x = a, b, c`. */
function isBareTuple(tuple: SyntaxNode | null): boolean {
  if (!tuple || !BARE.test(tuple.parent?.name ?? '') || tuple.parent?.name === 'ArgList') return false
  return tuple.getChildren(',').length > 0 && tuple.prevSibling?.name !== ',' && tuple.nextSibling?.name !== ','
}

/** In a tuple of one the trailing comma is what makes it one. */
function isLonger(tuple: SyntaxNode | null): boolean {
  return (tuple?.getChildren(',').length ?? 0) > 1
}

function dropLast(found: Words): void {
  found.words.pop()
  found.at.pop()
}

function isStatement(node: SyntaxNodeRef): boolean {
  return node.name !== 'StatementGroup' && (node.type.prop(NodeProp.group)?.includes('Statement') ?? false)
}

function add(found: Words, at: number, word: string): void {
  found.words.push(word)
  found.at.push(at)
}
