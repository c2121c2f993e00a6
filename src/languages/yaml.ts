import { pointerToken } from './pointer.ts'
import { isAlias, isCollection, isMap, isPair, isScalar, isSeq, type Document, type Node } from 'yaml'
import { Unclear } from '../snapshots/files.ts'
import type { Json } from './json.ts'
import { longestPointers } from './limits.ts'
import { readDocument, type Budget } from './yaml-document.ts'

/** Aliases that one document may use; a schema or a values file needs few, a bomb needs many. */
const mostAliases = 200

/**
 * A YAML document (1.2, so that `on` stays text) as data, with the line of everything in it by JSON pointer.
 * Throws `Unclear` with the line of an error, and for what nests too deep or expands too far.
 */
export function parseYaml(text: string, budget?: Budget): Json {
  const { document, lines: counter } = readDocument(text, '1.2', budget)
  const lines = new Map<string, number>()
  let length = 0
  refuseRings(document.contents, new Set())
  collect(document.contents, '')
  return { value: toValue(document), lines }

  function collect(node: unknown, pointer: string): void {
    const line = lineOf(node)
    length += pointer.length
    if (length > longestPointers) throw new Unclear('expected YAML, found long names above too many others', line)
    if (line !== undefined && !lines.has(pointer)) lines.set(pointer, line)
    if (isSeq(node))
      node.items.forEach((item, n) => {
        collect(item, `${pointer}/${n}`)
      })
    if (!isMap(node)) return
    for (const { key, value } of node.items) {
      if (!isScalar(key)) continue
      const below = `${pointer}/${pointerToken(key.value)}`
      const at = lineOf(key)
      if (at !== undefined) lines.set(below, at)
      collect(value, below)
    }
  }
  /** The library follows what an alias stands for, which for many in what they stand for takes their number cubed. */
  function refuseRings(node: unknown, open: Set<string>): void {
    if (isAlias(node) && open.has(node.source)) {
      const name = node.source.slice(0, 80)
      throw new Unclear(`expected YAML that ends, found ${name} inside what it is an alias of`, lineOf(node))
    }
    if (!isCollection(node)) return
    const { anchor } = node
    if (anchor !== undefined) open.add(anchor)
    for (const item of node.items) {
      if (!isPair(item)) refuseRings(item, open)
      else for (const part of [item.key, item.value]) refuseRings(part, open)
    }
    if (anchor !== undefined) open.delete(anchor)
  }
  function lineOf(node: unknown): number | undefined {
    const range = (node as Node | null)?.range
    return range ? counter.linePos(range[0]).line : undefined
  }
}

function toValue(document: Document.Parsed): unknown {
  try {
    return document.toJS({ maxAliasCount: mostAliases })
  } catch (error) {
    if (error instanceof ReferenceError || error instanceof RangeError)
      throw new Unclear(`expected YAML: ${error.message}`)
    throw error
  }
}
