import type { Compiler, Context } from './compile.ts'
import type { Literal } from './literal.ts'
import type { Meaning } from './meaning.ts'
import { regExpOf } from './pattern.ts'
import { fromNumber, one } from './rational.ts'

/** Limits of numbers, lengths and patterns of strings, formats. */
export function scalarKeywords(compiler: Compiler, context: Context): Meaning[] {
  return [...numbers(compiler, context), ...strings(compiler, context)]
}

function numbers(compiler: Compiler, context: Context): Meaning[] {
  const { schema } = context
  const parts: Meaning[] = []
  const limit = (keyword: string, is: 'atLeast' | 'atMost', strict: boolean): void => {
    const value = schema[keyword]
    if (typeof value === 'number') parts.push(compiler.where('number', { is, limit: fromNumber(value), strict }))
    else if (value !== undefined) parts.push(bad(compiler, context, keyword, 'a number'))
  }
  // Draft 4 says `exclusiveMinimum: true` beside a `minimum`; later drafts give the limit itself.
  limit('minimum', 'atLeast', schema.exclusiveMinimum === true)
  limit('maximum', 'atMost', schema.exclusiveMaximum === true)
  if (typeof schema.exclusiveMinimum !== 'boolean') limit('exclusiveMinimum', 'atLeast', true)
  if (typeof schema.exclusiveMaximum !== 'boolean') limit('exclusiveMaximum', 'atMost', true)
  const { multipleOf } = schema
  if (typeof multipleOf === 'number' && multipleOf > 0) {
    parts.push(compiler.where('number', { is: 'multiple', of: fromNumber(multipleOf) }))
  } else if (multipleOf !== undefined) parts.push(bad(compiler, context, 'multipleOf', 'a number above 0'))
  return parts
}

function strings(compiler: Compiler, context: Context): Meaning[] {
  const { schema } = context
  const parts: Meaning[] = []
  const shortest = size(compiler, context, 'minLength')
  if (typeof shortest === 'number') {
    if (shortest > 0) parts.push(compiler.where('string', { is: 'longer', length: shortest }))
  } else if (shortest) parts.push(shortest)
  const longest = size(compiler, context, 'maxLength')
  if (typeof longest === 'number') parts.push(compiler.where('string', { is: 'shorter', length: longest }))
  else if (longest) parts.push(longest)
  const { pattern, format } = schema
  if (typeof pattern === 'string' && isPattern(pattern))
    parts.push(compiler.where('string', { is: 'matches', pattern }))
  else if (pattern !== undefined) parts.push(bad(compiler, context, 'pattern', 'a regular expression'))
  if (typeof format === 'string' && compiler.reading.formats) parts.push(assertedFormat(compiler, format))
  return parts
}

/** With `ajv-formats` these names limit numbers; all the others limit strings. */
function assertedFormat(compiler: Compiler, format: string): Meaning {
  const bits = { int32: 31, int64: 63 }[format]
  if (bits === undefined) return compiler.where('string', { is: 'format', format })
  const bound = 2n ** BigInt(bits)
  const literals: Literal[] = [
    { is: 'multiple', of: one },
    { is: 'atLeast', limit: { n: -bound, d: 1n }, strict: false },
    { is: 'atMost', limit: { n: bound - 1n, d: 1n }, strict: false },
  ]
  return compiler.meanings.and(literals.map((literal) => compiler.where('number', literal)))
}

/** A non-negative integer, the unreadable part where it is something else, or undefined where it is absent. */
export function size(compiler: Compiler, context: Context, keyword: string): number | Meaning | undefined {
  const value = context.schema[keyword]
  if (value === undefined) return undefined
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return value
  return bad(compiler, context, keyword, 'an integer from 0')
}

export function isPattern(source: string): boolean {
  try {
    regExpOf(source)
    return true
  } catch {
    return false
  }
}

export function bad(compiler: Compiler, context: Context, keyword: string, expected: string): Meaning {
  const found = JSON.stringify(context.schema[keyword])
  return compiler.unreadable(context.place, `"${keyword}" should be ${expected}, found ${found}`, `${keyword} ${found}`)
}
