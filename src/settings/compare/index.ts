import { changesOf, type SettingChange } from './changes.ts'
import { Pair, type CompareOptions, type Question } from './pair.ts'
import type { Outcome } from './outcome.ts'

export { changes, type SettingChange, type SettingRule } from './changes.ts'
export type { Draft } from './draft.ts'
export { outlineOf, type SettingOutline } from './outline.ts'
export { likeness } from './words.ts'
export type { CompareOptions } from './pair.ts'

export interface Comparison {
  verdict: 'additive' | 'breaking' | 'undecided'
  /** A document that `original` accepts and `updated` refuses: present (also as null) whenever the verdict is breaking. */
  witness?: unknown
  /** Why nothing could be decided. */
  reason?: string
}

/**
 * Whether every document that `original` accepts is accepted by `updated` too. `additive` is proven, `breaking` comes
 * with a document that Ajv confirms; everything else is `undecided`. Never throws, never reads a network.
 */
export function compareSchemas(original: unknown, updated: unknown, options: CompareOptions = {}): Comparison {
  return compareSettings(original, updated, options, () => []).comparison
}

/** The verdict and what became of each setting: the schemas are read once for both. Never throws. */
export function compareSettings(
  original: unknown,
  updated: unknown,
  options: CompareOptions = {},
  list: (question: Question) => SettingChange[] = changesOf,
): { comparison: Comparison; changes: SettingChange[] } {
  try {
    const pair = new Pair(original, updated, options)
    if (pair.same) return { comparison: { verdict: 'additive' }, changes: [] }
    const question = pair.read(false)
    return { comparison: compared(pair, question), changes: list(question) }
  } catch (error) {
    return { comparison: { verdict: 'undecided', reason: reasonOf(error) }, changes: [] }
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function compared(pair: Pair, question: Question): Comparison {
  const byDraft = ask(question)
  // A break that the specification's reading finds is one that Ajv has confirmed: both say it.
  if (!byDraft.ambiguous || byDraft.comparison.verdict === 'breaking') return byDraft.comparison
  // Where the specification and Ajv differ (keywords beside "$ref" up to draft 7), only what both say is sure.
  const byAjv = ask(pair.read(true)).comparison
  if (byAjv.verdict === byDraft.comparison.verdict) return byDraft.comparison
  return { verdict: 'undecided', reason: 'it hangs on a keyword that the specification and Ajv read differently' }
}

function ask(question: Question): { comparison: Comparison; ambiguous: boolean } {
  const outcome = question.confirmedBreak(() => [question.original.root(), question.updated.root().not])
  return { comparison: verdictOf(outcome), ambiguous: question.ambiguous }
}

function verdictOf(outcome: Outcome): Comparison {
  switch (outcome.status) {
    case 'found':
      return { verdict: 'breaking', witness: outcome.value }
    case 'empty':
      return { verdict: 'additive' }
    case 'unknown':
      return { verdict: 'undecided', reason: outcome.reason }
  }
}
