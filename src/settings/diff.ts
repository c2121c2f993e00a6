import { changes, compareSchemas, type SettingChange } from './compare/index.ts'
import type { Draft } from './compare/draft.ts'

/** The verdict is about acceptance alone; `changes` also tell what no schema can refuse. */
export interface SettingsVerdict {
  readonly verdict: 'additive' | 'breaking' | 'undecided'
  readonly witness?: unknown
  readonly reason?: string
  readonly changes: readonly Pick<SettingChange, 'rule' | 'path' | 'before' | 'after'>[]
}

export function compareFiles(original: unknown, updated: unknown, draft?: Draft): SettingsVerdict {
  const options = draft === undefined ? {} : { draft }
  const listed = changes(original, updated, options).map((change) => ({
    rule: change.rule,
    path: change.path,
    ...('before' in change ? { before: change.before } : {}),
    ...('after' in change ? { after: change.after } : {}),
  }))
  return { ...compareSchemas(original, updated, options), changes: listed }
}

/** One line of a batch, `{"id","original","updated","draft"}`. A malformed line is answered with an `error`. */
export function compareLine(line: string): object {
  let row: unknown
  try {
    row = JSON.parse(line)
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

const drafts: readonly Draft[] = ['4', '6', '7', '2019-09', '2020-12']

/** `7`, `draft7`, `draft-07`, `2019-09` and the `$schema` address all name a draft. */
function draftNamed(given: unknown): Draft | 'unknown' {
  const text = String(given).toLowerCase()
  const year = /20(?:19|20)-?\d\d/.exec(text)?.[0].replace(/^(\d{4})-?/, '$1-')
  const number = /0?([467])(?:\/schema#?)?$/.exec(text)?.[1]
  return drafts.find((draft) => draft === (year ?? number)) ?? 'unknown'
}
