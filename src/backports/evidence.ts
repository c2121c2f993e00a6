import type { Facts } from './message.ts'

/** Everything known about what commits say, found by what they may have in common. Commits are added and never removed. */
export interface Evidence {
  readonly size: number
  add(facts: Facts): void
  facts(commit: string): Facts | undefined
  /** A commit by its full or abbreviated id, or Subversion's number; undefined where none or several fit. */
  find(id: string): string | undefined
  /** Commits that name the commit as what they were ported from. */
  portsOf(commit: string): readonly string[]
  /** Commits with the subject, undoing it this often. */
  titled(key: string, depth: number): readonly Facts[]
  /** Commits by the author, under the same name. */
  by(facts: Facts): readonly Facts[]
  /** Commits that say they undo the commit, by its id or its subject. */
  reversionsOf(facts: Facts): readonly Facts[]
  /**
   * Commits that say something the commit says too, but for those that share only what very many say. The same array as
   * long as nothing is added that has to do with it.
   */
  related(facts: Facts): readonly Facts[]
}

/** A reference or list entry that more commits than this share says nothing. */
const tooCommon = 60
/** So is a subject, by itself: a bot's, an import's. */
const mostTitled = 200
const prefixLength = 7

const none: readonly Facts[] = []

export function createEvidence(): Evidence {
  const all = new Map<string, Facts>()
  const byPrefix = new Map<string, string[]>()
  const byRevision = new Map<string, string[]>()
  const byOrigin = new Map<string, { origin: string; commit: string }[]>()
  const byReverted = new Map<string, { origin: string; facts: Facts }[]>()
  /** By subject, then by depth. */
  const byTitle = new Map<string, (Facts[] | undefined)[]>()
  const byChangeId = new Map<string, Facts[]>()
  const byAuthorDate = new Map<number, Facts[]>()
  const byReference = new Map<string, Facts[]>()
  const byAuthor = new Map<string, Facts[]>()
  const bySquashed = new Map<string, Facts[]>()
  /** What was found to be related; forgotten where a commit is added that may be. */
  const relations = new Map<Facts, readonly Facts[]>()

  /** Entries that name the commit, by its id or Subversion's number. */
  function naming<T extends { readonly origin: string }>(
    entries: ReadonlyMap<string, T[]>,
    commit: string,
  ): readonly T[] {
    const byId = entries.get(keyOf(commit))?.filter(({ origin }) => commit.startsWith(origin)) ?? []
    const byNumber = entries.get(all.get(commit)?.revision ?? '')
    return byNumber ? [...byId, ...byNumber] : byId
  }
  function titled(key: string, depth: number): readonly Facts[] {
    return byTitle.get(key)?.[depth] ?? none
  }
  function addTitle(facts: Facts): void {
    let depths = byTitle.get(facts.key)
    if (!depths) byTitle.set(facts.key, (depths = []))
    const list = (depths[facts.depth] ??= [])
    list.push(facts)
    forget(list)
    forget(bySquashed.get(facts.key))
  }
  function forget(several: readonly Facts[] | undefined): void {
    if (several && several.length <= mostTitled + 1) for (const facts of several) relations.delete(facts)
  }
  function pushAndForget<K>(map: Map<K, Facts[]>, key: K, facts: Facts): void {
    push(map, key, facts)
    forget(map.get(key))
  }
  /** Whether what is related to it can be kept: `forget` passes over longer lists. */
  function isKept({ authorDate, changeIds }: Facts): boolean {
    const lists = [byAuthorDate.get(authorDate), byChangeId.get(changeIds.at(-1) ?? '')]
    return lists.every((list) => list === undefined || list.length <= mostTitled)
  }
  function relatedTo(facts: Facts): readonly Facts[] {
    const found = new Set<Facts>()
    const take = (several: readonly Facts[] | undefined, limit = Infinity): void => {
      if (several && several.length <= limit) for (const other of several) found.add(other)
    }
    take(titled(facts.key, facts.depth), mostTitled)
    take(byAuthorDate.get(facts.authorDate), 1000)
    for (const id of facts.changeIds.slice(-1)) take(byChangeId.get(id))
    for (const reference of facts.references) take(byReference.get(reference), tooCommon)
    take(bySquashed.get(facts.key), tooCommon)
    for (const key of facts.squashed) take(titled(key, facts.depth), tooCommon)
    found.delete(facts)
    return found.size === 0 ? none : [...found]
  }

  return {
    get size() {
      return all.size
    },
    add(facts) {
      if (all.has(facts.commit)) return
      all.set(facts.commit, facts)
      push(byPrefix, facts.commit.slice(0, prefixLength), facts.commit)
      if (facts.revision !== undefined) push(byRevision, facts.revision, facts.commit)
      push(byAuthor, facts.authorName, facts)
      addTitle(facts)
      pushAndForget(byAuthorDate, facts.authorDate, facts)
      for (const id of facts.changeIds) pushAndForget(byChangeId, id, facts)
      for (const reference of facts.references) pushAndForget(byReference, reference, facts)
      for (const key of facts.squashed) {
        pushAndForget(bySquashed, key, facts)
        for (const list of byTitle.get(key) ?? []) forget(list)
      }
      for (const origin of facts.origins) push(byOrigin, keyOf(origin), { origin, commit: facts.commit })
      for (const origin of facts.reverts) push(byReverted, keyOf(origin), { origin, facts })
    },
    facts: (commit) => all.get(commit),
    find(id) {
      if (all.has(id)) return id
      const fitting = isRevision(id)
        ? (byRevision.get(id) ?? [])
        : (byPrefix.get(id.slice(0, prefixLength)) ?? []).filter((commit) => commit.startsWith(id))
      return fitting.length === 1 ? fitting[0] : undefined
    },
    portsOf(commit) {
      const ports = naming(byOrigin, commit).flatMap(({ commit: port }) => (port === commit ? [] : [port]))
      // What was read first depends on which pair was asked for first.
      return ports.sort((a, b) => all.get(a)!.date - all.get(b)!.date || (a < b ? -1 : 1))
    },
    titled,
    by: (facts) => byAuthor.get(facts.authorName) ?? [],
    reversionsOf(facts) {
      const named = naming(byReverted, facts.commit)
      const quoting = titled(facts.key, facts.depth + 1)
      return named.length === 0 ? quoting : [...new Set([...named.map((entry) => entry.facts), ...quoting])]
    },
    related(facts) {
      let known = relations.get(facts)
      if (known) return known
      known = relatedTo(facts)
      if (isKept(facts)) relations.set(facts, known)
      return known
    },
  }
}

/** No other id begins so. */
export function isRevision(id: string): boolean {
  return id.startsWith('r')
}

/** Of an id the part that every abbreviation has. */
function keyOf(id: string): string {
  return isRevision(id) ? id : id.slice(0, prefixLength)
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
