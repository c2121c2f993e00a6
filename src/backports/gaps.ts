import type { CommitText } from '../git/log.ts'
import type { Line, Revision } from '../model.ts'
import { byLine } from '../releases/history.ts'
import type { World } from '../view.ts'
import type { Changes } from './changes.ts'
import type { Equivalents } from './equivalents.ts'
import { findMark, labelMark, type Mark } from './marks.ts'
import type { Facts } from './message.ts'
import type { Presence } from './presence.ts'
import { isProductCode } from './product-code.ts'

/** A new commit of the candidate that a line lacks although lines around it have it, or although it is marked for it. */
export interface BackportGap {
  readonly commit: string
  readonly subject: string
  /** Committer date, seconds since 1970. */
  readonly date: number
  /** Lines that lack it, lowest first. */
  readonly missing: readonly string[]
  /** Lines that have it, lowest first, the candidate's among them. */
  readonly on: readonly string[]
  /** What marks it for the lines that lack it; undefined where the lines around them tell. */
  readonly mark?: string
  /** Files that it changes. */
  readonly paths: readonly string[]
}

type Gap = Omit<BackportGap, 'paths'>

/** What the search asks. */
export interface GapTools {
  readonly matcher: Equivalents
  readonly presence: Presence
  readonly changes: Changes
  /** Messages as they were written. */
  readonly texts: (commits: readonly string[]) => Promise<readonly CommitText[]>
  /** Labels of the pull request that brings the commits. */
  readonly labels: readonly string[]
}

/** A candidate with more new commits than this opens a line: what of it belongs on others, each of their own checks says. */
const mostCommits = 500

/**
 * Looks where the candidate's new commits are on the other supported lines. Messages tell of most; what seems to be missing is
 * looked for by its contents, and counts as missing where a file still stands as before it.
 */
