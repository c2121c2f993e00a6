import type { SyntaxNode } from '@lezer/common'
import type { PyComputed, PyEntry, PyValue } from './model.ts'
import { childrenOf, textOf, type Source } from './source.ts'
import { literalOf, valueOfLiteral } from './strings.ts'

/** Nobody writes literals nested deeper by hand; a limit keeps hostile ones off the stack. */
const DEEPEST = 100
/** Larger literals are data tables: no reader looks into them, and keeping them would cost memory. */
const LARGEST = 20_000
/** A computed value keeps this much of its text. */
export const EXCERPT = 80

interface Task extends Source {
  left: number
}

/** What an expression says without running it. */
export function readValue(node: SyntaxNode, source: Source): PyValue {
  return convert(node, { ...source, left: LARGEST }, 0)
}

/** Expressions with commas between them: one is itself, several are a tuple. */
export function readValues(nodes: readonly SyntaxNode[], source: Source): PyValue | undefined {
  const [first] = nodes
  if (!first) return undefined
  if (nodes.length === 1) return readValue(first, source)
  const items = nodes.filter(({ name }) => name !== ',')
  return { kind: 'tuple', items: items.map((item) => readValue(item, source)), line: source.line(first.from) }
}

/** A call's arguments; one that is unpacked (`*a`, `**b`) is a computed one. */
export function readArguments(
  list: SyntaxNode,
  source: Source,
  convertOne = readValue,
): { args: PyValue[]; keywords: Map<string, PyValue> } {
  const args: PyValue[] = []
  const keywords = new Map<string, PyValue>()
  for (const group of groupsOf(childrenOf(list).slice(1, -1))) {
    const [first, second, third] = group
    if (!first) continue
    if (second?.name === 'AssignOp' && third) keywords.set(textOf(first, source), convertOne(third, source))
    else if (group.length === 1) args.push(convertOne(first, source))
    else args.push(computed(first, source, group.at(-1)?.to))
  }
  return { args, keywords }
}

/** `a.b.c`; undefined for anything else. */
export function dottedName(node: SyntaxNode, source: Source): string | undefined {
  const names: string[] = []
  let current = node
  while (current.name === 'MemberExpression') {
    const [base, dot, property] = childrenOf(current)
    if (!base || dot?.name !== '.' || property?.name !== 'PropertyName') return undefined
    names.push(textOf(property, source))
    current = base
  }
  if (current.name !== 'VariableName') return undefined
  return [...names, textOf(current, source)].reverse().join('.')
}

function convert(node: SyntaxNode, task: Task, depth: number): PyValue {
  task.left -= 1
  if (depth > DEEPEST || task.left < 0) return computed(node, task)
  const line = task.line(node.from)
  switch (node.name) {
    case 'String':
    case 'FormatString':
      return stringValue(node, task)
    case 'ContinuedString':
      return joined(
        childrenOf(node).map((part) => stringValue(part, task)),
        node,
        task,
      )
    case 'Number':
      return numberValue(textOf(node, task), line)
    case 'Boolean':
      return { kind: 'boolean', value: textOf(node, task) === 'True', line }
    case 'None':
      return { kind: 'none', line }
    case 'ParenthesizedExpression': {
      const [, inner, close] = childrenOf(node)
      return inner && close?.name === ')' ? convert(inner, task, depth + 1) : computed(node, task)
    }
    case 'ArrayExpression':
      return itemsValue('list', node, task, depth)
    case 'TupleExpression':
      return itemsValue('tuple', node, task, depth)
    case 'SetExpression':
      return itemsValue('set', node, task, depth)
    case 'DictionaryExpression':
      return dictionaryValue(node, task, depth)
    case 'CallExpression':
      return callValue(node, task, depth)
    case 'UnaryExpression':
      return negative(node, task, depth)
    case 'BinaryExpression':
      return sum(node, task, depth)
    default: {
      const name = dottedName(node, task)
      return name === undefined ? computed(node, task) : { kind: 'name', name, line }
    }
  }
}

function computed(node: SyntaxNode, source: Source, to = node.to): PyComputed {
  const text = source.text.slice(node.from, Math.min(to, node.from + EXCERPT))
  return { kind: 'computed', text, line: source.line(node.from) }
}

