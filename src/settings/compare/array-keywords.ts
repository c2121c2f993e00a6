import type { Compiler, Context } from './compile.ts'
import { isModern } from './draft.ts'
import type { Meaning } from './meaning.ts'
import { bad, size } from './scalar-keywords.ts'

/** Items, tuples, `contains` and the size of arrays. */
export function arrayKeywords(compiler: Compiler, context: Context): Meaning[] {
  const { schema } = context
  const parts = [...items(compiler, context), ...contains(compiler, context)]
  const least = size(compiler, context, 'minItems')
  if (typeof least === 'number') {
    if (least > 0) parts.push(compiler.where('array', { is: 'moreItems', count: least }))
  } else if (least) parts.push(least)
  const most = size(compiler, context, 'maxItems')
  if (typeof most === 'number') parts.push(compiler.where('array', { is: 'fewerItems', count: most }))
  else if (most) parts.push(most)
  if (schema.uniqueItems === true) parts.push(compiler.where('array', { is: 'unique' }))
  else if (schema.uniqueItems !== undefined && schema.uniqueItems !== false) {
    parts.push(bad(compiler, context, 'uniqueItems', 'a boolean'))
  }
  return parts
}

function items(compiler: Compiler, context: Context): Meaning[] {
  const { schema } = context
  const latest = compiler.reading.draft === '2020-12'
  const tuple = latest ? 'prefixItems' : 'items'
  const list = schema[tuple]
  if (latest && Array.isArray(schema.items)) return [bad(compiler, context, 'items', 'one schema in this draft')]
  if (!Array.isArray(list)) {
    if (list !== undefined && latest) return [bad(compiler, context, 'prefixItems', 'a list of schemas')]
    return schema.items === undefined ? [] : [compiler.everyItem(0, Infinity, compiler.below(context, 'items'))]
  }
  const parts = list.map((_, i) => compiler.everyItem(i, i + 1, compiler.below(context, tuple, i)))
  const rest = latest ? 'items' : 'additionalItems'
  if (schema[rest] !== undefined) parts.push(compiler.everyItem(list.length, Infinity, compiler.below(context, rest)))
  return parts
}

function contains(compiler: Compiler, context: Context): Meaning[] {
  const { schema } = context
  if (schema.contains === undefined) return []
  const counted = isModern(compiler.reading.draft)
  const least = (counted ? size(compiler, context, 'minContains') : undefined) ?? 1
  const most = counted ? size(compiler, context, 'maxContains') : undefined
  const wanted = compiler.below(context, 'contains')
  const parts: Meaning[] = []
  const range = { from: 0, to: Infinity, items: wanted }
  if (typeof least !== 'number') parts.push(least)
  else if (least > 0) parts.push(compiler.where('array', { is: 'many', count: least, ...range }))
  if (typeof most === 'number') parts.push(compiler.where('array', { is: 'few', count: most, ...range }))
  else if (most) parts.push(most)
  return parts
}
