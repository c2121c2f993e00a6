import type { FileChange } from '../git/log.ts'
import { groupBy } from '../group.ts'
import type { Revision } from '../model.ts'
import { runs } from '../paths/steps.ts'
import { compareVersions } from '../releases/version.ts'
import { isOutgoing, otherEnd, relation, type Step, type World } from '../view.ts'
import type { Depth, Equivalents } from './equivalents.ts'
import type { Facts } from './message.ts'
import type { Presence, Verdict, Weighing } from './presence.ts'
import { isProductCode } from './product-code.ts'

/** A commit of product code that one release has and another has no equivalent of. */
export interface LostCommit {
  readonly commit: string
  readonly subject: string
  /** Committer date, seconds since 1970. */
  readonly date: number
  /** A file of the target that stands as it was before the commit. */
  readonly path: string
  /** The base's own check could not report it: the commit, or the release that has it, is newer. */
  readonly fresh: boolean
  /** Short id and subject of the commit by which the target's line, which had the change, undid it. */
  readonly undoneBy?: string
}

/** Which commits are lost on which step, and who has them. */
export interface Changes {
  readonly lost: (step: Step) => readonly LostCommit[]
  /** Whether a revision has the change a commit made; undefined where nobody looked. */
  readonly hasChange: (commit: string, revision: Revision) => boolean | undefined
}

/** Steps between the candidate and one other line, in one direction. */
interface Search {
  readonly outgoing: boolean
  /** The fullest revision of what users leave. */
  readonly from: Revision
  /** Where its changes are looked for: the release users move to, and what follows it on its line. */
  readonly targets: readonly Revision[]
  readonly steps: readonly Step[]
}

/** What a search is about: the commits that may be missing, and what those say that have their effect. */
interface Candidates {
  readonly commits: readonly string[]
  readonly facts: readonly Facts[]
}

/** Commits of product code among them, and those that the base's own check could not report. */
interface Counted {
  readonly one: Search
  readonly commits: readonly string[]
  readonly product: Map<string, Facts>
  readonly fresh: ReadonlySet<string>
}

export const noChanges: Changes = { lost: () => [], hasChange: () => undefined }

/** Lines this far apart share too little to be compared commit by commit. */
const mostCommits = 5_000

/**
 * Looks for the commits that each step loses, on steps between lines that supported users may take and that no engine
 * refuses, as far as the check of `base` could not: its own findings are known. Messages tell of most commits where they
 * went. What is left is lost where the files of the target show it: they stand as before the commit, and no commit there does
 * the same. Where they are too different to tell, nothing is said.
 */
