import { tooMany } from '../../languages/limits.ts'

/** What the templates of a chart read, as far as their text tells. */
export interface Reads {
  /** By name: what is read inside this value. */
  readonly members: ReadonlyMap<string, Reads>
  /** Whether the value itself is read: all that it holds may be. */
  readonly whole: boolean
}

interface Growing {
  readonly members: Map<string, Growing>
  whole: boolean
}

/** Nobody nests values deeper: what is read further inside is read as a whole. */
const DEEPEST = 50

/** Many times as many as the largest charts read in all. */
const MOST_READ = 20_000

/** A value that is only looked at to refuse it is not read: it is gone. */
const REFUSED = /\{\{-?\s*(?:else\s+)?if\s[^{}]*\}\}\s*\{\{-?\s*fail\b/g
/** Refused whenever it is set, not only beside something else: what other templates read of it, they never get. */
const ALWAYS_REFUSED = /\{\{-?\s*if\s+\$?\.Values((?:\.[A-Za-z_]\w*)+)\s*-?\}\}\s*\{\{-?\s*fail\b/g
const DOTTED = /\.Values((?:\)?\.[A-Za-z_]\w*)+)/g
/** The first `.Values` of a name: to try each of a thousand would take as many times as long. */
const INDEXED =
  /\b(?:index|get|hasKey)\s+\(?(?:(?!\.Values\b)[$\w.])*\.Values((?:\.[A-Za-z_]\w*)*)\)?((?:\s+"[^"\n]+")+)/g

/** Paths below `.Values` that a template names. */
export interface TemplateValues {
  readonly read: readonly (readonly string[])[]
  readonly refused: readonly (readonly string[])[]
}

export function valuesRead(text: string): TemplateValues {
  const paths = new Map<string, readonly string[]>()
  const add = (path: readonly string[]): void => {
    if (paths.size === MOST_READ) throw tooMany('values that a template reads', MOST_READ, 1)
    paths.set(path.slice(0, DEEPEST).join('\n'), path.slice(0, DEEPEST))
  }
  const kept = text.replace(REFUSED, '')
  for (const [, dotted = ''] of kept.matchAll(DOTTED)) add(namesOf(dotted))
  for (const [, dotted = '', quoted = ''] of kept.matchAll(INDEXED)) {
    add([...namesOf(dotted), ...[...quoted.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name)])
  }
  const refused = [...text.matchAll(ALWAYS_REFUSED)].map(([, dotted = '']) => namesOf(dotted))
  return { read: [...paths.values()], refused }
}

function namesOf(dotted: string): readonly string[] {
  return dotted
    .replaceAll(')', '')
    .split('.')
    .filter((name) => name !== '')
}

/** The templates of one chart together. */
export function readsOf(templates: readonly TemplateValues[]): Reads {
  const root: Growing = { members: new Map(), whole: false }
  const refused = templates.flatMap((template) => template.refused)
  const isGone = (path: readonly string[]): boolean =>
    refused.some((gone) => gone.length <= path.length && gone.every((name, n) => name === path[n]))
  for (const path of templates.flatMap(({ read }) => read)) {
    if (isGone(path)) continue
    let at = root
    for (const name of path) {
      let next = at.members.get(name)
      if (!next) at.members.set(name, (next = { members: new Map(), whole: false }))
      at = next
    }
    at.whole = true
  }
  return root
}
