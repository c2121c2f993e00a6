import type { SyntaxNode } from '@lezer/common'
import type { PyAssign, PyClass, PyDecorator, PyFunction, PyImport, PyStatement } from './model.ts'
import { childrenOf, firstFrom, textOf, type Source } from './source.ts'
import { dottedName, readArguments, readValues } from './values.ts'

/** Python itself refuses to indent deeper ("too many levels of indentation"). */
const DEEPEST = 100
const BLOCK = /^(?:If|While|For|Try|With|Match)Statement$/
const OTHER = /^(?:Delete|Raise|Print|Yield|Scope|Assert)Statement$/

/** Statements of a `Body`, of the whole `Script`, or of anything that has them as children. */
export function readBody(node: SyntaxNode, source: Source, depth = 0): PyStatement[] {
  const statements: PyStatement[] = []
  for (const child of childrenOf(node)) readInto(statements, child, source, depth)
  return statements
}

function readInto(statements: PyStatement[], node: SyntaxNode, source: Source, depth: number): void {
  if (node.name === 'StatementGroup') {
    for (const child of childrenOf(node)) readInto(statements, child, source, depth)
    return
  }
  const statement = readStatement(node, source, depth)
  if (statement) statements.push(statement)
}

function readStatement(node: SyntaxNode, source: Source, depth: number): PyStatement | undefined {
  const line = source.line(node.from)
  switch (node.name) {
    case 'ImportStatement':
      return readImport(node, source)
    case 'AssignStatement':
    case 'UpdateStatement':
      return readAssign(node, source)
    case 'ExpressionStatement': {
      const value = readValues(childrenOf(node), source)
      return value && { kind: 'expression', value, line }
    }
    case 'ReturnStatement': {
      const value = readValues(childrenOf(node).slice(1), source)
      return value ? { kind: 'return', value, line } : { kind: 'return', line }
    }
    case 'FunctionDefinition':
      return readFunction(node, node, [], source, depth)
    case 'ClassDefinition':
      return readClass(node, node, [], source, depth)
    case 'DecoratedStatement':
      return readDecorated(node, source, depth)
    default:
  }
  if (BLOCK.test(node.name)) return { kind: 'block', keyword: keywordOf(node), body: inner(node, source, depth), line }
  return OTHER.test(node.name) ? { kind: 'other', keyword: keywordOf(node), line } : undefined
}

function keywordOf(node: SyntaxNode): string {
  return node.name.replace('Statement', '').toLowerCase()
}

/** Statements of every `Body` right below a node, and of match clauses. */
function inner(node: SyntaxNode, source: Source, depth: number): PyStatement[] {
  if (depth >= DEEPEST) return []
  return childrenOf(node).flatMap((child) => {
    if (child.name === 'Body') return readBody(child, source, depth + 1)
    return child.name === 'MatchBody' || child.name === 'MatchClause' ? inner(child, source, depth + 1) : []
  })
}

function readImport(node: SyntaxNode, source: Source): PyImport {
  const words = childrenOf(node).filter(({ type }) => !type.isError)
  const at = words.findIndex(({ name }) => name === 'import')
  const isFrom = words[0]?.name === 'from'
  const names: { name: string; as: string }[] = []
  let name = ''
  let as = ''
  let aliased = false
  for (const word of [...words.slice(at + 1), undefined]) {
    if (word === undefined || word.name === ',' || word.name === ')') {
      if (name !== '') names.push({ name, as: aliased ? as : isFrom ? name : (name.split('.')[0] ?? name) })
      name = ''
      aliased = false
    } else if (word.name === 'as') aliased = true
    else if (aliased) as = textOf(word, source)
    else if (word.name !== '(') name += textOf(word, source)
  }
  const line = source.line(node.from)
  if (!isFrom) return { kind: 'import', names, line }
  return {
    kind: 'import',
    from: words
      .slice(1, at)
      .map((word) => textOf(word, source))
      .join(''),
    names,
    line,
  }
}

