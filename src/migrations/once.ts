import type { FileRef } from '../snapshots/files.ts'

/**
 * Remembers what was made of a set of files. Most releases have most lists in common: making each once saves time, and
 * the engines, which remember by list, meet the same one again.
 */
export function onceForFiles<Made>(): (files: readonly FileRef[], parsed: readonly object[], make: () => Made) => Made {
  // Held by what the files were parsed to, so that it goes when that goes.
  const known = new WeakMap<object, Map<string, Made>>()
  return (files, parsed, make) => {
    const [anchor] = parsed
    if (!anchor) return make()
    const answers = known.get(anchor) ?? new Map<string, Made>()
    known.set(anchor, answers)
    let key = ''
    for (const { path, oid } of files) key += `${path}\0${oid}\0`
    const answer = answers.get(key) ?? make()
    answers.set(key, answer)
    return answer
  }
}
