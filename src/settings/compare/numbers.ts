import type { Literal } from './literal.ts'
import { empty, found, unknown, type Outcome } from './outcome.ts'
import * as rational from './rational.ts'
import type { Rational } from './rational.ts'

/** More multiples than this are not tried one by one. */
const mostMultiples = 20_000n
/** Between two doubles as they occur in schemas there is a decimal with so few more digits. */
const finest = 25

interface Limit {
  value: Rational
  strict: boolean
}

interface Range {
  low: Limit | undefined
  high: Limit | undefined
  /** Everything must be a multiple of it. */
  step: Rational | undefined
  notMultiples: Rational[]
  different: Rational[]
}

/** Finds a number that satisfies all literals, an integer near zero where one will do. */
export function solveNumber(literals: readonly Literal[]): Outcome {
  const range = read(literals)
  return range.step ? multiples(range, range.step) : reals(range)
}

function read(literals: readonly Literal[]): Range {
  const range: Range = { low: undefined, high: undefined, step: undefined, notMultiples: [], different: [] }
  for (const literal of literals) {
    if (literal.is === 'atLeast') range.low = tighter(range.low, literal.limit, literal.strict, 1)
    else if (literal.is === 'atMost') range.high = tighter(range.high, literal.limit, literal.strict, -1)
    else if (literal.is === 'multiple')
      range.step = range.step ? rational.commonMultiple(range.step, literal.of) : literal.of
    else if (literal.is === 'notMultiple') range.notMultiples.push(literal.of)
    else if (literal.is === 'different') range.different.push(rational.fromNumber(Number(literal.value)))
  }
  return range
}

function tighter(known: Limit | undefined, value: Rational, strict: boolean, sign: 1 | -1): Limit {
  const difference = known ? rational.compare(value, known.value) * sign : 1
  if (!known || difference > 0) return { value, strict }
  return difference === 0 ? { value, strict: strict || known.strict } : known
}

function inside(value: Rational, { low, high }: Range): boolean {
  if (low) {
    const order = rational.compare(value, low.value)
    if (order < 0 || (order === 0 && low.strict)) return false
  }
  if (high) {
    const order = rational.compare(value, high.value)
    if (order > 0 || (order === 0 && high.strict)) return false
  }
  return true
}

function fits(value: Rational, range: Range): boolean {
  if (!inside(value, range)) return false
  if (range.notMultiples.some((of) => rational.isMultiple(value, of))) return false
  return !range.different.some((other) => rational.compare(value, other) === 0)
}

function multiples(range: Range, step: Rational): Outcome {
  const first = range.low && rational.ceil(rational.divide(range.low.value, step))
  const last = range.high && rational.floor(rational.divide(range.high.value, step))
  // The multiples that are forbidden recur with this period, counted in steps.
  const periods = range.notMultiples.map((of) => rational.divide(step, of).d)
  if (periods.includes(1n)) return empty
  const period = periods.reduce((a, b) => (a * b) / rational.gcd(a, b), 1n)
  const enough = (BigInt(range.different.length) + 2n) * period
  let tried = 0n
  let blurred = false
  for (const k of outwards(first, last, everyDistance())) {
    if (tried++ > enough) break
    if (tried > mostMultiples) return unknown('too many multiples to try')
    const value = rational.multiply({ n: k, d: 1n }, step)
    if (!fits(value, range)) continue
    const number = asDouble(value, range)
    if (number !== undefined) return found(number)
    blurred = true
  }
  return blurred ? further(first, last, step, range) : empty
}

/** Beyond 2^53 the next multiple may be the same double as a forbidden one: wider and wider steps find another. */
function further(first: bigint | undefined, last: bigint | undefined, unit: Rational, range: Range): Outcome {
  for (const k of outwards(first, last, doublingDistance())) {
    const number = asDouble(rational.multiply({ n: k, d: 1n }, unit), range)
    if (number !== undefined) return found(number)
  }
  return unknown('no number of so few digits that a document can hold it')
}

/** The number as a document holds it, where it still fits after rounding. */
function asDouble(value: Rational, range: Range): number | undefined {
  const number = rational.toNumber(value)
  if (!Number.isFinite(number)) return undefined
  const held = rational.fromNumber(number)
  if (range.step && !rational.isMultiple(held, range.step)) return undefined
  return fits(held, range) ? number : undefined
}

function* everyDistance(): Generator<bigint> {
  for (let distance = 1n; ; distance++) yield distance
}

function* doublingDistance(): Generator<bigint> {
  for (let power = 0n; power < 1100n; power++) yield 2n ** power
}

/** The integers from `first` to `last` (unbounded where undefined): the one nearest zero, then those at the distances. */
function* outwards(
  first: bigint | undefined,
  last: bigint | undefined,
  distances: Iterable<bigint>,
): Generator<bigint> {
  const start = first !== undefined && first > 0n ? first : last !== undefined && last < 0n ? last : 0n
  const within = (k: bigint): boolean => (first === undefined || k >= first) && (last === undefined || k <= last)
  if (within(start)) yield start
  for (const distance of distances) {
    const [up, down] = [start + distance, start - distance]
    if (!within(up) && !within(down)) return
    if (within(up)) yield up
    if (within(down)) yield down
  }
}

function reals(range: Range): Outcome {
  const { low, high } = range
  if (low && high) {
    const order = rational.compare(low.value, high.value)
    if (order > 0 || (order === 0 && (low.strict || high.strict))) return empty
    if (order === 0) {
      if (!fits(low.value, range)) return empty
      const number = asDouble(low.value, range)
      return number === undefined ? unknown('no number that a document can hold exactly') : found(number)
    }
  }
  // What is forbidden are single points and grids; between them a fine enough decimal always fits.
  const attempts = range.different.length + range.notMultiples.length * 2 + 6
  for (let digits = 0; digits <= finest; digits++) {
    const unit: Rational = { n: 1n, d: 10n ** BigInt(digits) }
    const first = low && rational.ceil(rational.divide(low.value, unit))
    const last = high && rational.floor(rational.divide(high.value, unit))
    let tried = 0
    for (const k of outwards(first, last, everyDistance())) {
      if (tried++ > attempts) break
      const number = asDouble(rational.multiply({ n: k, d: 1n }, unit), range)
      if (number !== undefined) return found(number)
    }
  }
  const integers = [low && rational.ceil(low.value), high && rational.floor(high.value)] as const
  return further(...integers, rational.one, range)
}
