/** Settings that move together are one decision, and told as one. */
import { groupBy } from '../group.ts'
import type { Finding } from '../model.ts'
import { groupOf, nameOf } from '../settings/moves.ts'
import type { View } from '../view.ts'
import type { SettingFacts } from './settings.ts'

/** Findings about settings that keep their name and go from one group to another as one finding; all others as they are. */
export function foldMoves<Facts extends SettingFacts>(
  view: View,
  findings: readonly Finding<Facts>[],
  beside: (facts: Facts) => unknown = () => null,
): readonly Finding<Facts>[] {
  const groups = groupBy(findings, (finding): unknown => {
    const { severity, known, facts } = finding
    if (facts.to === undefined || nameOf(facts.to) !== nameOf(facts.path)) return finding
    return JSON.stringify([facts.surface, groupOf(facts.path), groupOf(facts.to), severity, known, beside(facts)])
  })
  return [...groups.values()].flatMap((group) => (group.length === 1 ? group : [folded(view, group)]))
}

function folded<Facts extends SettingFacts>(view: View, group: readonly Finding<Facts>[]): Finding<Facts> {
  const first = group[0]!
  const [from, to] = [groupOf(first.facts.path), groupOf(first.facts.to!)]
  const tags = new Set(group.flatMap(({ releases }) => releases))
  return {
    ...first,
    subject: `${below(from, '*')} to ${below(to, '*')}`,
    ids: group.flatMap(({ subject, ids }) => [subject, ...ids]),
    releases: view.earlier.map(({ tag }) => tag).filter((tag) => tags.has(tag)),
    facts: { ...first.facts, path: from, to, moved: group.map(({ facts }) => nameOf(facts.path)) },
  }
}

/** `server.port` for `port` in `server`; the document itself has no name. */
export function below(group: string, name: string): string {
  return group === '' ? name : `${group}.${name}`
}

/** `3 settings of DEFAULT`. */
export function movedWords({ path, moved = [] }: SettingFacts): string {
  return `${moved.length} settings of ${path === '' ? 'the document itself' : path}`
}

/** Each setting under its former and its present name. */
export function movedNames({ path, to = '', moved = [] }: SettingFacts): readonly string[] {
  return moved.map((name) => `${below(path, name)} is now ${below(to, name)}`)
}
