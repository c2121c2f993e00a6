import type { Compiler, Context } from './compile.ts'
import { isModern } from './draft.ts'
import type { Formula } from './formula.ts'
import { isObject } from './json.ts'
import type { Meaning } from './meaning.ts'
import { bad, isPattern, size } from './scalar-keywords.ts'

/** Properties, their names, their number and what they depend on. */
export function objectKeywords(compiler: Compiler, context: Context): Meaning[] {
  const parts = [...properties(compiler, context), ...required(compiler, context), ...dependencies(compiler, context)]
  const { schema } = context
  if (schema.propertyNames !== undefined) {
    const names = compiler.below(context, 'propertyNames').not.part('string')
    parts.push(compiler.everyProperty(names, compiler.meanings.none))
  }
  const least = size(compiler, context, 'minProperties')
  if (typeof least === 'number') {
    if (least > 0) parts.push(compiler.where('object', { is: 'moreProperties', count: least }))
  } else if (least) parts.push(least)
  const most = size(compiler, context, 'maxProperties')
  if (typeof most === 'number') parts.push(compiler.where('object', { is: 'fewerProperties', count: most }))
  else if (most) parts.push(most)
  return parts
}

/** The names that `properties` and `patternProperties` speak of. */
export function ownNames(compiler: Compiler, { schema }: Context): Formula[] {
  const { formulas } = compiler.meanings
  const names = isObject(schema.properties) ? Object.keys(schema.properties) : []
  const patterns = isObject(schema.patternProperties) ? Object.keys(schema.patternProperties) : []
  return [
    ...names.map((name) => compiler.name(name)),
    ...patterns.filter(isPattern).map((pattern) => formulas.literal({ is: 'matches', pattern })),
  ]
}

function properties(compiler: Compiler, context: Context): Meaning[] {
  const { schema, place } = context
  const { formulas } = compiler.meanings
  const parts: Meaning[] = []
  if (isObject(schema.properties)) {
    for (const name of Object.keys(schema.properties)) {
      parts.push(compiler.everyProperty(compiler.name(name), compiler.below(context, 'properties', name)))
    }
  } else if (schema.properties !== undefined) parts.push(bad(compiler, context, 'properties', 'an object'))
  if (isObject(schema.patternProperties)) {
    for (const pattern of Object.keys(schema.patternProperties)) {
      if (!isPattern(pattern)) {
        parts.push(compiler.unreadable(place, `"patternProperties" has no regular expression: ${pattern}`))
        continue
      }
      const names = formulas.literal({ is: 'matches', pattern })
      parts.push(compiler.everyProperty(names, compiler.below(context, 'patternProperties', pattern)))
    }
  } else if (schema.patternProperties !== undefined)
    parts.push(bad(compiler, context, 'patternProperties', 'an object'))
  if (schema.additionalProperties !== undefined) {
    const others = formulas.not(formulas.or(ownNames(compiler, context)))
    parts.push(compiler.everyProperty(others, compiler.below(context, 'additionalProperties')))
  }
  return parts
}

function required(compiler: Compiler, context: Context): Meaning[] {
  const { required: names } = context.schema
  if (names === undefined) return []
  if (!isNames(names)) return [bad(compiler, context, 'required', 'a list of property names')]
  return names.map((name) => compiler.has(name))
}

function dependencies(compiler: Compiler, context: Context): Meaning[] {
  const modern = isModern(compiler.reading.draft)
  const keywords = modern ? ['dependencies', 'dependentRequired', 'dependentSchemas'] : ['dependencies']
  const parts: Meaning[] = []
  for (const keyword of keywords) {
    const map = context.schema[keyword]
    if (map === undefined) continue
    if (!isObject(map)) parts.push(bad(compiler, context, keyword, 'an object'))
    else for (const name of Object.keys(map)) parts.push(dependency(compiler, context, keyword, name, map[name]))
  }
  return parts
}

function dependency(compiler: Compiler, context: Context, keyword: string, name: string, value: unknown): Meaning {
  const { meanings } = compiler
  const demanded = isNames(value)
    ? meanings.and([meanings.all, ...value.map((other) => compiler.has(other))])
    : compiler.inPlace(context, keyword, name)
  const absentOrNoObject = compiler.everyProperty(compiler.name(name), meanings.none)
  return meanings.or([absentOrNoObject, demanded])
}

function isNames(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((name) => typeof name === 'string')
}
