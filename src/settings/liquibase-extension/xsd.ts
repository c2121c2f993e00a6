import { mostPlaces, tooMany } from '../../languages/limits.ts'
import { parseXml, type XmlElement } from '../../languages/xml.ts'

/** An element or an attribute (`element.attribute`) that a schema declares. */
export interface Declared {
  readonly kind: 'element' | 'attribute'
  readonly name: string
  readonly line: number
}

const DEEPEST = 100

/**
 * Elements and attributes of an XML Schema; those of a named type or group count for each element of that type. Throws
 * `Unclear` where that makes more than anybody declares.
 */
export function readXsd(text: string): readonly Declared[] {
  const root = parseXml(text)
  const shared = new Map<string, XmlElement>()
  for (const child of elementsIn(root)) {
    const { name } = child.attributes
    if (name !== undefined && /^(?:complexType|attributeGroup|group)$/.test(local(child.name))) shared.set(name, child)
  }
  const found: Declared[] = []
  visit(root, '', { shared, read: new Set(), found }, 0)
  const unique = new Map(found.map((entry) => [`${entry.kind} ${entry.name}`, entry]))
  return [...unique.values()]
}

interface Reading {
  /** Types and groups by name. */
  readonly shared: ReadonlyMap<string, XmlElement>
  /** Which of them were read for which owner: types that use one another twice each would be read without end. */
  readonly read: Set<string>
  readonly found: Declared[]
}

function visit(parent: XmlElement, owner: string, reading: Reading, depth: number): void {
  const { shared, read, found } = reading
  if (depth > DEEPEST) return
  for (const child of elementsIn(parent)) {
    const { name, type, ref, base } = child.attributes
    const kind = local(child.name)
    // Shared parts are read where they are used.
    if (owner === '' && name !== undefined && shared.get(name) === child) continue
    let inner = owner
    if (kind === 'element' && name !== undefined) {
      found.push({ kind: 'element', name, line: child.line })
      inner = name
    } else if (kind === 'attribute' && name !== undefined && owner !== '') {
      found.push({ kind: 'attribute', name: `${owner}.${name}`, line: child.line })
    }
    if (found.length > mostPlaces) throw tooMany('elements and attributes', mostPlaces, child.line)
    visit(child, inner, reading, depth + 1)
    const used = kind === 'attribute' ? undefined : (type ?? (kind === 'element' ? undefined : (ref ?? base)))
    const part = used === undefined ? undefined : shared.get(local(used))
    const key = `${inner} ${part?.attributes.name ?? ''}`
    if (!part || read.has(key)) continue
    read.add(key)
    visit(part, inner, reading, depth + 1)
  }
}

function elementsIn({ children }: XmlElement): readonly XmlElement[] {
  return children.filter((child) => typeof child !== 'string')
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
