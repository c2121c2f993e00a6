import type { ObjectReader } from './objects.ts'
import type { Repository } from './repository.ts'
import { git } from './run.ts'

/** What a commit says of itself. Dates are seconds since 1970. */
export interface CommitText {
  readonly commit: string
  readonly authorName: string
  readonly authorEmail: string
  readonly authorDate: number
  /** Committer date. */
  readonly date: number
  readonly message: string
}

/** One file that a commit changed against its first parent, as `git diff-tree --raw` tells it; renames are not followed. */
export interface FileChange {
  readonly path: string
  /** `A` added, `D` deleted, `M` modified, `T` type changed. */
  readonly status: string
  /** Object ids of the contents; all zeros where there is none. */
  readonly oldBlob: string
  readonly newBlob: string
}

/** Texts of those commits that are here. */
export async function readCommits(objects: ObjectReader, commits: readonly string[]): Promise<readonly CommitText[]> {
  const texts = new Array<CommitText | undefined>(commits.length)
  await objects.each(commits, (n, object) => {
    if (object.type === 'commit') texts[n] = parseText(commits[n]!, object.data)
  })
  return texts.filter((text) => text !== undefined)
}

const person = /^(author|committer) (.*?) ?<([^>]*)> (-?\d+) [+-]\d+$/

/** A raw commit object: headers, an empty line, the message. Undefined where it is malformed. */
function parseText(commit: string, data: Buffer): CommitText | undefined {
  const end = data.indexOf('\n\n')
  const head = data.toString('utf8', 0, end < 0 ? data.length : end)
  const found = new Map<string, readonly string[]>()
  let encoding = 'utf-8'
  for (const line of head.split('\n')) {
    const match = person.exec(line)
    if (match) found.set(match[1]!, match.slice(2))
    else if (line.startsWith('encoding ')) encoding = line.slice('encoding '.length)
  }
  const [authorName = '', authorEmail = '', authorDate] = found.get('author') ?? []
  const date = found.get('committer')?.[2]
  if (authorDate === undefined || date === undefined) return undefined
  const message = end < 0 ? '' : decode(data.subarray(end + 2), encoding)
  return { commit, authorName, authorEmail, authorDate: Number(authorDate), date: Number(date), message }
}

function decode(bytes: Buffer, encoding: string): string {
  if (/^utf-?8$/i.test(encoding)) return bytes.toString('utf8')
  try {
    return new TextDecoder(encoding).decode(bytes)
  } catch {
    // A name that nobody knows: Latin-1 keeps every byte.
    return bytes.toString('latin1')
  }
}

/** How changes are asked for: against the first parent, every file, no renames. */
export const rawDiff: readonly string[] = ['--root', '-r', '--raw', '-z', '--no-renames', '--no-abbrev']

/**
 * Files each commit changed; merges change nothing by themselves. With `paths`, only these files and folders are looked at,
 * in a process of its own, which is many times faster for many commits.
 */
export async function readChanges(
  { directory, changes: stream }: Pick<Repository, 'directory' | 'changes'>,
  commits: readonly string[],
  paths: readonly string[] = [],
): Promise<ReadonlyMap<string, readonly FileChange[]>> {
  const changes = new Map<string, FileChange[]>(commits.map((commit) => [commit, []]))
  if (commits.length === 0) return changes
  if (paths.length === 0 && (await stream.ask(commits, changesParser(changes)))) return changes
  for (const files of changes.values()) files.length = 0
  const args = ['--literal-pathspecs', 'diff-tree', '--stdin', ...rawDiff, '--', ...paths]
  changesParser(changes)(await git(directory, args, commits.join('\n') + '\n'))
  return changes
}

/** Takes what git prints piece by piece. */
function changesParser(changes: ReadonlyMap<string, FileChange[]>): (chunk: Buffer) => void {
  let current: FileChange[] | undefined
  let header: readonly string[] | undefined
  let rest: Buffer | undefined
  return (chunk) => {
    const whole = rest ? Buffer.concat([rest, chunk]) : chunk
    // A path can be cut in the midst of a letter.
    const end = whole.lastIndexOf(0) + 1
    rest = end < whole.length ? whole.subarray(end) : undefined
    if (end === 0) return
    for (const text of whole.toString('utf8', 0, end - 1).split('\0')) {
      if (header) {
        const [, , oldBlob = '', newBlob = '', status = ''] = header
        current?.push({ path: text, status, oldBlob, newBlob })
        header = undefined
      } else if (text.startsWith(':')) {
        header = text.slice(1).split(' ')
      } else {
        current = changes.get(text)
      }
    }
  }
}
