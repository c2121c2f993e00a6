import { fullRefName, peel } from '../git/refs.ts'
import type { Repository } from '../git/repository.ts'
import { GitError } from '../git/run.ts'
import type { Candidate, Manifest, Release, Revision, Version, VersionSource } from '../model.ts'
import { branchNumber } from './heads.ts'
import { byLine, type History } from './history.ts'
import { compareParts, compareVersions, leading, nextVersion, parseVersion, writtenParts } from './version.ts'

/** Finds a commit and reads its facts. Throws `GitError` where the revision names none. */
export async function findRevision(repository: Repository, ref: string, what: string): Promise<Revision> {
  const commit = await repository.objects.commitNamed(ref)
  if (commit === undefined) {
    throw new GitError(
      `${what} ${JSON.stringify(ref)} names no commit in ${repository.directory}; fetch it, or check the spelling`,
    )
  }
  const [facts] = await peel(repository.objects, [commit])
  if (typeof facts !== 'object') throw new GitError(`${what} ${JSON.stringify(ref)}: ${facts ?? 'not read'}`)
  return { ref, commit, tree: facts.tree, date: facts.date }
}

/** The short branch name a revision stands for: `HEAD` is the branch checked out. Undefined for tags and commits. */
export async function branchOf(repository: Repository, ref: string): Promise<string | undefined> {
  if (ref === 'HEAD') return repository.branch
  const name = await fullRefName(repository.directory, ref)
  if (name === undefined || name.startsWith('refs/tags/') || name === 'HEAD') return undefined
  return name.replace(/^refs\/heads\//, '').replace(/^refs\/remotes\/[^/]+\//, '')
}

export interface Placing {
  readonly revision: Revision
  readonly history: History
  /** Stated by the user. */
  readonly version?: string
  readonly manifests: readonly Manifest[]
  /** The branch the candidate is or goes to. */
  readonly branch?: string
}

/** Gives the candidate its version and line. Throws `GitError` where the version stated is none. */
export function placeCandidate({ revision, history, version, manifests, branch }: Placing): Candidate {
  if (version !== undefined) {
    const stated = parseVersion(version)
    if (typeof stated === 'string') throw new GitError(`--candidate-version ${stated}`)
    return { ...revision, version: stated, versionSource: 'flag', line: history.lineFor(stated) }
  }
  const release = releaseAt(revision, history)
  if (release) return placeRelease(release)
  const double = namedBy(revision, history.doubles)
  if (double) {
    const { tag, version } = double
    return { ...revision, tag, version, versionSource: 'tag', line: history.lineFor(version) }
  }
  const early = namedBy(revision, history.early)
  if (early) return { ...revision, version: early.version, versionSource: 'tag', line: history.lineFor(early.version) }
  const manifest = unreleasedNumber(manifests, history)
  if (manifest) return { ...revision, version: manifest, versionSource: 'manifest', line: history.lineFor(manifest) }
  const ahead = aheadOf(revision, history)
  if (ahead) return { ...revision, version: ahead, versionSource: 'tag', line: history.lineFor(ahead) }
  const last = lastOfBranch(branch, history) ?? lastByHistory(revision, history)
  if (last) return { ...revision, version: nextVersion(last.version), versionSource: 'next', line: last.line }
  return { ...revision, ...aboveEverything(history) }
}

/** The release at a commit: of several numbers, the one the revision was named by. */
export function releaseAt(revision: Revision, history: History): Release | undefined {
  return namedBy(revision, history.releases)
}

function namedBy<T extends { readonly tag: string; readonly commit: string; readonly twins?: readonly string[] }>(
  { ref, commit }: Revision,
  tagged: readonly T[],
): T | undefined {
  const found = tagged.filter((one) => one.commit === commit)
  const name = ref.replace(/^refs\/tags\//, '')
  return found.find(({ tag, twins }) => tag === name || twins?.includes(name) === true) ?? found.at(-1)
}

export function placeRelease(release: Release): Candidate {
  const { tag, commit, tree, date, version, line } = release
  return { ref: tag, tag, commit, tree, date, version, versionSource: 'tag', line }
}

/** A pre-release this much older than the highest release led nowhere, in seconds. */
const longestWait = 365 * 86_400

/** The number above all releases that a pre-release in the revision's history is on its way to. */
function aheadOf({ commit }: Revision, { early, releases, graph }: History): Version | undefined {
  const highest = releases.at(-1)
  return early
    .filter(({ version, date }) => !highest || (isAbove(version, highest) && date > highest.date - longestWait))
    .filter((one) => graph.reaches(commit, one.commit))
    .map(({ version }) => version)
    .sort(compareVersions)
    .at(-1)
}

function isAbove(version: Version, release: Release): boolean {
  return compareVersions(version, release.version) > 0
}

/** A manifest's number, when it is a full number that no release has yet. */
function unreleasedNumber(manifests: readonly Manifest[], history: History): Version | undefined {
  for (const manifest of manifests) {
    // 1.5.0-SNAPSHOT and 1.5.0.dev0 are on their way to 1.5.0.
    const number = /^v?\d+(?:\.\d+)*/.exec(manifest.version.trim())?.[0]
    const parsed = number === undefined ? '' : parseVersion(number)
    if (typeof parsed === 'string') continue
    const placeholder = parsed.parts.every((part) => part === 0)
    const follows = history.releases.some((release) => compareVersions(release.version, parsed) < 0)
    const taken = history.releases.some(
      ({ version }) => compareParts(version.parts, parsed.parts) === 0 && version.prerelease.length === 0,
    )
    if (!placeholder && !taken && (follows || history.releases.length === 0)) return parsed
  }
  return undefined
}

/** The last release of the line a branch belongs to; undefined for the default branch, feature branches and detached heads. */
function lastOfBranch(branch: string | undefined, history: History): Release | undefined {
  if (branch === undefined) return undefined
  for (const [line, head] of history.heads)
    if (head.name === branch && branch !== history.defaultBranch?.name) return lastOf(line, history)
  const number = branchNumber(branch)
  const regular = history.releases.filter((release) => release.version.parts.length <= history.deepest + 1)
  return number && regular.findLast((release) => isNumbered(release, number))
}

/** Whether a branch's number leads a release's: `release/2.0` and `release-2.0.0` are both that of 2.0.7. */
function isNumbered({ version }: Release, number: readonly number[]): boolean {
  const count = Math.max(1, Math.min(number.length, writtenParts(version) - 1))
  return compareParts(leading(version, count), number.slice(0, count)) === 0
}

function lastOf(line: string, history: History): Release | undefined {
  return history.releases.findLast((release) => release.line === line)
}

/** For a commit off the default branch: the last of the line of the highest release it descends from, unless that is the newest. */
function lastByHistory(revision: Revision, history: History): Release | undefined {
  const base = history.releases.findLast((release) => history.graph.reaches(revision.commit, release.commit))
  if (!base || base.line === history.lines.at(-1)) return undefined
  const main = history.defaultBranch
  // Where releases are tagged off the default branch, its commits descend from old ones only.
  const onMain = main && (history.graph.reaches(main.ref.commit, revision.commit) || forkedAfter(main.ref.commit))
  return onMain ? undefined : lastOf(base.line, history)

  function forkedAfter(tip: string): boolean {
    const fork = history.graph.forkPoint(revision.commit, tip)
    const lineTip = history.heads.get(base!.line)?.ref.commit ?? lastOf(base!.line, history)!.commit
    return fork !== undefined && !history.graph.reaches(lineTip, fork)
  }
}

/** On the default branch: the next number of the newest line, or of a new line where that one has its own branch. */
function aboveEverything(history: History): { version: Version; versionSource: VersionSource; line: string } {
  const highest = history.releases.at(-1)
  if (!highest)
    return { version: { text: 'unreleased', parts: [0], prerelease: [] }, versionSource: 'default-branch', line: '0' }
  const newest = history.lines.toSorted(byLine).at(-1) ?? highest.line
  const ownBranch = history.heads.get(newest)?.name !== history.defaultBranch?.name && history.heads.has(newest)
  if (!ownBranch) return { version: nextVersion(highest.version), versionSource: 'default-branch', line: highest.line }
  const depth = newest.split('.').length
  const padded: Version = {
    ...highest.version,
    text: leading(highest.version, writtenParts(highest.version)).join('.'),
  }
  const version = nextVersion(padded, depth - 1)
  return { version, versionSource: 'default-branch', line: leading(version, depth).join('.') }
}
