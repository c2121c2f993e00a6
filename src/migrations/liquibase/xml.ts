import { localName, parseXml, type XmlElement } from '../../languages/xml.ts'
import { Unclear } from '../../snapshots/files.ts'
import type { ChangeLog } from './changelog.ts'
import { CUT, cutChangeSets, type Piece } from './pieces.ts'
import { changeLogOf, entryOf, type Entry, type Node } from './tree.ts'

// Versions of a changelog mostly share their change sets, and a changelog of a large product has a thousand of them.
const known = new Map<string, Entry | Unclear>()
const MOST_KNOWN = 50_000

/** Undefined where the root is something else. Throws `Unclear` with the line of what is not well-formed. */
export function parseXmlChangeLog(text: string): ChangeLog | undefined {
  const { rest, pieces } = cutChangeSets(text)
  const root = parseXml(rest)
  if (localName(root) !== 'databaseChangeLog') return undefined
  return changeLogOf(nodeOf(root), (node) => {
    const piece = pieces[Number(node.attributes[CUT] ?? NaN)]
    return piece ? readPiece(piece) : entryOf(node)
  })
}

function readPiece({ text, line }: Piece): Entry {
  const entry = known.get(text) ?? parsePiece(text)
  if (entry instanceof Unclear) throw new Unclear(entry.message, entry.line + line - 1)
  return entry.line === line ? entry : { ...entry, line }
}

function parsePiece(text: string): Entry | Unclear {
  // A slice would keep all of the file in memory.
  const key = Buffer.from(text).toString()
  if (known.size >= MOST_KNOWN) known.clear()
  const entry = attempt(key)
  known.set(key, entry)
  return entry
}

function attempt(text: string): Entry | Unclear {
  try {
    return entryOf(nodeOf(parseXml(text)))
  } catch (error) {
    if (error instanceof Unclear) return error
    throw error
  }
}

function nodeOf(element: XmlElement): Node {
  const children: Node[] = []
  let text = ''
  for (const child of element.children) {
    if (typeof child === 'string') text += child
    else children.push(nodeOf(child))
  }
  return { name: localName(element), attributes: element.attributes, text, children, line: element.line }
}
