import type { Config } from './config/config.ts'
import type { CommitGraph } from './git/graph.ts'
import type { MigrationReader } from './migrations/reader.ts'
import type {
  Candidate,
  Line,
  Migration,
  MigrationList,
  Obstacle,
  Release,
  Revision,
  Skipped,
  Snapshot,
} from './model.ts'
import type { LostCommit } from './backports/changes.ts'
import type { BackportGap } from './backports/gaps.ts'
import type { Notes } from './notes/sections.ts'
import type { StoodAtFork } from './paths/forks.ts'
import type { Numbering } from './releases/tags.ts'
import { compareVersions } from './releases/version.ts'

/** What existed on the candidate's day, and what it declared. Rules and paths are pure functions of it. */
export interface World {
  readonly candidate: Candidate
  /** The candidate stands at this release tag. */
  readonly isTag: boolean
  readonly predecessor?: Release
  /** Earlier releases, in version order, lowest first. */
  readonly earlier: readonly Release[]
  readonly skipped: readonly Skipped[]
  /** Tags whose number a release has on another commit, whatever the day. */
  readonly doubles: readonly Numbering[]
  /** Lines with an earlier release, and the candidate's; lowest first. */
  readonly lines: readonly Line[]
  readonly scheme: 'semver' | 'build-number'
  readonly graph: CommitGraph
  /** The tip of the default branch, as it is today. */
  readonly trunk?: string
  readonly config: Config
  readonly snapshot: (revision: Revision) => Snapshot
  reader(list: MigrationList): MigrationReader
  line(name: string): Line | undefined
  supported(release: Revision): boolean
  /** `id`, or `list:id` where the candidate has several lists. */
  subject(list: string, id: string): string
}

/** One step a user may take, with what the engines do on it. */
export interface Step {
  readonly from: Release | Candidate
  readonly to: Release | Candidate
  /** By list; only lists that both ends have. */
  readonly obstacles: ReadonlyMap<string, readonly Obstacle[]>
  /** What runs on the way, by list, in order. */
  readonly ran: ReadonlyMap<string, readonly Migration[]>
}

/** What rules see. */
export interface View extends World {
  /** Every step into the candidate from a lower version and out of it to a higher one, in version order. */
  readonly steps: readonly Step[]
  readonly stoodAtFork: StoodAtFork
  /** Commits of product code that a step loses; only steps whose engines let it run were looked at. */
  readonly lost: (step: Step) => readonly LostCommit[]
  /** Whether a revision has the change a commit made. Undefined where that was not looked at. */
  readonly hasChange: (commit: string, revision: Revision) => boolean | undefined
  /** New commits of the candidate that are missing on other lines. */
  readonly gaps: readonly BackportGap[]
  /** The candidate's release notes; empty for one that is no release. */
  readonly notes: readonly Notes[]
}

/**
 * How the candidate and a release stand to each other: `history` where one has the other in its history or both are
 * of one line, else `backport`. History rules speak about the first, backport rules about the second.
 */
export function relation(world: World, release: Release): 'history' | 'backport' {
  if (release.line === world.candidate.line) return 'history'
  return world.graph.reaches(world.candidate.commit, release.commit) ? 'history' : 'backport'
}

/** Earlier releases below the candidate, in version order: whose users upgrade to it. */
export function lowerReleases({ earlier, candidate }: Pick<World, 'earlier' | 'candidate'>): readonly Release[] {
  return earlier.filter((release) => compareVersions(release.version, candidate.version) < 0)
}

/** The release at the other end of a step that touches the candidate. */
export function otherEnd(world: Pick<World, 'candidate'>, step: Step): Release {
  return (isOutgoing(world, step) ? step.to : step.from) as Release
}

export function isOutgoing({ candidate }: Pick<World, 'candidate'>, step: Step): boolean {
  return step.from.commit === candidate.commit
}

/** Whether a file, or a folder it stands in, could not be read at a revision: what it declared there is not known. */
export function isUnread(world: World, revision: Revision, path: string): boolean {
  return world.snapshot(revision).unreadable.some(({ place }) => {
    return place.path === '' || place.path === path || path.startsWith(`${place.path}/`)
  })
}
