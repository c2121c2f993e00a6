import type { ObjectReader } from '../git/objects.ts'
import { parseTree, type TreeEntry } from '../git/trees.ts'
import type { Unreadable } from '../model.ts'
import type { FileRef, Wants } from './files.ts'
import type { Folder, Hit } from './trees.ts'

/**
 * Folders that hold other people's code or build output: no release declares its migrations or settings there, and
 * they can be larger than the rest of the tree. Files directly inside (vendor/modules.txt) are still seen.
 */
const foreign = new Set(['node_modules', 'bower_components', 'vendor', 'third_party', '.git', '.venv', 'site-packages'])

/** No product nests deeper; what does was made to exhaust whoever walks it. */
const deepest = 200
/** Trees that hold themselves many times over name billions of paths in a few kilobytes. */
const mostPlaces = 5_000

/** The trees of many releases, each distinct one read once. */
export interface Forest {
  /** Reads more root trees: each distinct tree once, level by level, for all of them together. */
  grow(roots: readonly string[]): Promise<void>
  /** Root folder of a root tree; undefined where the tree object cannot be had. */
  root(tree: string): Folder | undefined
  /** What could not be read of a root tree. */
  damage(tree: string): readonly Unreadable[]
}

/** One path as all releases see it. Ids and names are raw: one character a byte, as git stores them. */
interface Site {
  readonly path: string
  /** Folders inside are not entered. */
  readonly closed: boolean
  readonly names: Map<string, Name>
  /** Folders that stood here, by id; undefined where the object is no tree. */
  readonly folders: Map<string, TreeFolder | undefined>
  /** Folders of the next level to be read. */
  readonly waiting: Map<string, Waiting>
}

/** What a name at a site means; worked out when first seen. */
interface Name {
  readonly text: string
  /** Readers that want the file of this name. */
  readers?: readonly number[]
  /** Where the folder of this name is. */
  site?: Site
}

interface Waiting {
  readonly id: string
  readonly site: Site
  readonly parents: { readonly at: TreeFolder; readonly name: string }[]
}

