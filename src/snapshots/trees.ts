import type { ObjectReader } from '../git/objects.ts'
import { parseTree, type TreeEntry } from '../git/trees.ts'
import type { Unreadable } from '../model.ts'
import type { FileRef, Wants } from './files.ts'

/**
 * Folders that hold other people's code or build output: no release declares its migrations or settings there, and
 * they can be larger than the rest of the tree. Files directly inside (vendor/modules.txt) are still seen.
 */
const foreign = new Set(['node_modules', 'bower_components', 'vendor', 'third_party', '.git', '.venv', 'site-packages'])

/** No product nests deeper; what does was made to exhaust whoever walks it. */
const deepest = 200
/** Trees that hold themselves many times over name billions of paths in a few kilobytes. */
const mostPlaces = 5_000

/** One folder of one or more releases; the same object and path is one node however many releases share it. */
export interface Folder {
  readonly path: string
  readonly folders: ReadonlyMap<string, Folder>
  /** Files that some reader wants, with a bit for each reader. */
  readonly hits: readonly Hit[]
  /** Every entry, parsed when asked for. */
  entries(): readonly TreeEntry[]
  /** Whether this folder or one below has hits. */
  readonly anyHits: () => boolean
  /** Folders directly inside that could not be read, or this one where its listing ends too early. */
  readonly damage: readonly Unreadable[]
}

export interface Hit {
  readonly file: FileRef
  readonly readers: readonly number[]
}

export interface Forest {
  /** Reads more root trees: each distinct tree once, level by level, for all of them together. */
  grow(roots: readonly string[]): Promise<void>
  /** Root folder of a root tree; undefined where the tree object cannot be had. */
  root(tree: string): Folder | undefined
  /** What could not be read of a root tree. */
  damage(tree: string): readonly Unreadable[]
}

export function openForest(objects: ObjectReader, idBytes: number, wants: readonly Wants[]): Forest {
  const interested = nameTest(wants)
  const nodes = new Map<string, MutableFolder | undefined>()
  const places = new Map<string, number>()
  let whole = true
  let last = Promise.resolve()

  async function growNow(roots: readonly string[]): Promise<void> {
    let level: Place[] = [...new Set(roots)]
      .filter((oid) => !nodes.has(oid))
      .map((oid) => ({ oid, path: '', key: oid, parents: [] }))
    for (let depth = 0; level.length > 0; depth++) {
      const distinct = [...new Set(level.map((item) => item.oid))]
      const answers = await objects.read(distinct)
      const content = new Map(distinct.map((oid, n) => [oid, answers[n]!]))
      const next = new Map<string, Place>()
      for (const item of level) {
        const object = content.get(item.oid)!
        if (object.type !== 'tree') {
          for (const { at } of item.parents) note(at, item.path, `the folder's tree object is ${object.type}`)
          nodes.set(item.key, undefined)
          continue
        }
        const node = scan(object.data, item.path, (parent, name, oid) => {
          enqueue(next, depth, parent, name, oid)
        })
        nodes.set(item.key, node)
        for (const { at, name } of item.parents) at.folders.set(name, node)
      }
      level = [...next.values()]
    }
  }
  function scan(data: Buffer, path: string, enter: (at: MutableFolder, name: string, oid: string) => void) {
    const node = newFolder(data, idBytes, path)
    let at = 0
    while (at < data.length) {
      const zero = data.indexOf(0, at + 5)
      const end = zero + 1 + idBytes
      if (zero < 0 || end > data.length) {
        note(node, path, "the folder's listing is cut short")
        break
      }
      // `40000 name` is a folder; file modes have six digits.
      const isFolder = data[at] === 52
      const name = data.toString('utf8', at + (isFolder ? 6 : 7), zero)
      if (isFolder) {
        if (!foreign.has(baseOf(path))) enter(node, name, data.toString('hex', zero + 1, end))
      } else if (data[at + 1] === 48) {
        const hits = interested(name, path)
        if (hits.length > 0) {
          const oid = data.toString('hex', zero + 1, end)
          node.hits.push({ file: { path: join(path, name), oid }, readers: hits })
        }
      }
      at = end
    }
    return node
  }
  function enqueue(next: Map<string, Place>, depth: number, parent: MutableFolder, name: string, oid: string): void {
    const path = join(parent.path, name)
    const key = `${oid}${path}`
    const known = nodes.get(key)
    if (known) {
      parent.folders.set(name, known)
      return
    }
    const waiting = next.get(key)
    if (waiting) {
      waiting.parents.push({ at: parent, name })
      return
    }
    const count = (places.get(oid) ?? 0) + 1
    if (nodes.has(key)) note(parent, path, "the folder's tree object cannot be read")
    else if (depth >= deepest) note(parent, path, `more than ${deepest} folders inside one another`)
    else if (count > mostPlaces) note(parent, path, `the same folder stands in more than ${mostPlaces} places`)
    else next.set(key, { oid, path, key, parents: [{ at: parent, name }] })
    places.set(oid, count)
  }
  function note(at: MutableFolder, path: string, reason: string): void {
    whole = false
    // A few places say it all.
    if (at.damage.length < 10) at.damage.push({ place: { path, line: 1 }, reason })
  }
  return {
    grow(roots) {
      const grown = last.then(() => growNow(roots))
      last = grown.catch(() => undefined)
      return grown
    },
    root: (tree) => nodes.get(tree),
    damage(tree) {
      const root = nodes.get(tree)
      if (!root) return [{ place: { path: '', line: 1 }, reason: 'the tree is missing from the repository' }]
      return whole ? [] : damageBelow(root)
    },
  }
}

