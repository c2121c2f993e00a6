import type { Config } from '../config/config.ts'
import { readGraph, type CommitGraph } from '../git/graph.ts'
import { peel, readRefs } from '../git/refs.ts'
import type { Repository } from '../git/repository.ts'
import type { Release, Revision, Skipped, Version } from '../model.ts'
import { assignHeads, defaultBranch, mayBeHead, readBranches, type Branch } from './heads.ts'
import { findLines, unchainedWords, type Numbered } from './lines.ts'
import { readTags, type TagReading } from './tags.ts'
import { compareParts, compareVersions } from './version.ts'

/** All a repository says about releases, whatever the day. */
export interface History {
  /** In version order, lowest first; dates raised to those of ancestor releases. */
  readonly releases: readonly Release[]
  readonly skipped: readonly Skipped[]
  /** Pre-releases that do not count as releases. */
  readonly early: TagReading['early']
  readonly doubles: TagReading['doubles']
  readonly scheme: TagReading['scheme']
  readonly graph: CommitGraph
  /** Names of all lines, lowest first. */
  readonly lines: readonly string[]
  /** Branch of each line, where one was found. */
  readonly heads: ReadonlyMap<string, Branch>
  readonly defaultBranch?: Branch
  /** Where lines ended, by their tags. */
  readonly ended: ReadonlyMap<string, LineEnd>
  /** How many leading parts a line's name has at most, hotfixes apart. */
  readonly deepest: number
  lineFor(version: Version): string
  /**
   * The history with an unreleased commit of a version among the releases that name lines: 2.0.1 on top of 2.0 tells
   * the lines 2.0 and 2.1 apart. Itself where the commit is not built on the release below it.
   */
  including(candidate: Numbered): History
  readonly remarks: readonly string[]
}

/** A tag that says that its line gets nothing more. */
export interface LineEnd {
  readonly tag: string
  readonly commit: string
  /** Day of its commit, seconds since 1970. */
  readonly date: number
}

/** Tags and branches, before history is read. */
export interface Names {
  readonly tags: TagReading
  /** Branches that may be the head of a line. */
  readonly branches: readonly Branch[]
  readonly defaultBranch?: Branch
}

/** Reads refs once. */
export async function readNames(repository: Repository, config: Config): Promise<Names> {
  const { refs, broken } = await readRefs(repository.directory, repository.objects, [
    'refs/tags',
    'refs/heads',
    'refs/remotes',
  ])
  const isTag = (name: string): boolean => name.startsWith('refs/tags/')
  const tags = readTags(
    refs.filter((ref) => isTag(ref.name)),
    broken.filter((ref) => isTag(ref.name)),
    config.releases,
  )
  const branches = readBranches(refs.filter((ref) => !isTag(ref.name)))
  const fallback = defaultBranch(branches, repository.branch)
  const configured = Object.values(config.releases.heads)
  return {
    tags,
    branches: branches.filter(
      (branch) => mayBeHead(branch.name) || configured.includes(branch.name) || branch === fallback,
    ),
    ...(fallback ? { defaultBranch: fallback } : {}),
  }
}

