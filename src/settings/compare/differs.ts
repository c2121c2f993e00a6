import type { Formula } from './formula.ts'
import { isObject } from './json.ts'
import type { Meanings } from './meaning.ts'

/** All the ways in which an array or object can differ from the given one, as a formula about its parts. */
export function differs(value: unknown, meanings: Meanings): Formula {
  const { formulas } = meanings
  if (Array.isArray(value)) {
    return formulas.or([
      ...(value.length > 0 ? [formulas.literal({ is: 'fewerItems', count: value.length - 1 })] : []),
      formulas.literal({ is: 'moreItems', count: value.length + 1 }),
      ...value.map((item, i) =>
        formulas.literal({ is: 'many', count: 1, from: i, to: i + 1, items: meanings.constant(item).not }),
      ),
    ])
  }
  if (!isObject(value)) return formulas.true
  const names = Object.keys(value)
  const named = names.map((name) => formulas.literal({ is: 'equal', value: name }))
  return formulas.or([
    formulas.literal({ is: 'some', names: formulas.not(formulas.or(named)), values: meanings.all }),
    ...named.map((name) => formulas.literal({ is: 'every', names: name, values: meanings.none })),
    ...names.map((name, i) =>
      formulas.literal({
        is: 'some',
        names: named[i] ?? formulas.false,
        values: meanings.constant(value[name]).not,
      }),
    ),
  ])
}
