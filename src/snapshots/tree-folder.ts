import { parseTree, type TreeEntry } from '../git/trees.ts'
import type { Unreadable } from '../model.ts'
import type { FileRef } from './files.ts'
import type { Folder, Hit } from './trees.ts'

/** A folder as git stores it. There are tens of thousands of them, and most hold no folder: what is empty is shared. */
export class TreeFolder implements Folder {
  /** Files that are wanted and names of folders, in git's order. */
  readonly items: (Hit | string)[] = []
  readonly path: string
  #folders: Map<string, Folder> | undefined
  #damage: Unreadable[] | undefined
  /** As git stores it, one character a byte. */
  #listing: string
  #idBytes: number
  #entries: ReadonlyMap<string, TreeEntry> | undefined
  #hits: ReadonlyMap<number, readonly FileRef[]> | undefined

  constructor(path: string, listing: string, idBytes: number) {
    this.path = path
    this.#listing = listing
    this.#idBytes = idBytes
  }
  get folders(): ReadonlyMap<string, Folder> {
    return this.#folders ?? noFolders
  }
  get damage(): readonly Unreadable[] {
    return this.#damage ?? undamaged
  }
  add(name: string, folder: Folder): void {
    this.#folders ??= new Map()
    this.#folders.set(name, folder)
  }
  spoil(damage: Unreadable): void {
    this.#damage ??= []
    // A few places say it all.
    if (this.#damage.length < 10) this.#damage.push(damage)
  }
  get entries(): ReadonlyMap<string, TreeEntry> {
    return (this.#entries ??= new Map(
      parseTree(Buffer.from(this.#listing, 'latin1'), this.#idBytes).map((entry) => [entry.name, entry]),
    ))
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
const noFolders: ReadonlyMap<string, Folder> = new Map()
const undamaged: readonly Unreadable[] = []
