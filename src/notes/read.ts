import { posix } from 'node:path'
import type { Config } from '../config/config.ts'
import { fetchBlobs } from '../git/fetch.ts'
import type { Repository } from '../git/repository.ts'
import { parseTree, type TreeEntry } from '../git/trees.ts'
import type { Revision } from '../model.ts'
import { decode } from '../snapshots/open.ts'
import { fromReno, renoFolder } from './reno.ts'
import type { Notes } from './sections.ts'

const EXTENSION = String.raw`(?:\.(?:md|markdown|rst|adoc|txt))?$`
/** By their names, the place to announce something first. */
const NAMES = [
  new RegExp(`^(?:changelog|changes|history|news|release[-_ ]?notes)${EXTENSION}`, 'i'),
  new RegExp(`^(?:upgrade|upgrading|migration|migrating|breaking[-_ ]?changes)${EXTENSION}`, 'i'),
]

/**
 * The release notes of a revision: the file that the policy names, else those of the root and of `docs` known by name, else
 * the notes that reno added since the predecessor.
 */
export async function readNotes(
  repository: Repository,
  revision: Revision,
  predecessor: Revision | undefined,
  { policy }: Pick<Config, 'policy'>,
): Promise<readonly Notes[]> {
  if (policy.notes !== undefined) return await textsOf(repository, await named(repository, revision, policy.notes))
  const found = await textsOf(repository, await findNotes(repository, revision))
  if (found.length > 0 || !predecessor) return found
  return fromReno(await textsOf(repository, await renoNotes(repository, revision, predecessor)))
}

async function textsOf(repository: Repository, files: readonly Found[]): Promise<readonly Notes[]> {
  const oids = files.map(({ oid }) => oid)
  if (repository.partial) await fetchBlobs(repository, oids)
  const blobs = await repository.objects.read(oids)
  return files.flatMap(({ path }, n) => {
    const blob = blobs[n]
    const text = blob?.type === 'blob' ? decode(blob.data) : undefined
    return typeof text === 'string' ? [{ path, text }] : []
  })
}

interface Found {
  readonly path: string
  readonly oid: string
}

async function findNotes(repository: Repository, { tree }: Revision): Promise<readonly Found[]> {
  const root = await entriesOf(repository, tree)
  const docs = root.find(({ name, kind }) => name === 'docs' && kind === 'folder')
  const below = docs ? await entriesOf(repository, docs.oid) : []
  const files = [
    ...root.map((entry) => ({ ...entry, path: entry.name })),
    ...below.map((entry) => ({ ...entry, path: `docs/${entry.name}` })),
  ].filter(({ kind }) => kind === 'file')
  return NAMES.flatMap((pattern) => files.filter(({ name }) => pattern.test(name)))
}

/** The notes that are new since an earlier revision. */
async function renoNotes(repository: Repository, revision: Revision, before: Revision): Promise<readonly Found[]> {
  const [now, then] = [await folderAt(repository, revision, renoFolder), await folderAt(repository, before, renoFolder)]
  const old = new Set(then.map(({ name }) => name))
  return now
    .filter(({ name, kind }) => kind === 'file' && name.endsWith('.yaml') && !old.has(name))
    .map(({ name, oid }) => ({ path: `${renoFolder}/${name}`, oid }))
}

async function folderAt(repository: Repository, { tree }: Revision, path: string): Promise<readonly TreeEntry[]> {
  let oid = tree
  for (const name of path.split('/').filter((part) => part !== '.')) {
    const entry = (await entriesOf(repository, oid)).find((one) => one.name === name && one.kind === 'folder')
    if (!entry) return []
    oid = entry.oid
  }
  return await entriesOf(repository, oid)
}

async function named(repository: Repository, revision: Revision, stated: string): Promise<readonly Found[]> {
  const path = posix.normalize(stated)
  const entries = await folderAt(repository, revision, posix.dirname(path))
  const file = entries.find(({ name, kind }) => name === posix.basename(path) && kind === 'file')
  return file ? [{ path, oid: file.oid }] : []
}

async function entriesOf(repository: Repository, oid: string): Promise<readonly TreeEntry[]> {
  const [object] = await repository.objects.read([oid])
  return object?.type === 'tree' ? parseTree(object.data, repository.idBytes) : []
}
