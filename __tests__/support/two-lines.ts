import { mkdirSync } from 'node:fs'
import { importRepository } from '../../src/git/import.ts'

/** A commit on top of its branch, which starts where `from` says. */
export interface Change {
  readonly id: string
  readonly on?: string
  readonly from?: string
  /** `{id}` stands for the object id of an earlier change. */
  readonly message: string
  /** Seconds after the first second of the test's era; later by default than all before. */
  readonly authored?: number
  readonly merge?: string
  /** Path -> text; undefined deletes. */
  readonly files?: Readonly<Record<string, string | undefined>>
}

const era = 1_000_000_000

/** Makes a bare repository of the changes and answers the object id of each. */
export async function makeChanges(
  directory: string,
  changes: readonly Change[],
): Promise<Readonly<Record<string, string>>> {
  mkdirSync(directory, { recursive: true })
  const ids: Record<string, string> = {}
  const marks = new Map<string, number>()
  const trees = new Map<number, ReadonlyMap<string, string>>()
  await importRepository({ directory, bare: true, head: 'main' }, async (into) => {
    for (const [n, { id, on = 'main', from, message, authored = n, merge, files = {} }] of changes.entries()) {
      const mark = n + 1
      const parent = marks.get(on) ?? (from === undefined ? undefined : marks.get(from))
      const tree = new Map(parent === undefined ? [] : trees.get(parent))
      for (const [path, text] of Object.entries(files)) {
        if (text === undefined) tree.delete(path)
        else tree.set(path, text)
      }
      const merged = merge === undefined ? undefined : marks.get(merge)
      ids[id] = await into.commit({
        ref: `refs/heads/${on}`,
        mark,
        parents: [parent, merged].flatMap((one) => one ?? []),
        authored: era + authored,
        committed: era + n,
        message: message.replace(/\{(\w+)\}/g, (whole, name: string) => ids[name] ?? whole),
        files: tree,
      })
      trees.set(mark, tree)
      marks.set(on, mark).set(id, mark)
    }
  })
  return ids
}
