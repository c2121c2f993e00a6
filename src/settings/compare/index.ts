import { Pair, type CompareOptions } from './pair.ts'
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
  try {
    const pair = new Pair(original, updated, options)
    return pair.same ? { verdict: 'additive' } : compared(pair)
  } catch (error) {
    return { verdict: 'undecided', reason: error instanceof Error ? error.message : String(error) }
  }
}

function compared(pair: Pair): Comparison {
  const byDraft = ask(pair, false)
  if (!byDraft.ambiguous) return byDraft.comparison
  // Where the specification and Ajv differ (keywords beside "$ref" up to draft 7), only what both say is sure.
  const byAjv = ask(pair, true).comparison
  if (byAjv.verdict === byDraft.comparison.verdict) return byDraft.comparison
  return { verdict: 'undecided', reason: 'it hangs on a keyword that the specification and Ajv read differently' }
}

function ask(pair: Pair, besideRef: boolean): { comparison: Comparison; ambiguous: boolean } {
  const question = pair.read(besideRef)
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
