import type { Migration } from '../model.ts'

const DIGITS = /^[0-9]/
const NUMBER = /^[0-9]+$/
const RUNS = /[0-9]+|[^0-9]+/g

/**
 * Order of two sort keys (`Migration.order`): part by part, a shorter key before its continuations. Inside a part runs
 * of digits compare by numeric value, of any length and without loss of precision; everything else by code unit.
 */
export function compareOrder(a: readonly string[], b: readonly string[]): number {
  const shared = Math.min(a.length, b.length)
  for (let i = 0; i < shared; i += 1) {
    const difference = comparePart(a[i] ?? '', b[i] ?? '')
    if (difference !== 0) return difference
  }
  return a.length - b.length
}

/** The same for migrations; ties keep their place in a stable sort. */
export function byOrder(a: Migration, b: Migration): number {
  return compareOrder(a.order, b.order)
}

/** The migration ordered last; undefined where there is none. */
export function lastInOrder(migrations: Iterable<Migration>): Migration | undefined {
  let last: Migration | undefined
  for (const migration of migrations) if (last === undefined || byOrder(migration, last) > 0) last = migration
  return last
}

function comparePart(a: string, b: string): number {
  if (a === b) return 0
  // Nearly all are numbers, and most are compared over and over.
  if (NUMBER.test(a) && NUMBER.test(b)) return compareRun(a, b)
  const left = a.match(RUNS) ?? []
  const right = b.match(RUNS) ?? []
  const shared = Math.min(left.length, right.length)
  for (let i = 0; i < shared; i += 1) {
    const difference = compareRun(left[i] ?? '', right[i] ?? '')
    if (difference !== 0) return difference
  }
  return left.length - right.length
}

function compareRun(a: string, b: string): number {
  if (a === b) return 0
  if (!DIGITS.test(a) || !DIGITS.test(b)) return a < b ? -1 : 1
  // A longer number is the larger one once leading zeros are gone, so no conversion can lose digits.
  const left = a.replace(/^0+/, '')
  const right = b.replace(/^0+/, '')
  if (left.length !== right.length) return left.length - right.length
  if (left === right) return 0
  return left < right ? -1 : 1
}
