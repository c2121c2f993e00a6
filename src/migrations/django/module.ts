import {
  assignedBy,
  assignedValue,
  blockOf,
  digestOfLines,
  importsSorted,
  outlinePython,
  type PyLine,
  type PyOutline,
} from '../../languages/python-outline.ts'
import type { PyValue } from '../../languages/python.ts'
import type { Effect } from '../../model.ts'
import { effectOf, modelsIn } from './operations.ts'

/** A module of a migrations folder. */
export interface Module {
  /** It names Django. */
  readonly django: boolean
  /** Undefined where it has no class Migration. */
  readonly migration: MigrationClass | undefined
}

export interface MigrationClass {
  /** Of the class. */
  readonly line: number
  readonly dependencies: readonly Reference[]
  readonly replaces: readonly Reference[]
  /** What could not be told without running the module. */
  readonly riddles: readonly { readonly line: number; readonly attribute: string }[]
  readonly digest: string
  readonly effect: Effect
  readonly models: readonly string[]
}

export interface Reference {
  readonly label: string
  readonly name: string
}

/** Attributes that say where the migration stands, not what it does. */
const PLACE: ReadonlySet<string> = new Set(['dependencies', 'replaces', 'run_before', 'initial'])

/** Throws `Unclear` with the line of a quote or bracket that is never closed. */
export function readModule(text: string): Module {
  const outline = outlinePython(text)
  const imports = (name: string): boolean =>
    outline.lines.some(({ words: [how, from] }) => (how === 'from' || how === 'import') && from === name)
  const django = imports('django')
  const opener = outline.lines.find(({ words }) => words[0] === 'class' && words[1] === 'Migration')
  // South's migrations look the same from outside - South docs, "Migration structure".
  if (!opener || imports('south')) return { django, migration: undefined }
  return { django: django || opener.words.includes('migrations'), migration: readClass(outline, opener) }
}

function readClass(outline: PyOutline, opener: PyLine): MigrationClass {
  const block = blockOf(outline, opener)
  const body = block.filter(({ depth }) => depth === opener.depth + 1)
  const riddles: { line: number; attribute: string }[] = []
  const referencesOf = (attribute: string): readonly Reference[] => {
    const assignment = body.find((line) => assignedBy(line) === attribute)
    if (!assignment) return []
    const found = references(assignedValue(outline, assignment))
    if (!found) riddles.push({ line: assignment.line, attribute })
    return found ?? []
  }
  const place = new Set(body.filter((line) => PLACE.has(assignedBy(line) ?? '')))
  return {
    line: opener.line,
    dependencies: referencesOf('dependencies'),
    replaces: referencesOf('replaces'),
    riddles,
    digest: digestOfLines(importsSorted(outline.lines.filter((line) => !place.has(line)))),
    effect: effectOf(outline, body),
    models: modelsIn(body),
  }
}

/** `("app", "0001_initial")`; what is not (`swappable_dependency(...)`) points to another app. Undefined for no list. */
function references(value: PyValue): readonly Reference[] | undefined {
  if (value.kind !== 'list' && value.kind !== 'tuple') return undefined
  return value.items.flatMap((item) => {
    if (item.kind !== 'tuple' && item.kind !== 'list') return []
    const [label, name] = item.items
    return label?.kind === 'string' && name?.kind === 'string' ? [{ label: label.value, name: name.value }] : []
  })
}