/** Reads history once. `extra` are the commits of the candidate and the base. */
export async function readHistory(
  repository: Repository,
  config: Config,
  { tags: reading, branches: possible, defaultBranch: fallback }: Names,
  extra: readonly string[],
): Promise<History> {
  const tips = [...reading.releases, ...possible.map((branch) => branch.ref), ...reading.ends].map(
    (entry) => entry.commit,
  )
  const graph = await readGraph(repository.directory, [...tips, ...extra])
  const dated = reading.releases.map((release) => ({
    ...release,
    date: raisedDate(release, reading.releases, graph),
  }))

  function settle(extra: readonly Numbered[]): History {
    const descends = (older: Numbered, newer: Numbered): boolean => graph.reaches(newer.commit, older.commit)
    const names = findLines([...dated, ...extra], config.releases.lines, descends)
    const releases = dated.map((release) => ({ ...release, line: names.nameOf(release) }))
    const lines = [...new Set(releases.map((release) => release.line))].sort(byLine)
    const heads = assignHeads(
      lines.map((name) => ({ name, newest: releases.findLast((release) => release.line === name)!.commit })),
      possible,
      fallback,
      config.releases.heads,
      (branch, commit) => graph.reaches(branch.ref.commit, commit),
      names.deepest,
    )
    const ended = new Map(
      // Of several for one line the last counts.
      reading.ends
        .toSorted((a, b) => a.date - b.date)
        .flatMap(({ name, commit, date }) => {
          const last = releases.findLast((release) => graph.reaches(commit, release.commit))
          return last ? [[last.line, { tag: name.replace(/^refs\/tags\//, ''), commit, date }] as const] : []
        }),
    )
    const remarks = unchainedWords(names.unchained)
    if (graph.incomplete !== undefined) remarks.push(graph.incomplete)
    const history: History = {
      releases,
      skipped: reading.skipped,
      early: reading.early,
      doubles: reading.doubles,
      scheme: reading.scheme,
      graph,
      lines,
      heads,
      ...(fallback ? { defaultBranch: fallback } : {}),
      ended,
      deepest: names.deepest,
      lineFor: (version) => names.nameFor(version),
      including(candidate) {
        const below = dated.findLast((release) => compareVersions(release.version, candidate.version) <= 0)
        return !below || (below.commit !== candidate.commit && descends(below, candidate))
          ? settle([candidate])
          : history
      },
      remarks,
    }
    return history
  }
  return settle([])
}

/** Lines in version order: 1.9 before 1.10. */
export function byLine(a: string, b: string): number {
  return compareParts(a.split('.').map(Number), b.split('.').map(Number))
}

/** A rebuilt or re-dated ancestor never comes after its descendants. */
function raisedDate(
  release: Pick<Release, 'commit' | 'date'>,
  all: readonly Pick<Release, 'commit' | 'date'>[],
  graph: CommitGraph,
): number {
  let date = release.date
  for (const other of all) if (other.date > date && graph.reaches(release.commit, other.commit)) date = other.date
  return date
}

/**
 * Existing releases that were there when something was made: ancestors, and what is not dated after it (a tie counts
 * as earlier). What descends from it is later than it, whatever the clocks said.
 */
export function earlierThan(of: Revision, asOf: number, history: History): readonly Release[] {
  return history.releases.filter((release) => {
    if (release.commit === of.commit) return false
    if (history.graph.reaches(of.commit, release.commit)) return true
    const descends = asOf <= of.date && history.graph.reaches(release.commit, of.commit)
    return release.date <= asOf && !descends
  })
}

/**
 * Where each line stood on a day: of its branch the first commit along first parents that is not dated after it. A line whose
 * branch is gone stood where its next release came from.
 */
export async function tipsAsOf(
  repository: Repository,
  history: History,
  asOf: number,
): Promise<ReadonlyMap<string, Revision>> {
  const cut = [...history.heads].flatMap(([line, branch]) => {
    const commit = history.graph.asOf(branch.ref.commit, asOf)
    return commit === undefined ? [] : [{ line, ref: branch.name, commit }]
  })
  for (const line of history.lines) if (!history.heads.has(line)) cut.push(...standIn(history, line, asOf))
  const facts = await peel(
    repository.objects,
    cut.map((entry) => entry.commit),
  )
  const tips = new Map<string, Revision>()
  cut.forEach(({ line, ref, commit }, n) => {
    const found = facts[n]!
    if (typeof found !== 'string') tips.set(line, { ref, commit, tree: found.tree, date: found.date })
  })
  return tips
}

/** The history of what a line released later, or ended with, as far as it goes on from the line's releases of the day. */
function standIn({ graph, releases, ended }: History, line: string, asOf: number) {
  const own = releases.filter((release) => release.line === line)
  const last = own.findLast(({ date }) => date <= asOf)
  const later = [own.findLast(({ date }) => date > asOf), ended.get(line)].find((one) => one && one.date > asOf)
  const commit = later && graph.asOf(later.commit, asOf)
  if (!last || commit === undefined || commit === last.commit || !graph.reaches(commit, last.commit)) return []
  return [{ line, ref: `what became ${later!.tag}`, commit }]
}
