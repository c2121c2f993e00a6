/** What a search came to: a value, the proof that there is none, or neither, with the reason. */
export type Outcome = { status: 'found'; value: unknown } | { status: 'empty' } | { status: 'unknown'; reason: string }

export const empty: Outcome = { status: 'empty' }

export function found(value: unknown): Outcome {
  return { status: 'found', value }
}

export function unknown(reason: string): Outcome {
  return { status: 'unknown', reason }
}
