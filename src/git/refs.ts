import type { ObjectReader } from './objects.ts'
import { firstLine, GitError, tryGit } from './run.ts'

/** A ref that leads to a commit. */
export interface Ref {
  /** Full name: refs/tags/v1.0. */
  readonly name: string
  readonly commit: string
  readonly tree: string
  /** Committer date, seconds since 1970. */
  readonly date: number
}

/** A ref that does not. */
export interface BrokenRef {
  readonly name: string
  readonly reason: string
}

export interface Refs {
  readonly refs: readonly Ref[]
  readonly broken: readonly BrokenRef[]
}

interface CommitFacts {
  readonly tree: string
  readonly date: number
}

/** Reads refs below the prefixes and peels them to commits, without trusting any object to be there. */
export async function readRefs(directory: string, objects: ObjectReader, prefixes: readonly string[]): Promise<Refs> {
  const listed = await tryGit(directory, ['for-each-ref', '--format=%(objectname) %(refname)', ...prefixes])
  if (listed.code !== 0)
    throw new GitError(
      `git for-each-ref failed in ${directory}: ${firstLine(listed.stderr) || `exit code ${listed.code}`}`,
    )
  const named: { name: string; oid: string }[] = []
  for (const row of listed.stdout.toString('utf8').split('\n')) {
    const space = row.indexOf(' ')
    if (space > 0) named.push({ oid: row.slice(0, space), name: row.slice(space + 1) })
  }
  const peeled = await peel(
    objects,
    named.map((ref) => ref.oid),
  )
  const refs: Ref[] = []
  const broken = ignoredRefs(listed.stderr)
  named.forEach(({ name }, n) => {
    const found = peeled[n]!
    if (typeof found === 'string') broken.push({ name, reason: found })
    else refs.push({ name, ...found })
  })
  return { refs, broken }
}

/** Refs that git itself passes over; it only warns of them. */
function ignoredRefs(warnings: string): BrokenRef[] {
  const found = warnings.matchAll(/^warning: ignoring (broken ref|ref with broken name|dangling symref) (.+)$/gm)
  return [...found].map(([, what = '', name = '']) => ({ name, reason: `git ignores it: ${what}` }))
}

interface Peeled extends CommitFacts {
  readonly commit: string
}

/** Follows annotated tags to commits: the facts, or the reason why there is none. */
export async function peel(objects: ObjectReader, oids: readonly string[]): Promise<readonly (Peeled | string)[]> {
  const result: (Peeled | string)[] = oids.map(() => 'not read')
  let open = oids.map((oid, at) => ({ oid, at }))
  // Tags of tags are legal; deeper nesting than this is an attack or an accident.
  for (let depth = 0; depth < 8 && open.length > 0; depth++) {
    const answers = await objects.read(open.map((entry) => entry.oid))
    const next: { oid: string; at: number }[] = []
    open.forEach(({ oid, at }, n) => {
      const object = answers[n]!
      if (object.type === 'commit') {
        const facts = parseCommit(object.data)
        result[at] = facts ? { commit: oid, ...facts } : 'its commit cannot be read'
      } else if (object.type === 'tag') {
        const target = /^object ([0-9a-f]{40,64})\n/.exec(object.data.toString('latin1', 0, 80))?.[1]
        result[at] = target ? 'tags nested too deeply' : 'its tag object cannot be read'
        if (target) next.push({ oid: target, at })
      } else {
        result[at] = 'data' in object ? `it names a ${object.type}, not a commit` : `its object is ${object.type}`
      }
    })
    open = next
  }
  return result
}

/** Tree and committer date out of a raw commit; undefined where it is malformed. */
export function parseCommit(data: Buffer): CommitFacts | undefined {
  const end = data.indexOf('\n\n')
  const head = data.toString('latin1', 0, end < 0 ? data.length : end)
  const tree = /^tree ([0-9a-f]{40,64})$/m.exec(head)?.[1]
  const date = /^committer .*> (-?\d+) [+-]\d+$/m.exec(head)?.[1]
  return tree && date ? { tree, date: Number(date) } : undefined
}

/** The full name of the ref a short name stands for (refs/tags/v1.0), or undefined. Tags win, as they do in git. */
export async function fullRefName(directory: string, revision: string): Promise<string | undefined> {
  // To git a full id is the object, whatever refs are called.
  if (/^[0-9a-f]{40,64}$/.test(revision)) return undefined
  const run = await tryGit(directory, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--symbolic-full-name',
    '--end-of-options',
    revision,
  ])
  const name = run.stdout.toString('utf8').trim().split('\n').at(-1) ?? ''
  return run.code === 0 && name.startsWith('refs/') ? name : undefined
}
