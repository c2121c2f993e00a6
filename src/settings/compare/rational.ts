/** Exact arithmetic on the decimals that JSON numbers are: 0.3 is three tenths, whatever a float makes of it. */

export interface Rational {
  /** Numerator, with the sign. */
  n: bigint
  /** Denominator, positive; the fraction is reduced. */
  d: bigint
}

export const zero: Rational = { n: 0n, d: 1n }
export const one: Rational = { n: 1n, d: 1n }

export function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

export function rational(n: bigint, d: bigint): Rational {
  const common = gcd(n, d) || 1n
  return d < 0n ? { n: -n / common, d: -d / common } : { n: n / common, d: d / common }
}

/** The decimal that the shortest text of the number shows. */
export function fromNumber(value: number): Rational {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value))
  if (!match) return zero
  const [, sign = '', whole = '0', part = '', exponent = '0'] = match
  const digits = BigInt(sign + whole + part)
  const power = Number(exponent) - part.length
  return power >= 0 ? rational(digits * 10n ** BigInt(power), 1n) : rational(digits, 10n ** BigInt(-power))
}

/** The nearest double; callers check with `fromNumber` where they need to know that nothing was lost. */
export function toNumber(value: Rational): number {
  const negative = value.n < 0n
  const n = negative ? -value.n : value.n
  let scale = value.d
  let digits = 0
  // Terminating decimals (all that can occur in a schema) are read back from their text, so that 0.1 stays 0.1.
  while ((n * 10n ** BigInt(digits)) % scale !== 0n && digits < 340) digits++
  const scaled = n * 10n ** BigInt(digits)
  scale = scaled / scale
  return Number(`${negative ? '-' : ''}${scale}e-${digits}`)
}

export function compare(a: Rational, b: Rational): number {
  const left = a.n * b.d
  const right = b.n * a.d
  return left < right ? -1 : left > right ? 1 : 0
}

export function add(a: Rational, b: Rational): Rational {
  return rational(a.n * b.d + b.n * a.d, a.d * b.d)
}

export function divide(a: Rational, b: Rational): Rational {
  return rational(a.n * b.d, a.d * b.n)
}

export function multiply(a: Rational, b: Rational): Rational {
  return rational(a.n * b.n, a.d * b.d)
}

export function floor(a: Rational): bigint {
  const quotient = a.n / a.d
  return a.n < 0n && quotient * a.d !== a.n ? quotient - 1n : quotient
}

export function ceil(a: Rational): bigint {
  return -floor({ n: -a.n, d: a.d })
}

/** The smallest positive number that is a multiple of both. */
export function commonMultiple(a: Rational, b: Rational): Rational {
  const n = (a.n * b.n) / gcd(a.n, b.n)
  return rational(n, gcd(a.d, b.d))
}

export function isMultiple(value: Rational, of: Rational): boolean {
  return divide(value, of).d === 1n
}

export function textOf(a: Rational): string {
  return a.d === 1n ? a.n.toString() : `${a.n.toString()}/${a.d.toString()}`
}
