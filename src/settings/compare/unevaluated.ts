import { branchCases, type Case, type Evaluated } from './evaluated.ts'
import type { Compiler, Context } from './compile.ts'
import { isModern } from './draft.ts'
import type { Meaning } from './meaning.ts'

/**
 * `unevaluatedProperties` and `unevaluatedItems`. Which names and items count as evaluated depends on which
 * neighbouring schemas accept the value, so the keyword is spelled out: one case for each combination of those.
 */
export function unevaluatedKeywords(compiler: Compiler, context: Context): Meaning[] {
  const { schema, place } = context
  if (!isModern(compiler.reading.draft)) return []
  if (schema.unevaluatedProperties === undefined && schema.unevaluatedItems === undefined) return []
  const parts: Meaning[] = []
  const cases = branchCases(compiler, context, true)
  if (!cases)
    return [compiler.unreadable(place, 'too many combinations for "unevaluatedProperties" or "unevaluatedItems"')]
  if (schema.unevaluatedProperties !== undefined) {
    const values = compiler.below(context, 'unevaluatedProperties')
    parts.push(spelledOut(compiler, cases, (evaluated) => otherProperties(compiler, evaluated, values)))
  }
  if (schema.unevaluatedItems !== undefined) {
    const items = compiler.below(context, 'unevaluatedItems')
    parts.push(spelledOut(compiler, cases, (evaluated) => otherItems(compiler, evaluated, items)))
  }
  return parts
}

function spelledOut(compiler: Compiler, cases: readonly Case[], demand: (evaluated: Evaluated) => Meaning): Meaning {
  const { meanings } = compiler
  return meanings.or(cases.map(({ condition, evaluated }) => meanings.and([condition, demand(evaluated)])))
}

function otherProperties(compiler: Compiler, evaluated: Evaluated, values: Meaning): Meaning {
  return compiler.everyProperty(compiler.meanings.formulas.not(evaluated.names), values)
}

function otherItems(compiler: Compiler, evaluated: Evaluated, items: Meaning): Meaning {
  return compiler.everyItem(evaluated.items, Infinity, compiler.meanings.or([items, evaluated.matching]))
}
