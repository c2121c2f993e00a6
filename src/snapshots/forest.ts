import type { GitObject, ObjectReader } from '../git/objects.ts'
import type { Unreadable } from '../model.ts'
import type { Wants } from './files.ts'
import { TreeFolder } from './tree-folder.ts'
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
  /** By mode and name as they stand before an id. */
  readonly names: Map<string, Name>
  /** Folders that stood here, by id; undefined where the object is no tree. */
  readonly folders: Map<string, TreeFolder | undefined>
  /** Folders of the next level to be read. */
  readonly waiting: Map<string, Waiting>
  /** The folder that was read last: the next release mostly has the same. */
  newest?: { readonly id: string; readonly folder: TreeFolder }
  /** What stood in the listing read last, in its order: in the next one stands nearly the same. */
  last: readonly Name[]
}

/** What a mode and a name at a site mean; worked out when first seen. */
interface Name {
  readonly raw: string
  readonly text: string
  readonly kind: 'file' | 'folder' | 'neither'
  /** Readers that want the file of this name. */
  readonly readers: readonly number[]
  /** Where the folder of this name is. */
  site?: Site
  /** The file of this name that was seen last, and its raw id. */
  hit?: { readonly id: string; readonly hit: Hit }
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
      const asked = new Map<string, Waiting[]>()
      for (const item of level) {
        const same = asked.get(item.id)
        if (same) same.push(item)
        else asked.set(item.id, [item])
      }
      const waiting = [...asked.values()]
      const next: Waiting[] = []
      await objects.each(
        [...asked.keys()].map((id) => Buffer.from(id, 'latin1').toString('hex')),
        (n, object) => {
          for (const item of waiting[n]!) plant(item, object, depth, next)
        },
      )
      level = next
    }
  }
  function plant({ id, site, parents }: Waiting, object: GitObject, depth: number, next: Waiting[]): void {
    site.waiting.delete(id)
    if (object.type !== 'tree') {
      for (const { at } of parents) note(at, site.path, `the folder's tree object is ${object.type}`)
      site.folders.set(id, undefined)
      return
    }
    const folder = scan(object.data, site, depth, next)
    site.folders.set(id, folder)
    site.newest = { id, folder }
    for (const { at, name } of parents) at.add(name, folder)
  }
  function scan(data: Buffer, site: Site, depth: number, next: Waiting[]): TreeFolder {
    const text = data.toString('latin1')
    const folder = new TreeFolder(site.path, text, idBytes)
    const names: Name[] = []
    let place = 0
    for (let at = 0; at < text.length;) {
      const known = placeOf(site.last, place, text, at)
      if (known !== undefined) place = known + 1
      const name = known === undefined ? named(site, text, at) : site.last[known]
      const start = at + (name?.raw.length ?? text.length)
      const end = start + idBytes
      if (name === undefined || end > text.length) {
        note(folder, site.path, "the folder's listing is cut short")
        break
      }
      names.push(name)
      if (name.kind === 'folder') {
        if (!site.closed) enter(folder, name, start, end)
      } else if (name.readers.length > 0) {
        if (name.hit === undefined || !text.startsWith(name.hit.id, start)) {
          const file = { path: join(site.path, name.text), oid: data.toString('hex', start, end) }
          name.hit = { id: data.toString('latin1', start, end), hit: { file, readers: name.readers } }
        }
        folder.items.push(name.hit.hit)
      }
      at = end
    }
    site.last = names
    return folder

    function enter(parent: TreeFolder, name: Name, start: number, end: number): void {
      const inner = (name.site ??= siteAt(join(site.path, name.text)))
      parent.items.push(name.text)
      if (inner.newest && text.startsWith(inner.newest.id, start)) {
        parent.add(name.text, inner.newest.folder)
        return
      }
      const id = text.slice(start, end)
      const known = inner.folders.get(id)
      if (known) {
        parent.add(name.text, known)
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
  /** Undefined where the listing ends within it. */
  function named({ names, path }: Site, text: string, at: number): Name | undefined {
    const zero = text.indexOf('\0', at + 5)
    if (zero < 0) return undefined
    const written = text.slice(at, zero + 1)
    let name = names.get(written)
    if (name) return name
    // `40000 name` is a folder; file modes have six digits, of which `10` begins a regular file's.
    const kind = written.startsWith('4') ? 'folder' : written.startsWith('0', 1) ? 'file' : 'neither'
    // Copies: a slice would keep the whole listing alive.
    const bytes = Buffer.from(written, 'latin1')
    const own = bytes.toString('utf8', kind === 'folder' ? 6 : 7, bytes.length - 1)
    name = { raw: bytes.toString('latin1'), text: own, kind, readers: kind === 'file' ? interested(own, path) : nobody }
    names.set(name.raw, name)
    return name
  }
  function note(at: TreeFolder, path: string, reason: string): void {
    whole = false
    at.spoil({ place: { path, line: 1 }, reason })
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

function siteAt(path: string): Site {
  const closed = foreign.has(path.slice(path.lastIndexOf('/') + 1))
  return { path, closed, names: new Map(), folders: new Map(), waiting: new Map(), last: [] }
}

/** How far ahead the next name is looked for in the listing before: so many entries may have gone at one place. */
const mostGone = 4

/** Where a name stood in the listing before, from a place on; undefined where it is new, or far from there. */
function placeOf(before: readonly Name[], from: number, text: string, at: number): number | undefined {
  const end = Math.min(before.length, from + mostGone)
  for (let n = from; n < end; n++) if (text.startsWith(before[n]!.raw, at)) return n
  return undefined
}

const nobody: readonly number[] = []

/** Tests a base name against every reader once per distinct name; then the whole path where a reader asks for it. */
function nameTest(wants: readonly Wants[]): (name: string, folder: string) => readonly number[] {
  const byName = new Map<string, readonly number[]>()
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