function readAssign(node: SyntaxNode, source: Source): PyAssign {
  const sides: SyntaxNode[][] = [[]]
  for (const child of childrenOf(node)) {
    if (child.name === 'AssignOp' || child.name === 'UpdateOp') sides.push([])
    else if (child.name !== 'TypeDef') sides.at(-1)?.push(child)
  }
  const line = source.line(node.from)
  const last = sides.length > 1 ? sides.pop() : undefined
  const targets = sides.flatMap((side) => side.flatMap((target) => dottedName(target, source) ?? []))
  const single = node.name === 'AssignStatement' && sides.every((side) => side.length === 1)
  const value = single && last ? readValues(last, source) : undefined
  return { kind: 'assign', targets, value: value ?? { kind: 'computed', text: '', line }, line }
}

function readDecorated(node: SyntaxNode, source: Source, depth: number): PyStatement | undefined {
  const children = childrenOf(node)
  const decorators = children.flatMap((child) => (child.name === 'Decorator' ? [readDecorator(child, source)] : []))
  const definition = children.find(({ name }) => name.endsWith('Definition'))
  if (definition?.name === 'FunctionDefinition') return readFunction(definition, node, decorators, source, depth)
  return definition && readClass(definition, node, decorators, source, depth)
}

function readDecorator(node: SyntaxNode, source: Source): PyDecorator {
  const children = childrenOf(node)
  const words = children.filter(({ name }) => name === 'VariableName' || name === '.')
  const list = children.find(({ name }) => name === 'ArgList')
  const name = words.map((word) => textOf(word, source)).join('')
  const line = source.line(node.from)
  return list ? { name, ...readArguments(list, source), line } : { name, keywords: new Map(), line }
}

function readFunction(
  node: SyntaxNode,
  whole: SyntaxNode,
  decorators: readonly PyDecorator[],
  source: Source,
  depth: number,
): PyFunction {
  const list = childrenOf(node).find(({ name }) => name === 'ParamList')
  const from = list?.from ?? node.from
  return {
    kind: 'function',
    decorators,
    params: list ? readParams(list, source) : [],
    body: inner(node, source, depth),
    ...definition(node, whole, from, source),
  }
}

function readClass(
  node: SyntaxNode,
  whole: SyntaxNode,
  decorators: readonly PyDecorator[],
  source: Source,
  depth: number,
): PyClass {
  const children = childrenOf(node)
  const list = children.find(({ name }) => name === 'ArgList')
  const from = list?.from ?? children.find(({ name }) => name === 'Body')?.from ?? node.from
  return {
    kind: 'class',
    decorators,
    bases: list ? readArguments(list, source).args : [],
    body: inner(node, source, depth),
    ...definition(node, whole, from, source),
  }
}

function definition(
  node: SyntaxNode,
  whole: SyntaxNode,
  from: number,
  source: Source,
): Pick<PyFunction, 'name' | 'digest' | 'broken' | 'line' | 'endLine'> {
  const name = childrenOf(node).find((child) => child.name === 'VariableName')
  const error = source.errors[firstFrom(source.errors, whole.from)]
  const end = source.text.slice(node.from, node.to).trimEnd().length
  return {
    name: name ? textOf(name, source) : '',
    digest: source.digest(from, node.to),
    broken: error !== undefined && error <= whole.to,
    line: source.line(node.from),
    endLine: source.line(node.from + end),
  }
}

function readParams(list: SyntaxNode, source: Source): string[] {
  const params: string[] = []
  let stars = ''
  let open = true
  for (const child of childrenOf(list)) {
    if (child.name === ',' || child.name === '(') {
      stars = ''
      open = true
    } else if (child.name === '*' || child.name === '**') stars = child.name
    else if (child.name === 'VariableName' && open) {
      params.push(stars + textOf(child, source))
      open = false
    }
  }
  return params
}
