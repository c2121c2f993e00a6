import type { Compiler, Context } from './compile.ts'
import { isObject } from './json.ts'
import type { Formula } from './formula.ts'
import type { Meaning } from './meaning.ts'
import { ownNames } from './object-keywords.ts'
import { Unresolved, type Place } from './resources.ts'

/** What schemas that accepted a value have looked at in it. */
export interface Evaluated {
  /** Property names. */
  names: Formula
  /** The first so many items. */
  items: number
  /** Items anywhere that are of this meaning (`contains`). */
  matching: Meaning
}

/** The cases of one schema exclude each other, and one of them applies to every value that the schema accepts. */
export interface Case {
  condition: Meaning
  evaluated: Evaluated
}

const mostCases = 128
const deepest = 12

export function nothing(compiler: Compiler): Evaluated {
  return { names: compiler.meanings.formulas.false, items: 0, matching: compiler.meanings.none }
}

/** Undefined where there are too many. `outer` leaves the schema's own `unevaluated...` keywords out. */
export function branchCases(compiler: Compiler, context: Context, outer: boolean, depth = 0): Case[] | undefined {
  if (depth > deepest) return undefined
  const { schema } = context
  let cases: Case[] | undefined = [{ condition: compiler.meanings.all, evaluated: own(compiler, context, outer) }]
  const join = (more: Case[] | undefined): void => {
    cases = cases && more ? product(compiler, cases, more) : undefined
  }
  const branch = (...tokens: (string | number)[]): Case[] | undefined => below(compiler, context, depth, tokens)
  const optional = (condition: Meaning, inner: Case[] | undefined): Case[] | undefined =>
    inner && split(compiler, condition, inner)
  for (const keyword of ['$ref', '$dynamicRef', '$recursiveRef']) {
    const reference = schema[keyword]
    if (typeof reference === 'string') join(referred(compiler, context, reference, keyword !== '$ref', depth))
  }
  for (const index of indexes(schema.allOf)) join(branch('allOf', index))
  for (const keyword of ['anyOf', 'oneOf']) {
    for (const index of indexes(schema[keyword])) {
      join(optional(compiler.inPlace(context, keyword, index), branch(keyword, index)))
    }
  }
  if (schema.if !== undefined) {
    const condition = compiler.inPlace(context, 'if')
    join(optional(condition, branch('if')))
    if (schema.then !== undefined) join(optional(condition, branch('then')))
    if (schema.else !== undefined) join(optional(condition.not, branch('else')))
  }
  for (const keyword of ['dependentSchemas', 'dependencies']) {
    const map = schema[keyword]
    if (!isObject(map)) continue
    for (const name of Object.keys(map)) {
      const present = compiler.meanings.and([
        compiler.has(name),
        compiler.meanings.only('object', compiler.meanings.formulas.true),
      ])
      if (!Array.isArray(map[name])) join(optional(present, branch(keyword, name)))
    }
  }
  return cases
}

function own(compiler: Compiler, context: Context, outer: boolean): Evaluated {
  const { schema } = context
  const { formulas } = compiler.meanings
  const evaluated = nothing(compiler)
  const allNames = schema.additionalProperties !== undefined || (!outer && schema.unevaluatedProperties !== undefined)
  evaluated.names = allNames ? formulas.true : formulas.or(ownNames(compiler, context))
  const latest = compiler.reading.draft === '2020-12'
  const list = latest ? schema.prefixItems : schema.items
  if (Array.isArray(list)) evaluated.items = list.length
  const rest = latest || !Array.isArray(schema.items) ? schema.items : schema.additionalItems
  if (rest !== undefined || (!outer && schema.unevaluatedItems !== undefined)) evaluated.items = Infinity
  if (schema.contains !== undefined) {
    compiler.ambiguous = true
    // Ajv leaves a `contains` that demands nothing aside altogether.
    const idle = schema.minContains === 0 && schema.maxContains === undefined
    if (compiler.reading.asAjv && !idle) evaluated.items = Infinity
    if (compiler.reading.asAjv && idle) return evaluated
  }
  if (latest && schema.contains !== undefined) evaluated.matching = compiler.below(context, 'contains')
  return evaluated
}

function below(compiler: Compiler, context: Context, depth: number, tokens: (string | number)[]): Case[] | undefined {
  return casesAt(compiler, context, compiler.resources.child(context.place, ...tokens), depth)
}

function casesAt(compiler: Compiler, { scope }: Context, place: Place, depth: number): Case[] | undefined {
  const { schema } = place
  if (!isObject(schema)) return [{ condition: compiler.meanings.all, evaluated: nothing(compiler) }]
  return branchCases(compiler, { place, schema, scope: compiler.scopeIn(place, scope) }, false, depth + 1)
}

function referred(
  compiler: Compiler,
  context: Context,
  reference: string,
  dynamic: boolean,
  depth: number,
): Case[] | undefined {
  try {
    return casesAt(compiler, context, compiler.resources.target(reference, context, dynamic), depth)
  } catch (error) {
    if (error instanceof Unresolved) return undefined
    throw error
  }
}

/** The cases of a schema that applies only under a condition. */
function split(compiler: Compiler, condition: Meaning, inner: readonly Case[]): Case[] {
  const { meanings } = compiler
  const looks = inner.some(({ evaluated }) => !isNothing(compiler, evaluated))
  if (!looks) return [{ condition: meanings.all, evaluated: nothing(compiler) }]
  return [
    { condition: condition.not, evaluated: nothing(compiler) },
    ...inner.map((one) => ({ ...one, condition: meanings.and([condition, one.condition]) })),
  ]
}

function isNothing(compiler: Compiler, { names, items, matching }: Evaluated): boolean {
  return names.type === 'false' && items === 0 && matching === compiler.meanings.none
}

function product(compiler: Compiler, left: readonly Case[], right: readonly Case[]): Case[] | undefined {
  const { meanings } = compiler
  const cases: Case[] = []
  for (const a of left) {
    for (const b of right) {
      const condition = meanings.and([a.condition, b.condition])
      if (condition === meanings.none) continue
      cases.push({ condition, evaluated: combine(compiler, a.evaluated, b.evaluated) })
    }
  }
  return cases.length > mostCases ? undefined : cases
}

function combine(compiler: Compiler, a: Evaluated, b: Evaluated): Evaluated {
  return {
    names: compiler.meanings.formulas.or([a.names, b.names]),
    items: Math.max(a.items, b.items),
    matching: compiler.meanings.or([a.matching, b.matching]),
  }
}

function indexes(list: unknown): number[] {
  return Array.isArray(list) ? [...list.keys()] : []
}
