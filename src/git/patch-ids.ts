import { createHash } from 'node:crypto'
import type { Repository } from './repository.ts'
import { GitError, startGit } from './run.ts'

/** The changed lines of a commit against its first parent. */
export interface Patch {
  /**
   * Equal for equal changes: files and changed lines without white space, line numbers and context, as `git patch-id`
   * counts them but for the context (a pick that lands beside other lines keeps its id). Generated files do not count.
   * Empty where nothing counts.
   */
  readonly id: string
  /** Hash of a changed line without white space, its sign included -> how often. Lines with hardly a letter are left out. */
  readonly lines: ReadonlyMap<number, number>
  /** Sum of `lines`. */
  readonly size: number
}

export const emptyPatch: Patch = { id: '', lines: new Map(), size: 0 }

/** Lines remembered per patch: what is longer is vendored or generated, and its id tells enough. */
const longest = 20_000

/** Characters of a line that count: what is longer was minified. */
const widest = 2000

/** Catalogues, lock files, vendored and built code: megabytes that nobody wrote here, and that differ between lines anyway. */
const files = ['*.po', '*.pot', '*.lock', '*-lock.*', '*.min.*', '*.map', '*.svg', '*.snap', '*.csv']
const folders = ['locale', 'locales', 'vendor', 'node_modules', 'dist']
const generated = [...files, ...folders.flatMap((name) => [`${name}/*`, `*/${name}/*`])]
const paths = ['--', '.', ...generated.map((glob) => `:(exclude)${glob}`)]

const options = [
  '-r',
  '-p',
  '-U0',
  '--full-index',
  '--root',
  '--no-renames',
  '--no-color',
  '--no-ext-diff',
  '--no-textconv',
]
const prefixes = ['--src-prefix=a/', '--dst-prefix=b/']

/** How patches are asked for. */
export const patchDiff: readonly string[] = [...options, ...prefixes, ...paths]

/** Commits asked for at a time: so many are read anew where one of them is damaged. */
const atOnce = 500

/** Damaged commits stepped over before the rest is given up. */
const mostFailures = 50

/**
 * Reads patches in one `git diff-tree`. Merges and empty commits have the empty patch; a commit whose contents are not all
 * here (a damaged or blobless repository) has none.
 */
export async function readPatches(
  { directory, patches: stream }: Pick<Repository, 'directory' | 'patches'>,
  commits: readonly string[],
): Promise<ReadonlyMap<string, Patch>> {
  const patches = new Map<string, Patch>()
  let open = [...new Set(commits)]
  while (open.length > 0) {
    const some = open.slice(0, atOnce)
    const parser = createParser(patches)
    // git ended over a damaged commit: what is left is read with the damage stepped over.
    if (!(await stream.ask(some, parser.push))) break
    parser.end()
    for (const commit of some) if (!patches.has(commit)) patches.set(commit, emptyPatch)
    open = open.slice(atOnce)
  }
  for (let failures = 0; open.length > 0 && failures <= mostFailures; failures++) {
    const parser = createParser(patches)
    const code = await runDiff(directory, open, parser.push)
    const last = parser.end()
    if (code === 0) {
      for (const commit of open) if (!patches.has(commit)) patches.set(commit, emptyPatch)
      break
    }
    // git ends at the first object that is missing, in the midst of a commit or before it said which.
    if (last !== undefined) patches.delete(last)
    const end = last === undefined ? 0 : open.indexOf(last)
    for (const commit of open.slice(0, end)) if (!patches.has(commit)) patches.set(commit, emptyPatch)
    open = open.slice(end + 1)
  }
  return patches
}

async function runDiff(directory: string, commits: readonly string[], take: (chunk: Buffer) => void): Promise<number> {
  return await new Promise((resolve, reject) => {
    const child = startGit(directory, ['diff-tree', '--stdin', ...patchDiff])
    child.stderr.resume()
    child.stdout.on('data', take)
    child.on('error', (error) => {
      reject(new GitError(`git could not be started in ${directory}: ${error.message}`))
    })
    child.on('close', (code) => {
      resolve(code ?? 1)
    })
    child.stdin.end(commits.join('\n') + '\n')
  })
}

interface Open {
  readonly commit: string
  readonly files: string[]
  readonly lines: Map<number, number>
  size: number
}

interface PatchParser {
  readonly push: (chunk: Buffer) => void
  /** Answers the last commit there was anything of. */
  end(): string | undefined
}

/** Takes the text of `git diff-tree --stdin -p -U0` piece by piece and fills `patches`. Bytes, so any encoding will do. */
export function createParser(patches: Map<string, Patch>): PatchParser {
  let rest = ''
  let open: Open | undefined
  let last: string | undefined
  /** Lines of the current file that count for the id. */
  let file: string[] = []
  let blobs = ''
  /** Lines of the current hunk still to come. */
  let expected = 0

  function closeFile(): void {
    if (open && file.length > 0) open.files.push(createHash('sha1').update(file.join('\n')).digest('hex'))
    file = []
  }
  function closeCommit(): void {
    closeFile()
    // Sorted: the order of files is a setting (diff.orderFile), not part of the change.
    const id = open && open.files.length > 0 ? createHash('sha1').update(open.files.sort().join()).digest('hex') : ''
    if (open) patches.set(open.commit, { id, lines: open.lines, size: open.size })
    open = undefined
  }
  function takeChange(line: string): void {
    const bare = line.slice(0, widest).replace(/\s+/g, '')
    if (bare.length > 1) file.push(bare)
    if (!open || open.size >= longest || !/\w\w/.test(bare)) return
    const key = hash(bare)
    open.lines.set(key, (open.lines.get(key) ?? 0) + 1)
    open.size++
  }
  function take(line: string): void {
    if (expected > 0) {
      // "\ No newline at end of file" is not counted as a line of the hunk.
      if (line.startsWith('\\')) return
      expected--
      takeChange(line)
      return
    }
    const hunk = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line)
    if (hunk) {
      expected = Number(hunk[1] ?? 1) + Number(hunk[2] ?? 1)
    } else if (line.startsWith('diff --git ')) {
      closeFile()
      file.push(line)
    } else if (line.startsWith('index ')) {
      blobs = line
    } else if (line.startsWith('Binary files ')) {
      file.push(blobs)
    } else if (/^(?:new file|deleted file|old|new) mode /.test(line)) {
      file.push(line)
    } else if (/^[0-9a-f]{40,64}$/.test(line)) {
      closeCommit()
      last = line
      open = { commit: line, files: [], lines: new Map(), size: 0 }
    }
  }

  return {
    push(chunk) {
      const rows = (rest + chunk.toString('latin1')).split('\n')
      rest = rows.pop() ?? ''
      for (const row of rows) take(row)
    },
    end() {
      if (rest !== '') take(rest)
      closeCommit()
      return last
    },
  }
}

/** 53 bits: two FNV-like halves. Collisions only blur a similarity by one line. */
function hash(text: string): number {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    high = Math.imul(high ^ code, 2654435761)
    low = Math.imul(low ^ code, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return 4294967296 * (2097151 & low) + (high >>> 0)
}