export async function gapsOn(
  tools: GapTools,
  world: World,
  base: Revision | undefined,
): Promise<readonly BackportGap[]> {
  const { candidate, graph } = world
  const { matcher, presence, changes } = tools
  const others = world.lines.filter((line) => line.name !== candidate.line && tipOf(line) !== undefined)
  const supported = others.filter(({ supported: counts }) => counts)
  if (!base || supported.length === 0) return []
  const own = matcher.own(candidate.commit, base.commit)
  if (own.length === 0 || own.length > mostCommits) return []
  // What the base has by another commit, its own check told of.
  const standingOwn = await without(await standing(own), base)
  const marks = await marked(standingOwn)
  const facts = standingOwn.filter(({ commit, upkeep }) => !upkeep || marks.has(commit))
  const newest = supported.at(-1)!
  const isNewest = byLine(candidate.line, newest.name) > 0
  if (marks.size === 0 && supported.length < 2) return []

  const lacking = new Map<string, Set<string>>()
  // Below the newest line only what the newest line has can lie between two that have it.
  const first = isNewest ? [] : await without(facts, tipOf(newest)!)
  const wanted = facts.filter((one) => marks.has(one.commit) || !first.includes(one))
  for (const one of first) note(one.commit, newest.name)
  for (const line of others) {
    if (line === newest && !isNewest) continue
    const few = wanted.filter(({ commit }) => line.supported || marks.get(commit)?.lines.includes(line.name) === true)
    for (const one of await without(few, tipOf(line)!)) note(one.commit, line.name)
  }
  const gaps = wanted.flatMap((one) => gapOf(one) ?? [])
  return await confirmed(gaps)

  function note(commit: string, line: string): void {
    lacking.set(commit, (lacking.get(commit) ?? new Set()).add(line))
  }
  async function standing(commits: readonly string[]): Promise<readonly Facts[]> {
    const all = await matcher.read(commits)
    const { undoneBy } = matcher.effective(candidate.commit)
    return all.filter((one) => !one.routine && one.depth === 0 && undoneBy(one) === undefined)
  }
  async function marked(commits: readonly Facts[]): Promise<ReadonlyMap<string, Mark>> {
    const texts = await tools.texts(commits.map(({ commit }) => commit))
    const label = labelMark(tools.labels, others, world.config)
    const found = texts.map(({ commit, message }) => {
      return [commit, findMark(message, others, world.config) ?? label] as const
    })
    return new Map(found.flatMap(([commit, mark]) => (mark ? [[commit, mark] as const] : [])))
  }
  /** Commits of which messages tell no equivalent in a revision. */
  async function without(commits: readonly Facts[], tip: Revision): Promise<readonly Facts[]> {
    const open = commits.filter(({ commit }) => changes.hasChange(commit, tip) !== true)
    const unknown = open.filter(({ commit }) => changes.hasChange(commit, tip) === undefined)
    const matches = await matcher.match(candidate.commit, tip.commit, unknown.map(({ commit }) => commit), 'messages') // prettier-ignore
    const found = new Set(matches.flatMap(({ commit, equivalent }) => (equivalent === null ? [] : [commit])))
    return open.filter(({ commit }) => !found.has(commit))
  }
  function gapOf({ commit, subject, date }: Facts): Gap | undefined {
    const mark = marks.get(commit)
    const lacks = (name: string): boolean => lacking.get(commit)?.has(name) === true
    const on = [...supported.map(({ name }) => name).filter((name) => !lacks(name)), candidate.line].sort(byLine)
    const top = isNewest ? candidate.line : newest.name
    const between = supported.filter(
      ({ name }) => lacks(name) && on.includes(top) && byLine(on[0]!, name) < 0 && byLine(name, top) < 0,
    )
    const asked = others.filter(({ name, supported: counts }) => {
      if (!mark || !lacks(name)) return false
      return mark.lines.length > 0 ? mark.lines.includes(name) : counts && byLine(name, candidate.line) < 0
    })
    const missing = [...new Set([...between, ...asked])].map(({ name }) => name).sort(byLine)
    if (missing.length === 0) return undefined
    return { commit, subject, date, missing, on, ...(asked.length > 0 && mark ? { mark: mark.text } : {}) }
  }

  /** Leaves out what a line has in other words, and what has no place there. */
  async function confirmed(all: readonly Gap[]): Promise<readonly BackportGap[]> {
    await matcher.contents.loadChanges(all.map(({ commit }) => commit))
    const byId = new Map(wanted.map((one) => [one.commit, one]))
    const missing = new Map(all.map(({ commit }) => [commit, new Set<string>()]))
    for (const line of others) {
      const tip = tipOf(line)!
      const open = all.filter((gap) => gap.missing.includes(line.name))
      const product = new Map(open.map(({ commit }) => [commit, productChanges(commit)]))
      const verdicts = await presence.weigh({ changes: product, target: tip })
      const likely = open.filter(({ commit }) => {
        const named = marks.get(commit)?.lines.includes(line.name) === true
        const verdict = verdicts.get(commit)?.standing
        return named ? verdict !== 'there' : verdict === 'lacking' && (product.get(commit)?.length ?? 0) > 0
      })
      const commits = likely.map(({ commit }) => commit)
      for (const { commit, equivalent } of await matcher.match(candidate.commit, tip.commit, commits, 'contents'))
        if (equivalent === null && !graph.reaches(tip.commit, commit)) missing.get(commit)?.add(line.name)
    }
    const asked = all.filter(({ commit, mark }) => mark === undefined && missing.get(commit)!.size > 0)
    const pins = await presence.pins(
      asked.map(({ commit }) => ({ facts: byId.get(commit)!, changes: productChanges(commit) })),
    )
    return all.flatMap((gap) => {
      if (pins.has(gap.commit)) return []
      const left = gap.missing.filter((name) => missing.get(gap.commit)?.has(name))
      const paths = (matcher.contents.changes(gap.commit) ?? []).map(({ path }) => path)
      return left.length === 0 ? [] : [{ ...gap, missing: left, paths }]
    })
  }
  function productChanges(commit: string) {
    return (matcher.contents.changes(commit) ?? []).filter(({ path }) => isProductCode(path, world.config.fixes.paths))
  }
}

/** The branch of a line; where none was found, its newest release. */
export function tipOf(line: Line): Revision | undefined {
  return line.head ?? line.releases.at(-1)
}
