import type { Compiler, Context } from './compile.ts'
import { isModern } from './draft.ts'
import { kinds, type Kind } from './json.ts'
import type { Meaning } from './meaning.ts'

/** `type`, `enum`, `const`, references and the combinations of schemas: what applies to values of every kind. */
export function logicKeywords(compiler: Compiler, context: Context): Meaning[] {
  return [
    ...types(compiler, context),
    ...values(compiler, context),
    ...references(compiler, context),
    ...combinations(compiler, context),
    ...conditions(compiler, context),
  ]
}

function types(compiler: Compiler, context: Context): Meaning[] {
  const { type, nullable } = context.schema
  if (type === undefined) return []
  const names: unknown[] = Array.isArray(type) ? type : [type]
  const { meanings } = compiler
  const known: Meaning[] = []
  for (const name of names) {
    if (name === 'integer') known.push(meanings.only('number', meanings.formulas.literal(integer)))
    else if (kinds.includes(name as Kind)) known.push(meanings.only(name as Kind, meanings.formulas.true))
    else
      return [
        compiler.unreadable(
          context.place,
          `"type" names no JSON type: ${JSON.stringify(name)}`,
          `type ${JSON.stringify(name)}`,
        ),
      ]
  }
  if (nullable === true) known.push(meanings.constant(null))
  return [meanings.or(known)]
}

const integer = { is: 'multiple', of: { n: 1n, d: 1n } } as const

function values(compiler: Compiler, { schema, place }: Context): Meaning[] {
  const { meanings } = compiler
  const parts: Meaning[] = []
  if (Array.isArray(schema.enum)) parts.push(meanings.or(schema.enum.map((value) => meanings.constant(value))))
  else if (schema.enum !== undefined) parts.push(compiler.unreadable(place, '"enum" is a list'))
  if (schema.const !== undefined) parts.push(meanings.constant(schema.const))
  return parts
}

function references(compiler: Compiler, context: Context): Meaning[] {
  const { schema, place } = context
  const parts: Meaning[] = []
  if (typeof schema.$ref === 'string') parts.push(compiler.follow(context, schema.$ref))
  else if (schema.$ref !== undefined) parts.push(compiler.unreadable(place, '"$ref" is a text'))
  const { draft } = compiler.reading
  if (!isModern(draft)) return parts
  const dynamic = schema.$dynamicRef ?? schema.$recursiveRef
  if (dynamic === undefined) return parts
  if (typeof dynamic === 'string') parts.push(compiler.follow(context, dynamic, true))
  else parts.push(compiler.unreadable(place, 'a dynamic reference is a text'))
  return parts
}

function combinations(compiler: Compiler, context: Context): Meaning[] {
  const { schema } = context
  const { meanings } = compiler
  const parts: Meaning[] = []
  if (schema.allOf !== undefined) parts.push(...branches(compiler, context, 'allOf'))
  if (schema.anyOf !== undefined) parts.push(meanings.or(branches(compiler, context, 'anyOf')))
  if (schema.oneOf !== undefined) parts.push(exactlyOne(compiler, branches(compiler, context, 'oneOf')))
  if (schema.not !== undefined) parts.push(compiler.inPlace(context, 'not').not)
  return parts
}

function branches(compiler: Compiler, context: Context, keyword: 'allOf' | 'anyOf' | 'oneOf'): Meaning[] {
  const list = context.schema[keyword]
  if (!Array.isArray(list)) return [compiler.unreadable(context.place, `"${keyword}" is a list of schemas`)]
  return list.map((_, index) => compiler.inPlace(context, keyword, index))
}

function exactlyOne(compiler: Compiler, list: readonly Meaning[]): Meaning {
  const { meanings } = compiler
  return meanings.or(
    list.map((one, i) => meanings.and([one, ...list.filter((_, j) => j !== i).map((other) => other.not)])),
  )
}

function conditions(compiler: Compiler, context: Context): Meaning[] {
  const { schema } = context
  const { meanings } = compiler
  if (schema.if === undefined || (schema.then === undefined && schema.else === undefined)) return []
  const condition = compiler.inPlace(context, 'if')
  const branch = (name: 'then' | 'else'): Meaning =>
    schema[name] === undefined ? meanings.all : compiler.inPlace(context, name)
  return [meanings.or([condition.not, branch('then')]), meanings.or([condition, branch('else')])]
}
