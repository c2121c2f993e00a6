import { spawn } from 'node:child_process'
import { devNull } from 'node:os'
import { GitError, firstLine } from './run.ts'

export interface ImportCommit {
  /** Full ref name. */
  readonly ref: string
  /** Own number; others refer to it. Counts from 1. */
  readonly mark: number
  readonly parents: readonly number[]
  /** Seconds since 1970, UTC. */
  readonly authored: number
  readonly committed: number
  readonly message: string
  /** The whole tree: path -> text. */
  readonly files: ReadonlyMap<string, string>
}

export interface ImportTag {
  readonly name: string
  readonly mark: number
  /** Present for an annotated tag. */
  readonly message?: string
  /** Seconds since 1970, UTC. */
  readonly date: number
}

/** An open `git fast-import` stream. */
export interface Import {
  /** Writes a commit and answers its object id. */
  commit(commit: ImportCommit): Promise<string>
  tag(tag: ImportTag): void
}

const person = 'Sam Example <sam@example.org>'

/** Nobody's settings but git's own defaults: the same input gives the same object ids everywhere. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('GIT_'))
  return { ...Object.fromEntries(inherited), LC_ALL: 'C', GIT_CONFIG_GLOBAL: devNull, GIT_CONFIG_NOSYSTEM: '1' }
}

function text(content: string): string {
  return `data ${Buffer.byteLength(content)}\n${content}\n`
}

function commitCommand(commit: ImportCommit): string {
  const [first, ...merged] = commit.parents
  return [
    `commit ${commit.ref}\nmark :${commit.mark}\n`,
    `author ${person} ${commit.authored} +0000\ncommitter ${person} ${commit.committed} +0000\n`,
    text(commit.message),
    first === undefined ? '' : `from :${first}\n`,
    ...merged.map((mark) => `merge :${mark}\n`),
    'deleteall\n',
    ...[...commit.files].map(([path, content]) => `M 100644 inline ${JSON.stringify(path)}\n${text(content)}`),
    `get-mark :${commit.mark}\n`,
  ].join('')
}

function tagCommand(tag: ImportTag): string {
  if (tag.message === undefined) return `reset refs/tags/${tag.name}\nfrom :${tag.mark}\n\n`
  return `tag ${tag.name}\nfrom :${tag.mark}\ntagger ${person} ${tag.date} +0000\n${text(tag.message)}`
}

/** Runs git to its end in the clean environment; `talk` may write to it and read its lines meanwhile. */
async function run(
  directory: string,
  args: readonly string[],
  talk?: (send: (text: string) => void, line: () => Promise<string>) => Promise<void>,
): Promise<void> {
  const child = spawn('git', args, { cwd: directory, env: cleanEnvironment(), stdio: 'pipe' })
  let stderr = ''
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString('utf8')))
  child.stdin.on('error', () => undefined)
  const ended = new Promise<void>((resolve, reject) => {
    child.on('error', (error) => {
      reject(new GitError(`git could not be started in ${directory}: ${error.message}`))
    })
    child.on('close', (code) => {
      if (code === 0) resolve()
      else reject(new GitError(`git ${args[0] ?? ''} failed in ${directory}: ${firstLine(stderr)}`))
    })
  })
  const lines = createLines(child.stdout)
  const send = (input: string) => child.stdin.write(input)
  const talked = Promise.resolve(talk?.(send, lines)).finally(() => child.stdin.end())
  await Promise.all([ended, Promise.race([talked, ended])])
}

function createLines(stream: NodeJS.ReadableStream): () => Promise<string> {
  const ready: string[] = []
  const waiting: ((line: string) => void)[] = []
  let rest = ''
  stream.on('data', (chunk: Buffer) => {
    const parts = (rest + chunk.toString('utf8')).split('\n')
    rest = parts.pop() ?? ''
    for (const line of parts) {
      const next = waiting.shift()
      if (next) next(line)
      else ready.push(line)
    }
  })
  return () => {
    const line = ready.shift()
    return line === undefined ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve(line)
  }
}

export interface ImportTarget {
  /** An existing, empty folder. */
  readonly directory: string
  /** Without a work tree. */
  readonly bare: boolean
  /** Branch that `HEAD` names. */
  readonly head: string
}

/** Makes a repository and fills it through one `git fast-import`. Throws `GitError` where git refuses. */
export async function importRepository(target: ImportTarget, write: (into: Import) => Promise<void>): Promise<void> {
  const { directory, bare, head } = target
  await run(directory, ['init', '--quiet', '--template=', `--initial-branch=${head}`, ...(bare ? ['--bare'] : [])])
  // A pack is kept as it is: unpacking a small one would start another process.
  await run(directory, ['-c', 'fastimport.unpackLimit=0', 'fast-import', '--quiet'], async (send, line) => {
    await write({
      async commit(commit) {
        send(commitCommand(commit))
        return await line()
      },
      tag(tag) {
        send(tagCommand(tag))
      },
    })
  })
  if (!bare) await run(directory, ['reset', '--quiet', '--hard', `refs/heads/${head}`])
}
