interface Words {
  readonly words: readonly string[]
  readonly joined: string
  /** Likeness to other names, as far as it was asked for. */
  readonly known: Map<string, number>
}

// Releases share most of their names: each is taken apart once, and two are compared once.
const names = new Map<string, Words>()
/** So many answers are kept; then it starts anew. */
const mostKnown = 1_000_000
let answers = 0

/** How alike two setting names are, from 0 to 1: the same words in another order or style count as alike. */
export function likeness(left: string, right: string): number {
  const a = wordsOf(left)
  let answer = a.known.get(right)
  if (answer !== undefined) return answer
  answer = compare(a, wordsOf(right))
  answers += 1
  if (answers > mostKnown) {
    names.clear()
    answers = 0
  } else a.known.set(right, answer)
  return answer
}

function compare(a: Words, b: Words): number {
  const common = a.words.filter((word) => b.words.includes(word)).length
  const shared = common === 0 ? 0 : common / new Set([...a.words, ...b.words]).size
  const longest = Math.max(a.joined.length, b.joined.length, 1)
  return Math.max(shared, 1 - distance(a.joined, b.joined) / longest)
}

/** `stagingPort`, `staging_port` and `staging-port` are the same two words. */
function wordsOf(name: string): Words {
  let found = names.get(name)
  if (!found) {
    const words = name
      .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter((word) => word !== '')
    names.set(name, (found = { words, joined: words.join(''), known: new Map() }))
  }
  return found
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
