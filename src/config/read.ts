import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Alias,
  type Document,
  type LineCounter,
  type Node,
  type YAMLMap,
} from 'yaml'
import { describeShape, longestList, type EitherShape, type MapShape, type SectionShape, type Shape } from './shapes.ts'
import { describeNode, quote, scalarProblem, textProblem, unknownName } from './values.ts'

/** Aliases that one file may use, counted each time one is met: more is a bomb. */
const mostAliases = 50

/** Where a value stands, and where to tell what is wrong with it. */
interface Reading {
  readonly document: Document.Parsed
  readonly lines: LineCounter
  aliases: number
  readonly complain: (line: number, problem: string) => void
}

/**
 * The value of a YAML document under a shape, with defaults filled in. What does not fit is told to `complain` with its
 * line: the answer counts only where nothing was.
 */
export function readDocument(
  document: Document.Parsed,
  lines: LineCounter,
  shape: Shape,
  complain: Reading['complain'],
): unknown {
  return read({ document, lines, aliases: 0, complain }, document.contents, shape, '', 1)
}

/** `above` is the line to name where the value itself is missing. */
function read(reading: Reading, given: Node | null, shape: Shape, path: string, above: number): unknown {
  const line = given?.range ? reading.lines.linePos(given.range[0]).line : above
  const tell = (problem: string): unknown => {
    reading.complain(line, path === '' ? problem : `${path}: ${problem}`)
    return undefined
  }
  const node = isAlias(given) ? resolve(reading, given) : given
  if (node === undefined)
    return tell('expected a value, found an alias that leads nowhere or repeats too much: write it out')
  const chosen = shape.kind === 'either' ? choose(node, shape) : shape
  if (chosen?.kind === 'list' && isSeq(node)) {
    const items = node.items as (Node | null)[]
    if (items.length > longestList) return tell(`expected at most ${longestList} entries, found ${items.length}`)
    return items.map((item, n) => read(reading, item, chosen.of, `${path}[${n}]`, line))
  }
  if (chosen?.kind === 'map' && isMap(node)) return readMap(reading, node, chosen, path)
  if (chosen?.kind === 'section' && isMap(node)) return readSection(reading, node, chosen, path, line)
  const problem = isScalar(node) && chosen ? scalarProblem(node, chosen) : undefined
  if (problem !== undefined) return tell(problem)
  if (isScalar(node) && chosen) return node.value
  return tell(`expected ${describeShape(shape)}, found ${describeNode(node)}`)
}

function resolve(reading: Reading, alias: Alias): Node | undefined {
  reading.aliases++
  return reading.aliases > mostAliases ? undefined : alias.resolve(reading.document)
}

/** The alternative that a value is held against; a scalar that fits none keeps them all, for the message. */
function choose(node: Node | null, shape: EitherShape): Shape | undefined {
  if (isScalar(node)) return shape.of.find((one) => scalarProblem(node, one) === undefined) ?? shape
  return isSeq(node) ? shape.of.find((one) => one.kind === 'list') : undefined
}

interface Entry {
  readonly key: string
  readonly path: string
  readonly value: Node | null
  readonly line: number
}

function entriesOf(reading: Reading, map: YAMLMap, path: string): readonly Entry[] {
  const entries = new Map<string, Entry>()
  for (const pair of map.items) {
    const node = pair.key as Node | null
    const line = reading.lines.linePos(node?.range?.[0] ?? map.range?.[0] ?? 0).line
    if (!isScalar(node) || node.value === null) {
      reading.complain(line, `${path}: expected a key that is a text, found ${describeNode(node)}`)
      continue
    }
    // YAML reads a key 1.10 as the number 1.1; what was written is meant.
    const key = typeof node.value === 'string' ? node.value : (node.source ?? '')
    const entry = { key, path: path === '' ? key : `${path}.${key}`, value: pair.value as Node | null, line }
    if (entries.has(key)) reading.complain(line, `${path}: expected each key once, found ${quote(key)} again`)
    else entries.set(key, entry)
  }
  return [...entries.values()]
}

function readMap(reading: Reading, map: YAMLMap, shape: MapShape, path: string): unknown {
  const values = entriesOf(reading, map, path).map((entry): [string, unknown] => {
    const problem = textProblem(entry.key, shape.keys)
    if (problem === undefined) return [entry.key, read(reading, entry.value, shape.of, entry.path, entry.line)]
    reading.complain(entry.line, `${path}: ${problem}`)
    return [entry.key, undefined]
  })
  return Object.fromEntries(values)
}

function readSection(reading: Reading, map: YAMLMap, shape: SectionShape, path: string, line: number): unknown {
  const names = Object.keys(shape.options)
  const values = new Map(Object.entries(defaultsOf(shape)))
  const written = new Set<string>()
  for (const entry of entriesOf(reading, map, path)) {
    const option = Object.hasOwn(shape.options, entry.key) ? shape.options[entry.key] : undefined
    written.add(entry.key)
    if (option) values.set(entry.key, read(reading, entry.value, option.shape, entry.path, entry.line))
    else reading.complain(entry.line, `${path === '' ? '' : `${path}: `}${unknownName(entry.key, names)}`)
  }
  for (const [name, option] of Object.entries(shape.options)) {
    if (option.required && !written.has(name)) {
      reading.complain(line, `${path}: expected ${name}: ${describeShape(option.shape)}; found no such key`)
    }
  }
  return { ...Object.fromEntries(values), ...(shape.located && { line }) }
}

/** A section where nothing is stated. */
export function defaultsOf(shape: SectionShape): Record<string, unknown> {
  const filled = Object.entries(shape.options).filter(([, option]) => option.default !== undefined)
  return Object.fromEntries(
    filled.map(([name, option]) => [name, option.shape.kind === 'section' ? defaultsOf(option.shape) : option.default]),
  )
}
