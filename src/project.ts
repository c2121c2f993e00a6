import { changesOn, noChanges } from './backports/changes.ts'
import { createEquivalents, type Equivalents } from './backports/equivalents.ts'
import { gapsOn } from './backports/gaps.ts'
import { createPresence, type Presence } from './backports/presence.ts'
import type { Config } from './config/config.ts'
import { readCommits } from './git/log.ts'
import type { Repository } from './git/repository.ts'
import { GitError } from './git/run.ts'
import type { Candidate, Revision } from './model.ts'
import { readForks } from './paths/forks.ts'
import { stepsOf } from './paths/steps.ts'
import { migrationReaders, readers } from './readers.ts'
import { readNotes } from './notes/read.ts'
import { findRevision } from './releases/candidate.ts'
import { earlierThan, readHistory, readNames, tipsAsOf, type History } from './releases/history.ts'
import { openSnapshots, type Read, type SnapshotReader, type Snapshots } from './snapshots/read.ts'
import type { View, World } from './view.ts'
import { baseRelease, buildWorld } from './world.ts'

/** A repository with its releases and branches, before anything is judged. */
export interface Project {
  readonly repository: Repository
  readonly config: Config
  readonly history: History
  readonly reader: SnapshotReader
  readonly matcher: Equivalents
  readonly presence: Presence
}

/** What is judged, and the day that counts. */
export interface Sight {
  readonly revision: Revision
  /** Seconds since 1970; `Infinity` for an unreleased candidate. */
  readonly asOf: number
  readonly heads: ReadonlyMap<string, Revision>
}

/** Reads releases, branches and history. `extra` are revisions that need not be releases. */
export async function openProject(
  repository: Repository,
  config: Config,
  extra: readonly Revision[],
): Promise<Project> {
  const names = await readNames(repository, config)
  const reader = openSnapshots(repository, readers, config)
  // Trees and history come from two git processes, which need not wait for each other.
  reader.start([...extra, ...names.tags.releases].map((revision) => revision.tree))
  const commits = extra.map((revision) => revision.commit)
  const history = await readHistory(repository, config, names, commits)
  return {
    repository,
    config,
    history,
    reader,
    matcher: createEquivalents(repository, history.graph),
    presence: createPresence(repository, (revision, path) => reader.at(revision, path)),
  }
}

/** Dates what is to be judged: by `asOf`, else a release or a pre-release by its own day, else without limit. */
export async function sight(project: Project, revision: Revision, asOf?: number): Promise<Sight> {
  const { repository, history } = project
  const tagged = [...history.releases, ...history.doubles, ...history.early].find(
    (entry) => entry.commit === revision.commit,
  )
  const limit = asOf ?? tagged?.date ?? Infinity
  return { revision, asOf: limit, heads: await tipsAsOf(repository, history, limit) }
}

/** Snapshots of every release and of all that is to be judged, newest first. */
export function snapshotsFor(project: Project, sights: readonly Sight[], extra: readonly Revision[] = []): Read {
  const unreleased = sights.flatMap(({ revision, heads }) => [revision, ...heads.values()])
  const byDate = [...project.history.releases].sort((a, b) => b.date - a.date)
  return project.reader.read([...extra, ...unreleased, ...byDate])
}

export interface Settled {
  readonly project: Project
  readonly seen: Sight
  readonly read: Read
  readonly candidate: Candidate
}

/** Lets an unreleased candidate take part in naming the lines; what depends on them is read again where they change. */
export async function settle(settled: Settled, extra: readonly Revision[]): Promise<Settled> {
  const { project, seen, candidate } = settled
  if (candidate.tag !== undefined) return settled
  const history = project.history.including(candidate)
  if (history === project.history) return settled
  const placed = { ...candidate, line: history.lineFor(candidate.version) }
  if (history.lines.join(' ') === project.history.lines.join(' ')) return { ...settled, candidate: placed }
  const relined = { ...project, history }
  const again = { ...seen, heads: await tipsAsOf(project.repository, history, seen.asOf) }
  return { project: relined, seen: again, read: snapshotsFor(relined, [again], extra), candidate: placed }
}

/** What a look leaves out, and what it starts from. */
export interface Glance {
  /** A revision that is no earlier release: the candidate, seen from its base. */
  readonly without?: Revision
  /** Whose own check tells which lost commits are known; `none` leaves commits out altogether. */
  readonly base?: Revision | 'none'
  /** Labels of the pull request that is judged. */
  readonly labels?: readonly string[]
}

/** Everything rules see about one candidate. The base is the base release where nothing else is said. */
export async function look(
  project: Project,
  snapshots: Snapshots,
  seen: Omit<Sight, 'revision'>,
  candidate: Candidate,
  glance: Glance = {},
): Promise<View> {
  const world = worldFor(project, snapshots, seen, candidate, glance)
  return { ...world, ...(await trace(project, world, glance)) }
}

/** What existed on the candidate's day. */
export function worldFor(
  { history, config }: Project,
  snapshots: Snapshots,
  { asOf, heads }: Omit<Sight, 'revision'>,
  candidate: Candidate,
  { without }: Glance = {},
): World {
  const earlier = earlierThan(candidate, asOf, history).filter((release) => release.commit !== without?.commit)
  return buildWorld({ history, config, candidate, asOf, earlier, heads, snapshots, readers: migrationReaders })
}

/** Follows upgrades and commits, for which a world needs no settings. */
export async function trace(
  project: Project,
  world: World,
  { base, labels = [] }: Glance = {},
): Promise<Omit<View, keyof World>> {
  const { repository, config, matcher, presence, reader } = project
  const { candidate } = world
  const steps = stepsOf(world)
  const stoodAtFork = await readForks(repository, reader, world, steps)
  const changes =
    base === 'none' ? noChanges : await changesOn(matcher, presence, world, steps, base ?? baseRelease(world))
  const texts = (commits: readonly string[]) => readCommits(repository.objects, commits)
  const tools = { matcher, presence, changes, texts, labels }
  const gaps = base === 'none' ? [] : await gapsOn(tools, world, base ?? baseRelease(world))
  const notes = world.isTag ? await readNotes(repository, candidate, baseRelease(world), config) : []
  return { steps, stoodAtFork, lost: changes.lost, hasChange: changes.hasChange, gaps, notes }
}

/** `--as-of`: a date (`2021-03-15`, to the end of that day, or with a time) or a revision, whose date counts. */
export async function parseAsOf(repository: Repository, text: string): Promise<number> {
  const time = /^\d{4}-\d\d-\d\d(?:[T ].*)?$/.test(text)
    ? Date.parse(text.length === 10 ? `${text}T23:59:59Z` : text)
    : undefined
  if (time !== undefined && Number.isNaN(time)) throw new GitError(`--as-of ${text}: no such date`)
  return time === undefined ? (await findRevision(repository, text, '--as-of')).date : time / 1000
}
