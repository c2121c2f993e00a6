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

const fields = ['%H', '%an', '%ae', '%at', '%ct', '%B']
const format = `--format=format:${fields.join('%x00')}`

/** Texts of commits that are here, in one `git log`, in no certain order. Throws `GitError` where one is missing. */
export async function readCommits(directory: string, commits: readonly string[]): Promise<readonly CommitText[]> {
  if (commits.length === 0) return []
  const args = [
    'log',
    '--no-walk=unsorted',
    '--stdin',
    '-z',
    '--encoding=UTF-8',
    '--no-show-signature',
    '--no-notes',
    format,
  ]
  const output = await git(directory, args, commits.join('\n') + '\n')
  // A message holds no NUL: git ends it there.
  const texts = output.toString('utf8').split('\0')
  const found: CommitText[] = []
  for (let at = 0; at + fields.length <= texts.length; at += fields.length) {
    const [commit = '', authorName = '', authorEmail = '', authorDate, date, message = ''] = texts.slice(
      at,
      at + fields.length,
    )
    found.push({ commit, authorName, authorEmail, authorDate: Number(authorDate), date: Number(date), message })
  }
  return found
}

/**
 * Files each commit changed, in one `git diff-tree`; merges change nothing by themselves. With `paths`, only these files and
 * folders are looked at, which is many times faster.
 */
export async function readChanges(
  directory: string,
  commits: readonly string[],
  paths: readonly string[] = [],
): Promise<ReadonlyMap<string, readonly FileChange[]>> {
  const changes = new Map<string, FileChange[]>(commits.map((commit) => [commit, []]))
  if (commits.length === 0) return changes
  const args = [
    '--literal-pathspecs',
    'diff-tree',
    '--stdin',
    '--root',
    '-r',
    '--raw',
    '-z',
    '--no-renames',
    '--no-abbrev',
    '--',
    ...paths,
  ]
  const texts = (await git(directory, args, commits.join('\n') + '\n')).toString('utf8').split('\0')
  let current: FileChange[] | undefined
  let header: readonly string[] | undefined
  for (const text of texts) {
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
  return changes
}