function stringValue(node: SyntaxNode, task: Task): PyValue {
  const literal = literalOf(textOf(node, task))
  if (!literal || literal.prefix.includes('f')) return plainFormat(node, literal?.content, task)
  const value = valueOfLiteral(literal)
  if (value === undefined) return computed(node, task)
  return { kind: literal.prefix.includes('b') ? 'bytes' : 'string', value, line: task.line(node.from) }
}

/** `f"text"` with nothing to fill in is as good as the text. */
function plainFormat(node: SyntaxNode, content: string | undefined, task: Task): PyValue {
  if (content === undefined || /[{}\\]/.test(content)) return computed(node, task)
  return { kind: 'string', value: content, line: task.line(node.from) }
}

function joined(parts: readonly PyValue[], node: SyntaxNode, task: Task): PyValue {
  const kind = parts[0]?.kind
  let value = ''
  for (const part of parts) {
    if ((part.kind !== 'string' && part.kind !== 'bytes') || part.kind !== kind) return computed(node, task)
    value += part.value
  }
  return { kind: kind === 'bytes' ? 'bytes' : 'string', value, line: task.line(node.from) }
}

function numberValue(text: string, line: number): PyValue {
  return { kind: 'number', value: Number(text.replaceAll('_', '')), text, line }
}

function itemsValue(kind: 'list' | 'tuple' | 'set', node: SyntaxNode, task: Task, depth: number): PyValue {
  const items: PyValue[] = []
  for (const group of groupsOf(childrenOf(node).slice(1, -1))) {
    const [first] = group
    if (!first) continue
    items.push(group.length === 1 ? convert(first, task, depth + 1) : computed(first, task, group.at(-1)?.to))
  }
  return task.left < 0 ? computed(node, task) : { kind, items, line: task.line(node.from) }
}

function dictionaryValue(node: SyntaxNode, task: Task, depth: number): PyValue {
  const entries: PyEntry[] = []
  for (const group of groupsOf(childrenOf(node).slice(1, -1))) {
    const [first, second, third] = group
    if (second?.name === ':' && first && third) {
      entries.push({ key: convert(first, task, depth + 1), value: convert(third, task, depth + 1) })
    } else if (first?.name === '**' && second) {
      entries.push({ value: convert(second, task, depth + 1) })
    } else if (first) {
      return computed(node, task)
    }
  }
  return task.left < 0 ? computed(node, task) : { kind: 'dict', entries, line: task.line(node.from) }
}

function callValue(node: SyntaxNode, task: Task, depth: number): PyValue {
  const [called, list] = childrenOf(node)
  if (!called || list?.name !== 'ArgList') return computed(node, task)
  const callee = dottedName(called, task) ?? ''
  const found = readArguments(list, task, (argument) => convert(argument, task, depth + 1))
  const of = callee === '' ? convert(called, task, depth + 1) : undefined
  return { kind: 'call', callee, ...(of ? { of } : {}), ...found, line: task.line(node.from) }
}

function negative(node: SyntaxNode, task: Task, depth: number): PyValue {
  const [sign, operand] = childrenOf(node)
  if (!operand || !sign || textOf(sign, task) !== '-') return computed(node, task)
  const value = convert(operand, task, depth + 1)
  if (value.kind !== 'number') return computed(node, task)
  return { ...value, value: -value.value, text: `-${value.text}`, line: task.line(node.from) }
}

/** Texts and lists put together with `+`. */
function sum(node: SyntaxNode, task: Task, depth: number): PyValue {
  const [first, sign, second] = childrenOf(node)
  if (!first || !second || !sign || textOf(sign, task) !== '+') return computed(node, task)
  const left = convert(first, task, depth + 1)
  const right = convert(second, task, depth + 1)
  if (left.kind === 'string' || left.kind === 'bytes') return joined([left, right], node, task)
  if ((left.kind === 'list' || left.kind === 'tuple') && right.kind === left.kind) {
    return { kind: left.kind, items: [...left.items, ...right.items], line: left.line }
  }
  return { ...computed(node, task), operands: [left, right] }
}

/** Nodes between commas. */
function groupsOf(nodes: readonly SyntaxNode[]): SyntaxNode[][] {
  const groups: SyntaxNode[][] = [[]]
  for (const node of nodes) {
    if (node.name === ',') groups.push([])
    else groups.at(-1)?.push(node)
  }
  return groups
}
