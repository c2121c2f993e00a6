import type { Ref } from '../git/refs.ts'
import { compareParts } from './version.ts'

/** A branch by its short name (`release/1.x`), local or remote. */
export interface Branch {
  readonly name: string
  readonly ref: Ref
}

const mainNames = ['main', 'master', 'trunk', 'develop', 'development', 'dev', 'default']

/**
 * `release/1.2.x`, `1.2-stable`, `stable/2025.1`, `REL_15_STABLE`, `v7-stable`, `branch-1.2`, `bugfix/1.2` -> the number in
 * it; not of the issue `bugfix/12`.
 */
const numbered =
  /^(?:(?:releases?|rel|stable|branch|maint(?:enance)?|support|hotfix|bugfix(?=[-/_]v?\d+[._]\d)|line|series|version|v)[-/_.]?)*v?(\d+(?:[._]\d+)*)(?:[-._/]?(?:x|stable|maint(?:enance)?|releases?|branch|lts|series|dev))*$/i

/** Branches under refs/heads and refs/remotes, each name once: of a local and a remote one the newer. */
export function readBranches(refs: readonly Ref[]): readonly Branch[] {
  const byName = new Map<string, Branch>()
  for (const ref of refs) {
    const name = ref.name.replace(/^refs\/heads\//, '').replace(/^refs\/remotes\/[^/]+\//, '')
    if (name === 'HEAD') continue
    const known = byName.get(name)
    if (!known || ref.date > known.ref.date) byName.set(name, { name, ref })
  }
  return [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** The number a branch's name carries; undefined where the name is not that of a release branch. */
export function branchNumber(name: string): readonly number[] | undefined {
  const digits = numbered.exec(name)?.[1]
  return digits?.split(/[._]/).map(Number)
}

/** Whether a branch may be a line's: a release branch by name, a main branch, or a named series (`stable/train`). */
export function mayBeHead(name: string): boolean {
  return mainNames.includes(name) || branchNumber(name) !== undefined || isSeries(name)
}

/** One word or a year's part: `release/prepare-2.29.0` and `release/new-checkout` are branches of work, not of a line. */
function isSeries(name: string): boolean {
  return /^(?:stable|release|releases|maint|maintenance|series|unmaintained)\/(?:[a-z]+|20\d\d\.\d+)$/i.test(name)
}

/** The default branch: what HEAD names where it is a main branch, else the usual names. */
export function defaultBranch(branches: readonly Branch[], head: string | undefined): Branch | undefined {
  const byName = new Map(branches.map((branch) => [branch.name, branch]))
  if (head !== undefined && mainNames.includes(head)) return byName.get(head)
  for (const name of mainNames) if (byName.has(name)) return byName.get(name)
  return head === undefined ? undefined : byName.get(head)
}

export interface LineToHead {
  readonly name: string
  /** The commit of the line's newest release. */
  readonly newest: string
}

/**
 * The branch of each line: the configured one, else the one whose number is the line's and that goes on past no two newer
 * lines, else the named series that reaches the line's newest release and no newer line's, else for the newest line the
 * default branch.
 *
 * `reaches(branch, commit)` says whether the branch has the commit in its history. Lines come lowest first. `deepest`
 * is the count of parts that can name a line: `release/2.0`, cut from line 2 and still without a release, is not the
 * head of that line.
 */
export function assignHeads(
  lines: readonly LineToHead[],
  branches: readonly Branch[],
  fallback: Branch | undefined,
  configured: Readonly<Record<string, string>>,
  reaches: (branch: Branch, commit: string) => boolean,
  deepest: number,
): ReadonlyMap<string, Branch> {
  const heads = new Map<string, Branch>()
  const taken = new Set<string>()
  function take(line: string, branch: Branch): void {
    heads.set(line, branch)
    taken.add(branch.name)
  }
  function hasSiblings(line: LineToHead, depth: number): boolean {
    const shared = `${line.name.split('.').slice(0, depth).join('.')}.`
    return lines.some((other) => other !== line && other.name.startsWith(shared))
  }
  /** Whose number means something else: `release-0.4.x` of a product that ships this one goes on past 0.5 and 0.6. */
  function passesBy(branch: Branch, line: LineToHead, n: number): boolean {
    let passed = 0
    for (let at = n + 1; at < lines.length && passed < 2; at++) {
      const newer = lines[at]!
      if (!newer.name.startsWith(`${line.name}.`) && reaches(branch, newer.newest)) passed++
    }
    return passed === 2
  }
  for (const [n, line] of lines.entries()) {
    const stated = branches.find((branch) => branch.name === (configured[line.name] ?? configured[`${line.name}.x`]))
    if (stated) {
      take(line.name, stated)
      continue
    }
    const parts = line.name.split('.').map(Number)
    const fitting = branches.filter((branch) => {
      const number = branchNumber(branch.name)
      if (number === undefined || compareParts(number, parts) !== 0) return false
      // `1.x` is the branch of 1.1 and 1.2 as much as of 1.0, where those are lines of their own.
      return (number.length >= parts.length || !hasSiblings(line, number.length)) && !passesBy(branch, line, n)
    })
    const own = fitting.filter((branch) => Math.min(branchNumber(branch.name)!.length, deepest) <= parts.length)
    const best = newestOf(fitting.filter((branch) => reaches(branch, line.newest))) ?? newestOf(own)
    if (best) take(line.name, best)
  }
  lines.forEach((line, n) => {
    if (heads.has(line.name)) return
    const newer = lines.slice(n + 1)
    const series = branches.filter(
      (branch) =>
        isSeries(branch.name) &&
        !taken.has(branch.name) &&
        reaches(branch, line.newest) &&
        !newer.some(({ newest }) => reaches(branch, newest)),
    )
    const best = newestOf(series)
    if (best) take(line.name, best)
  })
  const top = lines.at(-1)
  if (top && fallback && !heads.has(top.name) && !taken.has(fallback.name)) take(top.name, fallback)
  return heads
}

function newestOf(branches: readonly Branch[]): Branch | undefined {
  return branches.reduce<Branch | undefined>(
    (best, branch) => (!best || branch.ref.date > best.ref.date ? branch : best),
    undefined,
  )
}
