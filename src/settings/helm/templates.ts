import { tooMany } from '../../languages/limits.ts'
import { DEEPEST, namesOf, readActions, type Use } from './actions.ts'

/** What the templates of a chart read, as far as their text tells. */
export interface Reads {
  /** By name: what is read inside this value. */
  readonly members: ReadonlyMap<string, Reads>
  readonly use: Use
}

const taken: Reads = { members: new Map(), use: 'whole' }

/** What is read inside a value. */
export function readsInside(reads: Reads | undefined, name: string): Reads | undefined {
  return reads?.members.get(name) ?? (reads?.use === 'whole' ? taken : undefined)
}

/** Whether the entries of a value are the users' own. */
export function hasOwnEntries(reads: Reads | undefined): boolean {
  return reads !== undefined && reads.use !== 'named'
}

interface Growing {
  readonly members: Map<string, Growing>
  use: Use
}

/** Many times as many as the largest charts read in all. */
const MOST_READ = 20_000

/** A value that is only looked at to refuse it is not read: it is gone. */
const REFUSED = /\{\{-?\s*(else\s+)?if\s[^{}]*\}\}\s*\{\{-?\s*fail\b/g
/** Refused whenever it is set, not only beside something else: what other templates read of it, they never get. */
const ALWAYS_REFUSED = /\{\{-?\s*if\s+\$?\.Values((?:\.[A-Za-z_]\w*)+)\s*-?\}\}\s*\{\{-?\s*fail\b/g

/** Paths below `.Values` that a template names. */
export interface TemplateValues {
  readonly read: readonly Mention[]
  readonly refused: readonly Path[]
}

type Path = readonly string[]

interface Mention {
  readonly path: Path
  readonly use: Use
}

export function valuesRead(text: string): TemplateValues {
  const mentions = new Map<string, Mention>()
  const add = (path: Path, use: Use): void => {
    const isCut = path.length > DEEPEST
    const shown = isCut ? path.slice(0, DEEPEST) : path
    const key = shown.join('\n')
    const known = mentions.get(key)
    if (known === undefined && mentions.size === MOST_READ) throw tooMany('values that a template reads', MOST_READ, 1)
    mentions.set(key, { path: shown, use: isCut ? 'whole' : more(use, known?.use) })
  }
  const kept = text.replace(REFUSED, (_, otherwise: string | undefined) => `{{${otherwise ?? ''}if true}}{{fail`)
  readActions(kept, add)
  const refused = [...text.matchAll(ALWAYS_REFUSED)].map(([, dotted = '']) => namesOf(dotted))
  return { read: [...mentions.values()], refused }
}

/** The templates of one chart together. */
export function readsOf(templates: readonly TemplateValues[]): Reads {
  const root: Growing = { members: new Map(), use: 'named' }
  const refused = templates.flatMap((template) => template.refused)
  const isGone = (path: readonly string[]): boolean =>
    refused.some((gone) => gone.length <= path.length && gone.every((name, n) => name === path[n]))
  for (const { path, use } of templates.flatMap(({ read }) => read)) {
    if (isGone(path)) continue
    let at = root
    for (const name of path) {
      let next = at.members.get(name)
      if (!next) at.members.set(name, (next = { members: new Map(), use: 'named' }))
      at = next
    }
    at.use = more(use, at.use)
  }
  spread(root)
  return root
}

/** What is taken as it is is taken with all that it holds. */
function spread({ members, use }: Growing): void {
  for (const inside of members.values()) {
    if (use === 'whole') inside.use = 'whole'
    spread(inside)
  }
}

const uses: readonly Use[] = ['named', 'entries', 'whole']

function more(one: Use, other: Use = 'named'): Use {
  return uses.indexOf(one) > uses.indexOf(other) ? one : other
}
