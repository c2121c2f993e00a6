import type { ListReading, MigrationReader, MigrationSource, NoopRequest } from '../../src/migrations/reader.ts'
import type { Migration, MigrationList } from '../../src/model.ts'
import { filesOf, type MemoryFiles } from './files.ts'

type Tree = Readonly<Record<string, string>>

export interface Reading {
  readonly lists: readonly ListReading[]
  readonly files: MemoryFiles
}

export function readLists(reader: MigrationReader, tree: Tree, source?: Omit<MigrationSource, 'system'>): Reading {
  const files = filesOf(reader.wants, tree)
  return { lists: reader.read(files, source && { system: reader.system, ...source }), files }
}

/** The one list of a tree. */
export function readList(
  reader: MigrationReader,
  tree: Tree,
  source?: Omit<MigrationSource, 'system'>,
): ListReading & { readonly name: string } {
  const { lists } = readLists(reader, tree, source)
  const [list] = lists
  if (list === undefined || lists.length > 1) throw new Error(`expected one list, found ${lists.length}`)
  return { ...list, name: list.path }
}

export function idsOf(list: Pick<MigrationList, 'migrations'>): readonly string[] {
  return list.migrations.map(({ id }) => id)
}

/** The cure, saved in the tree that lacks it and read again: what it is then. */
export function cured(
  reader: MigrationReader,
  tree: Tree,
  request: Partial<NoopRequest> = {},
): { readonly migration: Migration | undefined; readonly list: ListReading; readonly path: string } | undefined {
  const list = readList(reader, tree)
  const file = reader.noop({ list, after: [], slug: 'keep_order', date: 1_800_000_000, ...request })
  if (file === undefined) return undefined
  if (file.path in tree) throw new Error(`${file.path} is taken`)
  const after = readList(reader, { ...tree, [file.path]: file.text })
  return { migration: after.migrations.find(({ id }) => id === file.id), list: after, path: file.path }
}
