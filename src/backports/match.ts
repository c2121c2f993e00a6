/** What may show that a commit is the same change as another. */
export const kinds = ['trailer', 'patch-id', 'migration', 'change-id', 'subject', 'reference', 'lines'] as const
export type Kind = (typeof kinds)[number]

export interface Match {
  readonly commit: string
  /** The same change on the other line; null where there is none, or where it was reverted there and not on this line too. */
  readonly equivalent: string | null
  /** The strongest evidence; absent where there is no equivalent. */
  readonly by?: Kind
}
