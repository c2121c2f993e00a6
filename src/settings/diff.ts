import { compareSettings, type SettingChange } from './compare/index.ts'
import type { Draft } from './compare/draft.ts'

/** The verdict is about acceptance alone; `changes` also tell what no schema can refuse. */
export interface SettingsVerdict {
  readonly verdict: 'additive' | 'breaking' | 'undecided'
  readonly witness?: unknown
  readonly reason?: string
  readonly changes: readonly Pick<SettingChange, 'rule' | 'path' | 'before' | 'after' | 'to'>[]
}

export function compareFiles(original: unknown, updated: unknown, draft?: Draft): SettingsVerdict {
  const options = draft === undefined ? {} : { draft }
  const { comparison, changes } = compareSettings(original, updated, options)
  const listed = changes.map((change) => ({
    rule: change.rule,
    path: change.path,
    ...('before' in change ? { before: change.before } : {}),
    ...('after' in change ? { after: change.after } : {}),
    ...(change.to === undefined ? {} : { to: change.to }),
  }))
  return { ...comparison, changes: listed }
}

/** One line of a batch, `{"id","original","updated","draft"}`. A malformed line is answered with an `error`. */
export function compareLine(line: string): object {
  let row: unknown
  try {
    row = JSON.parse(line.replace(/^\uFEFF/, ''))
  } catch {
    return { error: 'not a line of JSON' }
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return { error: 'expected an object' }
  const { id, original, updated, draft } = row as Record<string, unknown>
  const known = id === undefined ? {} : { id }
  if (original === undefined || updated === undefined)
    return { ...known, error: 'expected the members original and updated' }
  const named = draft === undefined || draft === null ? undefined : draftNamed(draft)
  if (named === 'unknown') return { ...known, error: `unknown draft ${JSON.stringify(draft)}` }
  return { ...known, ...compareFiles(original, updated, named) }
}

/** The answer as a line of JSON; one that cannot be written (nested too deeply) is an error like any other. */
export function answerLine(line: string): string {
  try {
    return JSON.stringify(compareLine(line))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return JSON.stringify({ ...idOf(line), error: `no answer can be written: ${reason}` })
  }
}

function idOf(line: string): { id?: unknown } {
  const id = /"id"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d+)/.exec(line)?.[1]
  return id === undefined ? {} : { id: JSON.parse(id) as unknown }
}

const drafts: readonly Draft[] = ['4', '6', '7']

/** `7`, `draft7`, `draft-07`, `2019-09`, `2019` and the `$schema` address all name a draft. */
function draftNamed(given: unknown): Draft | 'unknown' {
  const text = String(given).toLowerCase()
  if (/2019(?:-?09)?(?!\d)/.test(text)) return '2019-09'
  if (/2020(?:-?12)?(?!\d)/.test(text)) return '2020-12'
  const number = /0?([467])(?:\/schema#?)?$/.exec(text)?.[1]
  return drafts.find((draft) => draft === number) ?? 'unknown'
}
