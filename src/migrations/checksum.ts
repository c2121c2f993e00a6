import type { Behaviour, Migration } from '../model.ts'

/** Equal for two texts between which the engine sees no difference. */
export function checksumOf({ checksum, digest }: Migration): string {
  return checksum ?? digest
}

/**
 * Whether an edit is worth a word: the meaning changed, or the engine minds what did. Where nobody knows whether it does,
 * a comment is no news.
 */
export function isEdited(before: Migration, now: Migration, { edited }: Behaviour): boolean {
  if (before.digest !== now.digest) return true
  const minds = (edited === 'refuses' || edited === 'reruns') && !now.mayChange
  return minds && checksumOf(before) !== checksumOf(now)
}
