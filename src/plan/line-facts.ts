import { findTwin } from '../migrations/match.ts'
import type { Line, Revision } from '../model.ts'
import type { World } from '../view.ts'
import type { Found } from './find.ts'
import { ships } from './lines.ts'
import type { Fix, LineFacts } from './shapes.ts'

/** The trunk and every supported line, newest first, each with what it has of the fix. Throws `GitError`. */
export async function lineFacts(found: Found, fix: Fix): Promise<readonly LineFacts[]> {
  const { world, trunk } = found
  const supported = world.lines.filter(({ releases }) => releases.some((release) => world.supported(release)))
  const lines: Omit<LineFacts, 'has'>[] = supported.toReversed().map(({ name, releases, head }: Line) => {
    return { name, releases, trunk: false, ...(head ? { head } : {}) }
  })
  if (trunk) lines.unshift({ name: trunk.ref, releases: [], head: trunk, trunk: true })
  const equivalents = new Map<string, { readonly commit: string; readonly by: string }>()
  for (const line of lines) {
    for (const tip of tipsOf(found, line)) {
      const known = equivalents.get(line.name) ?? (await onLine(found, fix, tip, lines))
      if (known) equivalents.set(line.name, known)
    }
  }
  const commits = [...new Set([fix.commit ?? [], [...equivalents.values()].map(({ commit }) => commit)].flat())]
  const carried = await carrier(found, commits)
  const has = (revision: Revision): boolean =>
    carried(revision) || (fix.kind === 'migration' && bySystem(world, fix, revision) !== undefined)
  return lines.map((line): LineFacts => {
    const commit = equivalents.get(line.name)
    const by = commit ?? migrationOn(found, fix, line)
    return { ...line, ...(by ? { found: by } : {}), has }
  })
}

/** The branch, and the newest release where it was cut elsewhere. */
function tipsOf({ history }: Found, { head, releases }: Omit<LineFacts, 'has'>): readonly Revision[] {
  const last = releases.at(-1)
  if (!head) return last ? [last] : []
  return last && !history.graph.reaches(head.commit, last.commit) ? [head, last] : [head]
}

async function onLine(
  { matcher, history }: Found,
  { commit }: Fix,
  tip: Revision,
  lines: readonly Omit<LineFacts, 'has'>[],
): Promise<{ readonly commit: string; readonly by: string } | undefined> {
  if (commit === undefined) return undefined
  if (history.graph.reaches(tip.commit, commit)) return { commit, by: 'history' }
  // Asked from a tip, the graph answers at once what it would have to walk for.
  const source = lines.find(({ head }) => head !== undefined && history.graph.reaches(head.commit, commit))?.head
  const [match] = await matcher.match(source?.commit ?? commit, tip.commit, [commit])
  return match?.equivalent == null ? undefined : { commit: match.equivalent, by: match.by ?? 'contents' }
}

/** Whether a revision has one of the commits, and none that undoes it. */
async function carrier({ matcher, history, world }: Found, commits: readonly string[]) {
  const tips = world.lines.flatMap(({ head, releases }) => head ?? releases.at(-1) ?? [])
  for (const commit of commits)
    for (const tip of tips)
      if (history.graph.reaches(tip.commit, commit)) await matcher.read(history.graph.between(commit, tip.commit))
  const facts = await matcher.read(commits)
  return (revision: Revision): boolean =>
    facts.some(
      (one) =>
        history.graph.reaches(revision.commit, one.commit) &&
        matcher.effective(revision.commit).undoneBy(one) === undefined,
    )
}

/** What a revision has of the fix's migrations: the ids themselves, else the same change under another. */
function bySystem(world: World, { migrations }: Fix, revision: Revision): string | undefined {
  const lists = world.snapshot(revision).lists
  const kinds = migrations.map((guard) => {
    if (ships(world, revision, guard)) return 'id'
    const list = lists.get(guard.list)
    return list && findTwin(guard.migration, list)?.by
  })
  return kinds.length > 0 && kinds.every((kind) => kind !== undefined) ? kinds.toSorted().at(-1) : undefined
}

function migrationOn({ world }: Found, fix: Fix, { head, releases }: Omit<LineFacts, 'has'>) {
  const tip = head ?? releases.at(-1)
  const by = fix.kind === 'migration' && tip ? bySystem(world, fix, tip) : undefined
  return by === undefined ? undefined : { by: `same ${by}` }
}
