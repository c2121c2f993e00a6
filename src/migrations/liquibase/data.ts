import { pointerToken } from '../../languages/pointer.ts'
import { parseJson, type Json } from '../../languages/json.ts'
import { parseYaml } from '../../languages/yaml.ts'
import type { ChangeLog } from './changelog.ts'
import { changeLogOf, type Node } from './tree.ts'

/** Undefined where there is no `databaseChangeLog`. Throws `Unclear` with the line of a syntax error. */
export function parseYamlChangeLog(text: string): ChangeLog | undefined {
  return read(parseYaml(text), text)
}

export function parseJsonChangeLog(text: string): ChangeLog | undefined {
  return read(parseJson(text), text)
}

/** Nobody nests deeper; aliases could make it so. */
const DEEPEST = 100
const NUMBER = /:\s*["']?([-+]?[0-9][\w.+-]*)/

function read(json: Json, text: string): ChangeLog | undefined {
  const { value } = json
  if (!isObject(value) || !Array.isArray(value.databaseChangeLog)) return undefined
  const lines = text.split(/\r?\n/)
  const children: Node[] = []
  const attributes: Record<string, string> = {}
  value.databaseChangeLog.forEach((entry: unknown, index) => {
    if (!isObject(entry)) return
    for (const [name, inner] of Object.entries(entry)) {
      const pointer = `/databaseChangeLog/${String(index)}/${name}`
      if (name === 'logicalFilePath') attributes.logicalFilePath = textOf(inner) ?? ''
      else children.push(nodeOf(name, inner, json.lines.get(pointer) ?? 1, pointer))
    }
  })
  return changeLogOf({ name: 'databaseChangeLog', attributes, text: '', children, line: 1 })

  function nodeOf(name: string, inner: unknown, line: number, pointer: string, depth = 0): Node {
    const own: Record<string, string> = {}
    const below: Node[] = []
    const attributes = depth === 0 ? listedAttributes(inner) : undefined
    if (attributes) {
      const parts = attributes.map((one, n) => nodeOf(name, one, line, `${pointer}/${String(n)}`, depth + 1))
      for (const part of parts) Object.assign(own, part.attributes)
      return { name, attributes: own, text: '', children: parts.flatMap(({ children: inside }) => inside), line }
    }
    const entries = depth > DEEPEST ? [] : membersOf(inner)
    for (const [key, member] of entries) {
      const at = Array.isArray(inner) ? `${pointer}/${key}` : `${pointer}/${pointerToken(key)}`
      const where = json.lines.get(at) ?? line
      const scalar = typeof member === 'number' ? written(member, where) : textOf(member)
      if (scalar !== undefined && !Array.isArray(inner)) own[key] = scalar
      else if (scalar !== undefined)
        below.push({ name: 'item', attributes: {}, text: scalar, children: [], line: where })
      else if (Array.isArray(inner) && isObject(member)) {
        for (const [kind, value_] of Object.entries(member)) {
          const deeper = `${at}/${pointerToken(kind)}`
          below.push(nodeOf(kind, value_, json.lines.get(deeper) ?? where, deeper, depth + 1))
        }
      } else below.push(nodeOf(key, member, where, at, depth + 1))
    }
    return { name, attributes: own, text: textOf(inner) ?? '', children: below, line }
  }

  /** An id with more digits than a number of the language can hold is read from its line. */
  function written(value_: number, line: number): string {
    if (Number.isSafeInteger(value_) || !Number.isInteger(value_)) return String(value_)
    return NUMBER.exec(lines[line - 1] ?? '')?.[1] ?? String(value_)
  }
}

/** What an entry says of itself may be a list (`include: [{ file: a.xml }]`): Liquibase reads both alike - `ParsedNode`. */
function listedAttributes(inner: unknown): readonly Record<string, unknown>[] | undefined {
  return Array.isArray(inner) && inner.every(isObject) ? inner : undefined
}

function membersOf(value: unknown): readonly (readonly [string, unknown])[] {
  if (Array.isArray(value)) return value.map((item: unknown, index) => [String(index), item] as const)
  return isObject(value) ? Object.entries(value) : []
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
