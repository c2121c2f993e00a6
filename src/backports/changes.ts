import type { Release, Revision } from '../model.ts'
import { runs } from '../paths/steps.ts'
import { compareVersions } from '../releases/version.ts'
import { relation, type Step, type World } from '../view.ts'
import type { Equivalents } from './equivalents.ts'
import type { Facts } from './message.ts'
import { isProductCode } from './product-code.ts'

/** A commit of product code that one release has and another has no equivalent of. */
export interface LostCommit {
  readonly commit: string
  readonly subject: string
  /** Committer date, seconds since 1970. */
  readonly date: number
  readonly paths: readonly string[]
}

/** Which commits are lost on which step, and who has them. */
export interface Changes {
  lost(step: Step): readonly LostCommit[]
  /** Whether a revision has the change a commit made; undefined where nobody looked. */
  hasChange(commit: string, revision: Revision): boolean | undefined
}

/** Lines this far apart share too little to be compared commit by commit. */
const mostCommits = 5_000

/**
 * Looks for the commits that each step loses, on steps between lines that supported users may take and that no engine
 * refuses. For each line one search finds the equivalents; what its lower releases lack follows from the history.
 */
export async function changesOn(matcher: Equivalents, world: World, steps: readonly Step[]): Promise<Changes> {
  const { candidate, graph } = world
  const equivalents = new Map<string, Set<string>>()
  const looked = new Set<string>()
  const lost = new Map<Step, readonly LostCommit[]>()

  function hasChange(commit: string, revision: Revision): boolean | undefined {
    if (graph.reaches(revision.commit, commit)) return true
    for (const equivalent of equivalents.get(commit) ?? []) if (graph.reaches(revision.commit, equivalent)) return true
    return looked.has(`${commit} ${revision.commit}`) ? false : undefined
  }
  async function search(from: Revision, to: Revision, commits: readonly string[]): Promise<void> {
    const open = commits.filter((commit) => !looked.has(`${commit} ${to.commit}`))
    for (const { commit, equivalent } of await matcher.match(from.commit, to.commit, open)) {
      if (equivalent === null) continue
      const known = equivalents.get(commit)
      if (known) known.add(equivalent)
      else equivalents.set(commit, new Set([equivalent]))
    }
    for (const commit of open) looked.add(`${commit} ${to.commit}`)
  }
  /** Those of the commits that change the product and still have their effect on their own line. */
  async function changesOfProduct(from: Revision, commits: readonly string[]): Promise<readonly LostCommit[]> {
    const facts = await matcher.read(commits)
    const { undoneBy } = matcher.effective(from.commit)
    const standing = facts.filter((one) => !one.routine && one.depth === 0 && undoneBy(one) === undefined)
    await matcher.contents.loadChanges(standing.map((one) => one.commit))
    return standing.flatMap((one) => lostCommit(one) ?? [])
  }
  function lostCommit({ commit, subject, date }: Facts): LostCommit | undefined {
    const paths = (matcher.contents.changes(commit) ?? []).map((change) => change.path)
    const product = paths.filter((path) => isProductCode(path, world.config.fixes.paths))
    return product.length > 0 ? { commit, subject, date, paths: product } : undefined
  }

  for (const { from, targets, group } of searches(world, steps)) {
    const top = targets[0]!
    const commits = matcher.own(from.commit, top.commit)
    if (commits.length > mostCommits) continue
    await search(from, top, commits)
    for (const step of group) {
      const missing = matcher
        .own(step.from.commit, step.to.commit)
        .filter((commit) => hasChange(commit, step.to) !== true)
      lost.set(step, await changesOfProduct(step.from, missing))
    }
    const open = new Set(group.flatMap((step) => (lost.get(step) ?? []).map((one) => one.commit)))
    for (const target of targets.slice(1)) {
      await search(
        from,
        target,
        [...open].filter((commit) => graph.reaches(from.commit, commit)),
      )
    }
  }
  return { lost: (step) => lost.get(step) ?? [], hasChange }

  /** One search for each other line: the fullest release of what is left, against the fullest of where users go. */
  function searches(at: World, all: readonly Step[]) {
    const counted = all.filter((step) => {
      const other = otherRelease(step)
      return at.supported(other) && relation(at, other) === 'backport' && runs(step)
    })
    const lines = new Map<string, Step[]>()
    for (const step of counted) {
      const outgoing = step.from.commit === candidate.commit
      const key = `${outgoing ? 'out' : 'in'} ${otherRelease(step).line}`
      const group = lines.get(key)
      if (group) group.push(step)
      else lines.set(key, [step])
    }
    return [...lines.values()].map((group) => {
      const outgoing = group[0]!.from.commit === candidate.commit
      const highest = group
        .map(otherRelease)
        .toSorted((a, b) => compareVersions(a.version, b.version))
        .at(-1)!
      const head = at.line(outgoing ? highest.line : candidate.line)?.head
      // Releases of the line that are below the candidate, or refused, may have the fix all the same.
      const last = outgoing ? at.line(highest.line)?.releases.at(-1) : undefined
      const targets: readonly Revision[] = [
        outgoing ? highest : candidate,
        ...(last && last !== highest ? [last] : []),
        ...(head ? [head] : []),
      ]
      return { from: outgoing ? candidate : highest, targets, group }
    })
  }
  function otherRelease(step: Step): Release {
    return (step.from.commit === candidate.commit ? step.to : step.from) as Release
  }
}