export async function changesOn(
  matcher: Equivalents,
  presence: Presence,
  world: World,
  steps: readonly Step[],
  base: Revision | undefined,
): Promise<Changes> {
  const { candidate, graph } = world
  const equivalents = new Map<string, Set<string>>()
  /** Commits by the revision in which they were looked for, and in which they were found. */
  const looked = new Map<string, Set<string>>()
  const present = new Map<string, Set<string>>()
  const lost = new Map<Step, readonly LostCommit[]>()

  function hasChange(commit: string, revision: Revision): boolean | undefined {
    if (graph.reaches(revision.commit, commit) || present.get(revision.commit)?.has(commit)) return true
    for (const equivalent of equivalents.get(commit) ?? []) if (graph.reaches(revision.commit, equivalent)) return true
    return looked.get(revision.commit)?.has(commit) ? false : undefined
  }
  async function search(from: Revision, to: Revision, commits: readonly string[], depth: Depth) {
    for (const { commit, equivalent } of await matcher.match(from.commit, to.commit, commits, depth)) {
      note(looked, to, commit)
      if (equivalent === null) continue
      const known = equivalents.get(commit)
      if (known) known.add(equivalent)
      else equivalents.set(commit, new Set([equivalent]))
    }
  }
  /** `commits` are those of the fullest revision that the candidate, or the fullest target, lacks. */
  function missing(step: Step, { outgoing, from }: Search, commits: readonly string[]): readonly string[] {
    const within = !outgoing && graph.reaches(from.commit, step.from.commit)
    const own = within
      ? commits.filter((commit) => graph.reaches(step.from.commit, commit))
      : matcher.own(step.from.commit, step.to.commit)
    return own.filter((commit) => hasChange(commit, step.to) !== true)
  }
  /** Commits of the line's own history that still have their effect there. */
  async function standing(from: Revision, commits: readonly string[]): Promise<readonly Facts[]> {
    const facts = await matcher.read(commits)
    const { undoneBy } = matcher.effective(from.commit)
    return facts.filter((one) => !one.upkeep && one.depth === 0 && undoneBy(one) === undefined)
  }
  function productChanges(commit: string): readonly FileChange[] {
    return productAmong(matcher.contents.changes(commit) ?? [], world.config.fixes.paths)
  }
  function weighing(commits: Iterable<string>, target: Revision): Weighing {
    return { changes: new Map([...commits].map((one) => [one, productChanges(one)])), target }
  }

  async function weigh(commits: Iterable<string>, target: Revision): Promise<ReadonlyMap<string, Verdict>> {
    const verdicts = await presence.weigh(weighing(commits, target))
    for (const [commit, { standing }] of verdicts) if (standing === 'there') note(present, target, commit)
    return verdicts
  }
  /** Looks for commits that the first target lacks, by what they change, on all of them. */
  async function compare(from: Revision, targets: readonly Revision[], commits: readonly string[]): Promise<void> {
    const absent = new Map<string, Set<string>>()
    // The newest target first: what it has no equivalent of, the releases below it have not either.
    for (const target of targets.toReversed()) {
      const open = commits.filter(
        (commit) => hasChange(commit, target) !== true && absent.get(target.commit)?.has(commit) !== true,
      )
      if (target !== targets[0]) await weigh(open, target)
      await search(
        from,
        target,
        open.filter((commit) => hasChange(commit, target) !== true),
        'contents',
      )
      const below = targets.filter((older) => graph.reaches(target.commit, older.commit))
      for (const commit of open) {
        if (hasChange(commit, target) !== true) for (const older of below) note(absent, older, commit)
      }
    }
    for (const target of targets) for (const commit of absent.get(target.commit) ?? []) note(looked, target, commit)
  }

  // The candidate has all that its base has: what releases of that day lose on the way to it, they lost to the base too.
  const inherits = base !== undefined && graph.reaches(candidate.commit, base.commit)
  function isOpen({ from }: Step): boolean {
    return !inherits || from.commit === candidate.commit || from.date > base.date
  }
  const open = new Map<Search, Candidates>()
  for (const one of searchesOf(world, steps.filter(isOpen))) {
    const { from, targets } = one
    const commits = matcher.own(from.commit, targets[0]!.commit)
    if (commits.length > mostCommits) continue
    await search(from, targets[0]!, commits, 'messages')
    const gone = new Set(one.steps.flatMap((step) => missing(step, one, commits)))
    open.set(one, { commits, facts: await standing(from, [...gone]) })
  }
  await matcher.contents.loadChanges([...open.values()].flatMap(({ facts }) => facts.map(({ commit }) => commit)))
  const counted: Counted[] = []
  for (const [one, { commits, facts }] of open) {
    const product = facts.filter(({ commit }) => productChanges(commit).length > 0)
    const isFresh = await freshness(one)
    counted.push({
      one,
      commits,
      product: new Map(product.map((each) => [each.commit, each])),
      fresh: new Set(product.map(({ commit }) => commit).filter(isFresh)),
    })
  }
  await presence.prepare(counted.map(({ one, fresh }) => weighing(fresh, one.targets[0]!)))
  // New ones are compared by their contents, and git is at that while what is known already is weighed.
  const [news, knowns] = await Promise.all([compareNew(), weighKnown()])
  for (const [n, { one, commits, product, fresh }] of counted.entries()) {
    const { targets, steps: group } = one
    const first = targets[0]!
    const seen = new Map([...news[n]!, ...knowns[n]!])
    const others = new Set(group.map(({ to }) => to).filter((to) => to !== first))
    const unsure = (to: Revision): readonly string[] => [...fresh].filter((commit) => hasChange(commit, to) !== true)
    await presence.prepare([...others].map((to) => weighing(unsure(to), to)))
    for (const step of group) {
      const gone = missing(step, one, commits).filter((commit) => product.has(commit))
      // Known ones are as the first target shows them: only new ones are worth a look at every release.
      const own =
        step.to === first
          ? seen
          : await weigh(
              gone.filter((commit) => fresh.has(commit)),
              step.to,
            )
      const found = gone.flatMap((commit): LostCommit[] => {
        const facts = product.get(commit)!
        const verdict = own.get(commit) ?? seen.get(commit)
        if (!isLacking(verdict)) return []
        const { subject, date } = facts
        const undoing = matcher.undone(commit, step.to.commit)
        const undone = undoing && { undoneBy: `${undoing.commit.slice(0, 12)} ${undoing.subject}` }
        return [{ commit, subject, date, path: verdict.path, fresh: fresh.has(commit), ...undone }]
      })
      lost.set(step, found)
    }
  }
  return { lost: (step) => lost.get(step) ?? [], hasChange }

  async function compareNew(): Promise<readonly ReadonlyMap<string, Verdict>[]> {
    const all: ReadonlyMap<string, Verdict>[] = []
    for (const { one, product, fresh } of counted) {
      const { from, targets } = one
      const verdicts = await weigh(fresh, targets[0]!)
      await leaveOutPins(product, fresh)
      const lacking = [...fresh].filter((commit) => product.has(commit) && isLacking(verdicts.get(commit)))
      await compare(from, targets, lacking)
      all.push(verdicts)
    }
    return all
  }
  async function weighKnown(): Promise<readonly ReadonlyMap<string, Verdict>[]> {
    const open = counted.map(({ product, fresh }) => [...product.keys()].filter((commit) => !fresh.has(commit)))
    await presence.prepare(open.map((commits, n) => weighing(commits, counted[n]!.one.targets[0]!)))
    return await Promise.all(
      counted.map(async ({ one, product }, n) => {
        const target = one.targets[0]!
        const verdicts = await weigh(open[n]!, target)
        const lacking = open[n]!.filter((commit) => isLacking(verdicts.get(commit)))
        await leaveOutPins(product, lacking)
        // The line may have had it and moved on since: its own check found the pick by what it does.
        await search(
          one.from,
          target,
          lacking.filter((commit) => product.has(commit)),
          'proposals',
        )
        return verdicts
      }),
    )
  }
  /** Commits that do nothing but name other versions are no fixes. */
  async function leaveOutPins(product: Map<string, Facts>, commits: Iterable<string>): Promise<void> {
    const asked = [...commits].map((commit) => ({ facts: product.get(commit)!, changes: productChanges(commit) }))
    for (const commit of await presence.pins(asked)) product.delete(commit)
  }
  /** Tells which commits of a side the base's own check could not report as lost. */
  async function freshness({ outgoing, from }: Search): Promise<(commit: string) => boolean> {
    if (!base) return () => true
    if (outgoing) return (commit) => !graph.reaches(base.commit, commit)
    const then = world.earlier.filter((release) => release.date <= base.date && release.commit !== base.commit)
    const released = (commit: string): boolean => then.some((release) => graph.reaches(release.commit, commit))
    // What the base has and the candidate lacks is new, however old: the candidate's line starts without it.
    if (!inherits) await search(from, base, matcher.own(from.commit, base.commit), 'messages')
    return (commit) => !released(commit) || (!inherits && hasChange(commit, base) === true)
  }
}