export function openForest(objects: ObjectReader, idBytes: number, wants: readonly Wants[]): Forest {
  const interested = nameTest(wants)
  const top = siteAt('')
  const places = new Map<string, number>()
  let whole = true
  let last = Promise.resolve()

  async function growNow(roots: readonly string[]): Promise<void> {
    let level: Waiting[] = [...new Set(roots)]
      .map((root) => Buffer.from(root, 'hex').toString('latin1'))
      .filter((id) => !top.folders.has(id))
      .map((id) => ({ id, site: top, parents: [] }))
    for (let depth = 0; level.length > 0; depth++) {
      const distinct = [...new Set(level.map((item) => item.id))]
      const answers = await objects.read(distinct.map((id) => Buffer.from(id, 'latin1').toString('hex')))
      const content = new Map(distinct.map((id, n) => [id, answers[n]!]))
      const next: Waiting[] = []
      for (const { id, site, parents } of level) {
        const object = content.get(id)!
        site.waiting.delete(id)
        if (object.type !== 'tree') {
          for (const { at } of parents) note(at, site.path, `the folder's tree object is ${object.type}`)
          site.folders.set(id, undefined)
          continue
        }
        const folder = scan(object.data, site, depth, next)
        site.folders.set(id, folder)
        for (const { at, name } of parents) at.folders.set(name, folder)
      }
      level = next
    }
  }
  function scan(data: Buffer, site: Site, depth: number, next: Waiting[]): TreeFolder {
    const folder = new TreeFolder(site.path, data, idBytes)
    const text = data.toString('latin1')
    let at = 0
    while (at < text.length) {
      const zero = text.indexOf('\0', at + 5)
      const end = zero + 1 + idBytes
      if (zero < 0 || end > text.length) {
        note(folder, site.path, "the folder's listing is cut short")
        break
      }
      // `40000 name` is a folder; file modes have six digits, of which `10` begins a regular file's.
      const isFolder = text.charCodeAt(at) === 52
      if (isFolder) {
        if (!site.closed) enter(folder, named(site, text.slice(at + 6, zero)), site, text.slice(zero + 1, end))
      } else if (text.charCodeAt(at + 1) === 48) {
        const name = named(site, text.slice(at + 7, zero))
        name.readers ??= interested(name.text, site.path)
        if (name.readers.length > 0) {
          const file = { path: join(site.path, name.text), oid: data.toString('hex', zero + 1, end) }
          folder.items.push({ file, readers: name.readers })
        }
      }
      at = end
    }
    return folder

    function enter(parent: TreeFolder, name: Name, site: Site, id: string): void {
      const inner = (name.site ??= siteAt(join(site.path, name.text)))
      parent.items.push(name.text)
      const known = inner.folders.get(id)
      if (known) {
        parent.folders.set(name.text, known)
        return
      }
      const waiting = inner.waiting.get(id)
      if (waiting) {
        waiting.parents.push({ at: parent, name: name.text })
        return
      }
      const count = (places.get(id) ?? 0) + 1
      if (inner.folders.has(id)) note(parent, inner.path, "the folder's tree object cannot be read")
      else if (depth >= deepest) note(parent, inner.path, `more than ${deepest} folders inside one another`)
      else if (count > mostPlaces) note(parent, inner.path, `the same folder stands in more than ${mostPlaces} places`)
      else {
        const wait = { id, site: inner, parents: [{ at: parent, name: name.text }] }
        inner.waiting.set(id, wait)
        next.push(wait)
      }
      places.set(id, count)
    }
  }
  function note(at: TreeFolder, path: string, reason: string): void {
    whole = false
    // A few places say it all.
    if (at.damage.length < 10) at.damage.push({ place: { path, line: 1 }, reason })
  }
  const rootOf = (tree: string): Folder | undefined => top.folders.get(Buffer.from(tree, 'hex').toString('latin1'))
  return {
    grow(roots) {
      const grown = last.then(() => growNow(roots))
      last = grown.catch(() => undefined)
      return grown
    },
    root: rootOf,
    damage(tree) {
      const root = rootOf(tree)
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

class TreeFolder implements Folder {
  readonly folders = new Map<string, Folder>()
  /** Files that are wanted and names of folders, in git's order. */
  readonly items: (Hit | string)[] = []
  readonly damage: Unreadable[] = []
  readonly path: string
  #data: Buffer
  #idBytes: number
  #entries: ReadonlyMap<string, TreeEntry> | undefined
  #hits: ReadonlyMap<number, readonly FileRef[]> | undefined

  constructor(path: string, data: Buffer, idBytes: number) {
    this.path = path
    this.#data = data
    this.#idBytes = idBytes
  }
  get entries(): ReadonlyMap<string, TreeEntry> {
    return (this.#entries ??= new Map(parseTree(this.#data, this.#idBytes).map((entry) => [entry.name, entry])))
  }
  get hits(): ReadonlyMap<number, readonly FileRef[]> {
    return (this.#hits ??= this.#collect())
  }
  #collect(): ReadonlyMap<number, readonly FileRef[]> {
    const found = new Map<number, FileRef[]>()
    const add = (reader: number, files: readonly FileRef[]): void => {
      const list = found.get(reader)
      if (list) for (const file of files) list.push(file)
      else found.set(reader, [...files])
    }
    for (const item of this.items) {
      if (typeof item !== 'string') for (const reader of item.readers) add(reader, [item.file])
      else for (const [reader, files] of this.folders.get(item)?.hits ?? []) add(reader, files)
    }
    return found.size > 0 ? found : none
  }
}

const none: ReadonlyMap<number, readonly FileRef[]> = new Map()

function siteAt(path: string): Site {
  const closed = foreign.has(path.slice(path.lastIndexOf('/') + 1))
  return { path, closed, names: new Map(), folders: new Map(), waiting: new Map() }
}

function named({ names }: Site, raw: string): Name {
  const known = names.get(raw)
  if (known) return known
  // A copy: a slice would keep the whole listing alive.
  const bytes = Buffer.from(raw, 'latin1')
  const name: Name = { text: bytes.toString('utf8') }
  names.set(bytes.toString('latin1'), name)
  return name
}

/** Tests a base name against every reader once per distinct name; then the whole path where a reader asks for it. */
function nameTest(wants: readonly Wants[]): (name: string, folder: string) => readonly number[] {
  const byName = new Map<string, readonly number[]>()
  const nobody: readonly number[] = []
  const indexed = wants.map((want, n) => ({ want, n }))
  return (name, folder) => {
    let readers = byName.get(name)
    if (!readers) {
      const found = indexed.filter(({ want }) => want.name.test(name)).map(({ n }) => n)
      readers = found.length > 0 ? found : nobody
      byName.set(name, readers)
    }
    if (readers.length === 0) return nobody
    const path = join(folder, name)
    const fitting = readers.filter((n) => wants[n]!.path?.test(path) ?? true)
    return fitting.length > 0 ? fitting : nobody
  }
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}
