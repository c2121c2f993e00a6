import type { Unreadable } from '../model.ts'
import { Unclear, type FileRef, type Files } from './files.ts'
import { entryAt, folderAt, type Folder } from './trees.ts'

/** No file a person maintains is larger; reading one as settings or migrations would only cost time. */
export const largestFile = 4 * 1024 * 1024
/** Nor has more lines; those without a word on them cost as much as others. */
const mostLines = 500_000

const longestReason = 500

/** Blobs by object id: text, or why there is none. Undefined: not loaded yet. */
export interface Contents {
  get(oid: string): string | { readonly unreadable: string } | undefined
}

/** Thrown to stop a reader whose blobs have still to be loaded. */
export class NotLoaded extends Error {}

/** Parsers' answers by parser and object id, shared by all releases. */
export type Parsed = Map<(text: string) => unknown, Map<string, Answer>>

type Answer = { readonly value: unknown } | { readonly unclear: Unclear }

/** What a reader asked of a release beyond the files it wants, and what stood there. */
export interface Look {
  readonly path: string
  /** The file's object id, or the folder; undefined where there is none. */
  readonly found: string | Folder | undefined
  readonly asked: 'file' | 'folder'
}

/** Whether a release answers all looks as another did: a reader then reads the same from both. */
export function looksAlike(root: Folder, looks: readonly Look[]): boolean {
  return looks.every(
    ({ path, found, asked }) => (asked === 'file' ? entryAt(root, path)?.oid : folderAt(root, path)) === found,
  )
}

/** What all readings share: blobs, parsers' answers, and the ids that still have to be loaded. */
export interface Shelf {
  readonly contents: Contents
  readonly parsed: Parsed
  readonly missing: Set<string>
}

/** One release's `Files` for one reader. What is missing is added to `missing` and the reader stopped. */
export function openFiles(
  root: Folder,
  wanted: readonly FileRef[],
  { contents, parsed, missing }: Shelf,
  unreadable: Unreadable[],
  looks: Look[],
): Files {
  const noted = new Set<string>()
  function note(path: string, line: number, told: string): void {
    // Names out of the repository are part of it, and those may be as long as files.
    const reason = told.length > longestReason ? `${told.slice(0, longestReason)}...` : told
    const key = `${path}\n${line}\n${reason}`
    if (!noted.has(key)) unreadable.push({ place: { path, line }, reason })
    noted.add(key)
  }
  function text(file: FileRef): string | undefined {
    const content = contents.get(file.oid)
    if (content === undefined) {
      missing.add(file.oid)
      throw new NotLoaded()
    }
    if (typeof content === 'string') return content
    note(file.path, 1, content.unreadable)
    return undefined
  }
  return {
    wanted,
    find(path) {
      const oid = entryAt(root, path)?.oid
      looks.push({ path, found: oid, asked: 'file' })
      return oid === undefined ? undefined : { path, oid }
    },
    list(folder) {
      const at = folderAt(root, folder)
      looks.push({ path: folder, found: at, asked: 'folder' })
      const prefix = folder === '' ? '' : `${folder}/`
      return {
        files: [...(at?.entries.values() ?? [])]
          .filter((entry) => entry.kind === 'file')
          .map((entry) => ({ path: prefix + entry.name, oid: entry.oid })),
        folders: at ? [...at.folders.keys()].sort() : [],
      }
    },
    load(files) {
      const absent = files.filter((file) => contents.get(file.oid) === undefined)
      for (const file of absent) missing.add(file.oid)
      if (absent.length > 0) throw new NotLoaded()
    },
    text,
    parse<T>(file: FileRef, parser: (text: string) => T): T | undefined {
      let answers = parsed.get(parser)
      if (!answers) parsed.set(parser, (answers = new Map<string, Answer>()))
      let answer = answers.get(file.oid)
      if (!answer) {
        const content = text(file)
        if (content === undefined) return undefined
        answer = attempt(parser, content)
        answers.set(file.oid, answer)
      }
      if ('value' in answer) return answer.value as T
      note(file.path, answer.unclear.line, answer.unclear.message)
      return undefined
    },
    unclear: note,
  }
}

function attempt(parser: (text: string) => unknown, text: string): Answer {
  try {
    return { value: parser(text) }
  } catch (error) {
    if (error instanceof Unclear) return { unclear: error }
    throw error
  }
}

const byteOrderMarks: readonly (readonly [readonly number[], string])[] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xff, 0xfe], 'utf-16le'],
  [[0xfe, 0xff], 'utf-16be'],
]

/** Bytes to text: UTF-8 unless a byte order mark says otherwise; undecodable bytes become U+FFFD. */
export function decode(data: Buffer): string | { readonly unreadable: string } {
  if (data.length > largestFile) return tooLarge(data.length)
  if (hasMoreLines(data, mostLines)) return { unreadable: `too many lines to read: at most ${mostLines} are read` }
  const mark = byteOrderMarks.find(([bytes]) => bytes.every((byte, n) => data[n] === byte))
  if (!mark) return data.toString('utf8')
  return new TextDecoder(mark[1]).decode(data.subarray(mark[0].length))
}

export function tooLarge(size: number): { readonly unreadable: string } {
  return { unreadable: `too large to read: ${size} bytes, at most ${largestFile} are read` }
}

function hasMoreLines(data: Buffer, most: number): boolean {
  let left = most
  if (data.length < most) return false
  for (let at = data.indexOf(10); at >= 0 && left >= 0; at = data.indexOf(10, at + 1)) left -= 1
  return left < 0
}
