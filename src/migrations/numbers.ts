import { lastInOrder } from './order.ts'
import type { NoopRequest } from './reader.ts'

/** A year to a second, as most generators write it. */
const STAMP = /^(?:19|20)[0-9]{12}$/
/** Seconds since 1970, from 2001 on. */
const SECONDS = /^1[0-9]{9}$/

/** Decimal digits without leading zeros. */
export function canonicalNumber(digits: string): string {
  return digits.replace(/^0+(?=[0-9])/, '')
}

/** A number above all of the request's, in the project's own manner: a time where the last one is a time, else one more. */
export function nextNumber({ list, after, date }: Pick<NoopRequest, 'list' | 'after' | 'date'>): string {
  const last = lastInOrder([...list.migrations, ...after])?.id ?? '0'
  const time = timeLike(last, date)
  return time !== undefined && BigInt(time) > BigInt(last) ? time : (BigInt(last) + 1n).toString()
}

/** `YYYYMMDDHHMMSS` in UTC. */
export function stampOf(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace(/\D/g, '').slice(0, 14)
}

function timeLike(last: string, date: number): string | undefined {
  if (STAMP.test(last)) return stampOf(date)
  return SECONDS.test(last) ? String(date) : undefined
}
