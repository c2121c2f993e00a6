/** How alike two setting names are, from 0 to 1: the same words in another order or style count as alike. */
export function likeness(left: string, right: string): number {
  const [a, b] = [wordsOf(left), wordsOf(right)]
  const common = a.filter((word) => b.includes(word)).length
  const shared = common / Math.max(new Set([...a, ...b]).size, 1)
  const [one, other] = [a.join(''), b.join('')]
  const edits = 1 - distance(one, other) / Math.max(one.length, other.length, 1)
  return Math.max(shared, edits)
}

/** `stagingPort`, `staging_port` and `staging-port` are the same two words. */
function wordsOf(name: string): string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
}

/** Edit distance (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