function damageBelow(root: Folder): readonly Unreadable[] {
  const found: Unreadable[] = []
  const open = [root]
  for (let at = open.pop(); at !== undefined && found.length < 100; at = open.pop()) {
    found.push(...at.damage)
    open.push(...at.folders.values())
  }
  return found
}

/** A folder to read, and where it hangs. */
interface Place {
  readonly oid: string
  readonly path: string
  readonly key: string
  readonly parents: { readonly at: MutableFolder; readonly name: string }[]
}

interface MutableFolder extends Folder {
  readonly folders: Map<string, Folder>
  readonly hits: Hit[]
  readonly damage: Unreadable[]
}

function newFolder(data: Buffer, idBytes: number, path: string): MutableFolder {
  let entries: readonly TreeEntry[] | undefined
  let any: boolean | undefined
  const node: MutableFolder = {
    path,
    folders: new Map(),
    hits: [],
    damage: [],
    entries: () => (entries ??= parseTree(data, idBytes)),
    anyHits: () => (any ??= node.hits.length > 0 || [...node.folders.values()].some((folder) => folder.anyHits())),
  }
  return node
}

/** Tests a base name against every reader once per distinct name; then the whole path where a reader asks for it. */
function nameTest(wants: readonly Wants[]): (name: string, folder: string) => readonly number[] {
  const byName = new Map<string, readonly number[]>()
  const none: readonly number[] = []
  const indexed = wants.map((want, n) => ({ want, n }))
  return (name, folder) => {
    let readers = byName.get(name)
    if (!readers) {
      const found = indexed.filter(({ want }) => want.name.test(name)).map(({ n }) => n)
      readers = found.length > 0 ? found : none
      byName.set(name, readers)
    }
    if (readers.length === 0) return none
    const path = join(folder, name)
    const fitting = readers.filter((n) => wants[n]!.path?.test(path) ?? true)
    return fitting.length > 0 ? fitting : none
  }
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** What stands at a path: a file with its object id, or a folder without one. */
export interface Entry {
  readonly oid?: string
}

/** Undefined where nothing stands; symbolic links and submodules are nothing. */
export function entryAt(root: Folder, path: string): Entry | undefined {
  const slash = path.lastIndexOf('/')
  const folder = folderAt(root, path.slice(0, Math.max(slash, 0)))
  if (path === '' || folder?.folders.has(path.slice(slash + 1))) return {}
  const entry = folder?.entries().find((candidate) => candidate.name === path.slice(slash + 1))
  return entry?.kind === 'file' ? { oid: entry.oid } : undefined
}

/** The folder at a path below a root ('' is the root itself). */
export function folderAt(root: Folder, path: string): Folder | undefined {
  let at: Folder | undefined = root
  for (const name of path === '' ? [] : path.split('/')) at = at?.folders.get(name)
  return at
}

/** Hits below a folder by reader, each list sorted by path. */
export function hitsOf(folder: Folder): ReadonlyMap<number, readonly FileRef[]> {
  const found = new Map<number, FileRef[]>()
  collect(folder)
  for (const files of found.values()) files.sort((a, b) => (a.path < b.path ? -1 : 1))
  return found

  function collect(at: Folder): void {
    if (!at.anyHits()) return
    for (const { file, readers } of at.hits) {
      for (const reader of readers) {
        const files = found.get(reader)
        if (files) files.push(file)
        else found.set(reader, [file])
      }
    }
    for (const below of at.folders.values()) collect(below)
  }
}
