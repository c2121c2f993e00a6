import type { Manifest } from '../model.ts'
import { Unclear, type Files } from '../snapshots/files.ts'
import type { ManifestReader } from './reader.ts'

/** The project's own `version` in the root's pom.xml, or that of its parent, with properties of the file put in. */
export const maven: ManifestReader = { format: 'maven', wants: { name: /^pom\.xml$/, path: /^pom\.xml$/ }, read }

interface Element {
  readonly text: string
  readonly line: number
}

const OWN = '/project/version'
const INHERITED = '/project/parent/version'
const REFERENCE = /\$\{([^{}]*)\}/g
/** Properties that refer to properties further than this go round in a circle. */
const LONGEST_CHAIN = 8
/** Each reference may stand for as much again. */
const LONGEST = 200

function read(files: Files): readonly Manifest[] {
  return files.wanted.flatMap((file) => {
    const found = files.parse(file, parsePom)
    if (!found) return []
    return [{ format: 'maven', place: { path: file.path, line: found.line }, version: found.text }]
  })
}

/** Throws `Unclear` for a version that other files or the command line complete. */
function parsePom(text: string): Element | undefined {
  const elements = elementsOf(text)
  const version = elements.get(OWN) ?? elements.get(INHERITED)
  if (!version) return undefined
  if (version.text.length > LONGEST) {
    throw new Unclear(`expected a version of at most ${LONGEST} characters, found more`, version.line)
  }
  let resolved = version.text
  for (let i = 0; i < LONGEST_CHAIN && resolved.includes('${'); i += 1) {
    resolved = resolved.replace(REFERENCE, (all: string, name: string) => propertyOf(name, elements) ?? all)
    if (resolved.length > version.text.length + LONGEST) break
  }
  if (resolved.includes('${')) {
    throw new Unclear(`expected a version that the file itself completes, found ${version.text}`, version.line)
  }
  return { text: resolved, line: version.line }
}

function propertyOf(name: string, elements: ReadonlyMap<string, Element>): string | undefined {
  const builtIn = /^(?:project|pom)\.(parent\.)?version$/.exec(name)
  if (builtIn) return elements.get(builtIn[1] === undefined ? OWN : INHERITED)?.text
  return elements.get(PROPERTIES + name)?.text.slice(0, LONGEST)
}

/** Text of the elements that matter by path; the first of a kind counts. */
function elementsOf(text: string): Map<string, Element> {
  const elements = new Map<string, Element>()
  const path: string[] = []
  let line = 1
  let at = 0
  while (at < text.length) {
    const open = text.charAt(at) === '<'
    const [closing = '<'] = open ? (CLOSINGS.find(([, start]) => text.startsWith(start, at)) ?? ['>']) : []
    const end = text.indexOf(closing, at + (open ? 1 : 0))
    const token = text.slice(at, end < 0 ? text.length : end + (open ? closing.length : 0))
    const tag = open ? TAG.exec(token) : null
    if (tag) {
      const [closes, name, empty] = [tag[1] === '/', tag[2] ?? '', token.endsWith('/>')]
      const ended = closes ? path : empty ? [...path, name] : []
      const key = ended.length <= DEEPEST ? `/${ended.join('/')}` : ''
      // `${revision}${changelist}`: a release is made by leaving the other empty.
      if (key.startsWith(PROPERTIES) && !elements.has(key)) elements.set(key, { text: '', line })
      step(path, closes, name, empty)
    } else if (!open && token.trim() !== '' && path.length <= DEEPEST) {
      const key = `/${path.join('/')}`
      if (!elements.has(key))
        elements.set(key, { text: token.trim(), line: line + newlines(token, token.search(/\S/)) })
    }
    line += newlines(token, token.length)
    at += token.length
  }
  return elements
}

/** What ends a stretch, by what begins it. */
const CLOSINGS = [
  ['-->', '<!--'],
  [']]>', '<![CDATA['],
  ['?>', '<?'],
] as const
const TAG = /^<(\/?)([\w.:-]+)/
const DEEPEST = 3
const PROPERTIES = '/project/properties/'

function step(path: string[], closes: boolean, name: string, empty: boolean): void {
  if (closes) path.pop()
  else if (!empty) path.push(name)
}

function newlines(text: string, before: number): number {
  let count = 0
  for (let at = text.indexOf('\n'); at >= 0 && at < before; at = text.indexOf('\n', at + 1)) count += 1
  return count
}
