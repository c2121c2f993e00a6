import { createHash } from 'node:crypto'
import type { Unreadable } from '../../src/model.ts'
import { Unclear, type FileRef, type Files, type Wants } from '../../src/snapshots/files.ts'

export interface MemoryFiles extends Files {
  /** What the reader noted or a parser gave up on, in the order it happened. */
  readonly unreadable: readonly Unreadable[]
  /** How often each parser ran on a text: two files with the same content are parsed once. */
  readonly parses: ReadonlyMap<(text: string) => unknown, number>
}

/** One release's tree in memory: path -> text. Object ids are git's own (SHA-1 of the blob). */
export function filesOf(wants: Wants, tree: Readonly<Record<string, string>>): MemoryFiles {
  const refs = new Map<string, FileRef>()
  for (const path of Object.keys(tree).sort(byCodeUnit)) refs.set(path, { path, oid: blobId(tree[path] ?? '') })
  const unreadable: Unreadable[] = []
  const parses = new Map<(text: string) => unknown, number>()
  const answers = new Map<unknown, Map<string, { value: unknown } | { unclear: Unclear }>>()

  function unclear(path: string, line: number, reason: string): void {
    unreadable.push({ place: { path, line }, reason })
  }

  function text(file: FileRef): string | undefined {
    return tree[file.path]?.replace(/^\uFEFF/, '')
  }

  function answer(file: FileRef, parser: (text: string) => unknown): { value: unknown } | { unclear: Unclear } {
    const known = answers.get(parser) ?? new Map<string, { value: unknown } | { unclear: Unclear }>()
    answers.set(parser, known)
    const cached = known.get(file.oid)
    if (cached) return cached
    parses.set(parser, (parses.get(parser) ?? 0) + 1)
    const fresh = attempt(() => parser(text(file) ?? ''))
    known.set(file.oid, fresh)
    return fresh
  }

  function parse<T>(file: FileRef, parser: (text: string) => T): T | undefined {
    const given = answer(file, parser)
    if ('value' in given) return given.value as T
    unclear(file.path, given.unclear.line, given.unclear.message)
    return undefined
  }

  function list(folder: string): { files: FileRef[]; folders: string[] } {
    const prefix = folder === '' ? '' : `${folder}/`
    const below = [...refs.values()].filter((ref) => ref.path.startsWith(prefix))
    const rest = (ref: FileRef): string => ref.path.slice(prefix.length)
    const deeper = below.filter((ref) => rest(ref).includes('/'))
    return {
      files: below.filter((ref) => !rest(ref).includes('/')),
      folders: [...new Set(deeper.map((ref) => rest(ref).split('/')[0] ?? ''))],
    }
  }

  const wanted = [...refs.values()].filter((ref) => fits(wants, ref.path))
  return {
    wanted,
    find: (path) => refs.get(path),
    list,
    load: () => undefined,
    text,
    parse,
    unclear,
    unreadable,
    parses,
  }
}

function attempt(run: () => unknown): { value: unknown } | { unclear: Unclear } {
  try {
    return { value: run() }
  } catch (error) {
    if (error instanceof Unclear) return { unclear: error }
    throw error
  }
}

function fits(wants: Wants, path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1)
  return wants.name.test(name) && (wants.path?.test(path) ?? true)
}

function blobId(text: string): string {
  const bytes = Buffer.from(text, 'utf8')
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex')
}

function byCodeUnit(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0
}
