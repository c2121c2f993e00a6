import type { Formula } from './formula.ts'
import { canonical, equal, isObject, kindOf, lengthOf } from './json.ts'
import type { Literal } from './literal.ts'
import type { Meaning } from './meaning.ts'
import { regExpOf } from './pattern.ts'
import { compare, fromNumber, isMultiple } from './rational.ts'

/** Undefined: the document's fate hangs on a part of the schema that could not be read. */
export type Truth = boolean | undefined

/** Decides a format for one string; undefined where the format is unknown. */
export type FormatCheck = (format: string, text: string) => Truth

/** From so many alternatives on a junction is worth an index. */
const longList = 12

/** The values that a junction names, and its other parts. */
interface Listed {
  values: ReadonlySet<string>
  rest: readonly Formula[]
}

/** Says of one concrete value whether a meaning accepts it: the semantics against which the search is held. */
export class Evaluator {
  private readonly checkFormat: FormatCheck
  private readonly spend: () => void
  private readonly expressions = new Map<string, RegExp>()
  private readonly lists = new Map<Formula, Listed>()

  constructor(checkFormat: FormatCheck, spend: () => void) {
    this.checkFormat = checkFormat
    this.spend = spend
  }

  holds(meaning: Meaning, value: unknown): Truth {
    return this.satisfies(meaning.part(kindOf(value)), value)
  }

  satisfies(formula: Formula, value: unknown): Truth {
    switch (formula.type) {
      case 'true':
        return true
      case 'false':
        return false
      case 'deferred':
        return formula.force ? this.satisfies(formula.force(), value) : undefined
      case 'literal':
        this.spend()
        return formula.literal ? this.says(formula.literal, value) : undefined
      case 'and': {
        const listed = this.listed(formula)
        if (listed?.values.has(canonical(value))) return false
        return all(listed?.rest ?? formula.parts, (part) => this.satisfies(part, value))
      }
      case 'or': {
        const listed = this.listed(formula)
        if (listed?.values.has(canonical(value))) return true
        return not(all(listed?.rest ?? formula.parts, (part) => not(this.satisfies(part, value))))
      }
    }
  }

  /** Long lists of names or values (`enum`, closed objects) are looked up instead of gone through. */
  private listed(formula: Formula): Listed | undefined {
    if (formula.parts.length < longList) return undefined
    let listed = this.lists.get(formula)
    if (!listed) {
      const values = new Set<string>()
      const rest: Formula[] = []
      for (const part of formula.parts) {
        const { literal } = part
        if (literal?.is === (formula.type === 'or' ? 'equal' : 'different')) values.add(canonical(literal.value))
        else rest.push(part)
      }
      this.lists.set(formula, (listed = { values, rest }))
    }
    return listed
  }

  says(literal: Literal, value: unknown): Truth {
    switch (literal.is) {
      case 'equal':
        return equal(literal.value, value)
      case 'different':
        return !equal(literal.value, value)
      case 'unreadable':
      case 'notUnreadable':
        return undefined
    }
    if (typeof value === 'number') return aboutNumber(literal, value)
    if (typeof value === 'string') return this.aboutString(literal, value)
    if (Array.isArray(value)) return this.aboutArray(literal, value)
    return isObject(value) ? this.aboutObject(literal, value) : undefined
  }

  private aboutString(literal: Literal, text: string): Truth {
    switch (literal.is) {
      case 'longer':
        return lengthOf(text) >= literal.length
      case 'shorter':
        return lengthOf(text) <= literal.length
      case 'matches':
        return this.expression(literal.pattern).test(text)
      case 'mismatches':
        return !this.expression(literal.pattern).test(text)
      case 'format':
        return this.checkFormat(literal.format, text)
      case 'notFormat':
        return not(this.checkFormat(literal.format, text))
      default:
        return undefined
    }
  }

  private aboutArray(literal: Literal, items: readonly unknown[]): Truth {
    switch (literal.is) {
      case 'moreItems':
        return items.length >= literal.count
      case 'fewerItems':
        return items.length <= literal.count
      case 'unique':
        return new Set(items.map(canonical)).size === items.length
      case 'repeated':
        return new Set(items.map(canonical)).size < items.length
      case 'many':
        return this.atLeast(literal, items)
      case 'few':
        return not(this.atLeast({ ...literal, count: literal.count + 1 }, items))
      default:
        return undefined
    }
  }

  private atLeast(
    literal: { count: number; from: number; to: number; items: Meaning },
    items: readonly unknown[],
  ): Truth {
    let [sure, possible] = [0, 0]
    let [last, truth]: [unknown, Truth] = [undefined, undefined]
    for (const item of literal.from === 0 && literal.to === Infinity ? items : items.slice(literal.from, literal.to)) {
      // A long array that the search has built repeats one item: it is looked at once.
      if (item !== last) [last, truth] = [item, this.holds(literal.items, item)]
      if (truth === true) sure++
      if (truth !== false) possible++
    }
    if (sure >= literal.count) return true
    return possible >= literal.count ? undefined : false
  }

  private aboutObject(literal: Literal, object: Record<string, unknown>): Truth {
    switch (literal.is) {
      case 'moreProperties':
        return Object.keys(object).length >= literal.count
      case 'fewerProperties':
        return Object.keys(object).length <= literal.count
      case 'every':
        return this.everyProperty(object, literal.names, literal.values)
      case 'some':
        return not(this.everyProperty(object, literal.names, literal.values.not))
      default:
        return undefined
    }
  }

  private everyProperty(object: Record<string, unknown>, names: Formula, values: Meaning): Truth {
    return all(Object.keys(object), (name) => {
      const named = this.satisfies(names, name)
      if (named === false) return true
      const held = this.holds(values, object[name])
      return held === true ? true : named === true ? held : undefined
    })
  }

  private expression(source: string): RegExp {
    let expression = this.expressions.get(source)
    if (!expression) this.expressions.set(source, (expression = regExpOf(source)))
    return expression
  }
}

function aboutNumber(literal: Literal, value: number): Truth {
  const exact = fromNumber(value)
  switch (literal.is) {
    case 'atLeast':
      return literal.strict ? compare(exact, literal.limit) > 0 : compare(exact, literal.limit) >= 0
    case 'atMost':
      return literal.strict ? compare(exact, literal.limit) < 0 : compare(exact, literal.limit) <= 0
    case 'multiple':
      return isMultiple(exact, literal.of)
    case 'notMultiple':
      return !isMultiple(exact, literal.of)
    default:
      return undefined
  }
}

function not(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth
}

function all<T>(list: readonly T[], test: (element: T) => Truth): Truth {
  let result: Truth = true
  for (const element of list) {
    const truth = test(element)
    if (truth === false) return false
    if (truth === undefined) result = undefined
  }
  return result
}