function isLacking(verdict: Verdict | undefined): verdict is Verdict {
  return verdict?.standing === 'lacking'
}

function note(commits: Map<string, Set<string>>, { commit: revision }: Revision, commit: string): void {
  const known = commits.get(revision)
  if (known) known.add(commit)
  else commits.set(revision, new Set([commit]))
}

// The changes of a commit are looked at for each release that may lack it, with one config.
const product = new WeakMap<readonly FileChange[], readonly FileChange[]>()

function productAmong(changes: readonly FileChange[], globs: readonly string[]): readonly FileChange[] {
  let found = product.get(changes)
  if (!found) product.set(changes, (found = changes.filter(({ path }) => isProductCode(path, globs))))
  return found
}

/** One search for each other line and direction. */
function searchesOf(world: World, steps: readonly Step[]): readonly Search[] {
  const { candidate } = world
  const counted = steps.filter((step) => {
    const other = otherEnd(world, step)
    return world.supported(other) && relation(world, other) === 'backport' && runs(step)
  })
  const grouped = groupBy(counted, (step) => `${isOutgoing(world, step) ? 'out' : 'in'} ${otherEnd(world, step).line}`)
  return [...grouped.values()].map((group) => {
    const outgoing = isOutgoing(world, group[0]!)
    const highest = group
      .map((step) => otherEnd(world, step))
      .toSorted((a, b) => compareVersions(a.version, b.version))
      .at(-1)!
    const head = world.line(outgoing ? highest.line : candidate.line)?.head
    // A release of the line that refuses the candidate's users may have the fix all the same.
    const last = outgoing ? world.line(highest.line)?.releases.at(-1) : undefined
    const first = outgoing ? highest : candidate
    const targets = [first, ...(last && last !== highest ? [last] : []), ...(head ? [head] : [])]
    return { outgoing, from: outgoing ? candidate : highest, targets, steps: group }
  })
}
