import { canonical } from './json.ts'
import type { Formula } from './formula.ts'
import type { Meaning } from './meaning.ts'
import { textOf, type Rational } from './rational.ts'

/**
 * One elementary statement about a value that is already known to be of the right kind. They come in pairs, so that
 * the complement of a literal is a literal: a negated schema needs no other machinery than a plain one.
 */
export type Literal =
  | { is: 'equal' | 'different'; value: unknown }
  | { is: 'atLeast' | 'atMost'; limit: Rational; strict: boolean }
  | { is: 'multiple' | 'notMultiple'; of: Rational }
  | { is: 'longer' | 'shorter'; length: number }
  | { is: 'matches' | 'mismatches'; pattern: string }
  | { is: 'format' | 'notFormat'; format: string }
  | { is: 'many' | 'few'; count: number; from: number; to: number; items: Meaning }
  | { is: 'moreItems' | 'fewerItems'; count: number }
  | { is: 'unique' | 'repeated' }
  | { is: 'some' | 'every'; names: Formula; values: Meaning }
  | { is: 'moreProperties' | 'fewerProperties'; count: number }
  /** `key` tells one unreadable part from another; equal keys mean equal parts. */
  | { is: 'unreadable' | 'notUnreadable'; reason: string; key: string }

/** Longer: at least `length`; shorter: at most. Many: at least `count` items in `from <= i < to`; few: at most. */
export function complementOf(literal: Literal): Literal {
  switch (literal.is) {
    case 'equal':
      return { ...literal, is: 'different' }
    case 'different':
      return { ...literal, is: 'equal' }
    case 'atLeast':
      return { ...literal, is: 'atMost', strict: !literal.strict }
    case 'atMost':
      return { ...literal, is: 'atLeast', strict: !literal.strict }
    case 'multiple':
      return { ...literal, is: 'notMultiple' }
    case 'notMultiple':
      return { ...literal, is: 'multiple' }
    case 'longer':
      return { is: 'shorter', length: literal.length - 1 }
    case 'shorter':
      return { is: 'longer', length: literal.length + 1 }
    case 'matches':
      return { ...literal, is: 'mismatches' }
    case 'mismatches':
      return { ...literal, is: 'matches' }
    case 'format':
      return { ...literal, is: 'notFormat' }
    case 'notFormat':
      return { ...literal, is: 'format' }
    case 'many':
      return { ...literal, is: 'few', count: literal.count - 1 }
    case 'few':
      return { ...literal, is: 'many', count: literal.count + 1 }
    case 'moreItems':
      return { is: 'fewerItems', count: literal.count - 1 }
    case 'fewerItems':
      return { is: 'moreItems', count: literal.count + 1 }
    case 'unique':
      return { is: 'repeated' }
    case 'repeated':
      return { is: 'unique' }
    case 'some':
      return { is: 'every', names: literal.names, values: literal.values.not }
    case 'every':
      return { is: 'some', names: literal.names, values: literal.values.not }
    case 'moreProperties':
      return { is: 'fewerProperties', count: literal.count - 1 }
    case 'fewerProperties':
      return { is: 'moreProperties', count: literal.count + 1 }
    case 'unreadable':
      return { ...literal, is: 'notUnreadable' }
    case 'notUnreadable':
      return { ...literal, is: 'unreadable' }
  }
}

export function keyOf(literal: Literal): string {
  switch (literal.is) {
    case 'equal':
    case 'different':
      return `${literal.is} ${canonical(literal.value)}`
    case 'atLeast':
    case 'atMost':
      return `${literal.is} ${literal.strict} ${textOf(literal.limit)}`
    case 'multiple':
    case 'notMultiple':
      return `${literal.is} ${textOf(literal.of)}`
    case 'longer':
    case 'shorter':
      return `${literal.is} ${literal.length}`
    case 'matches':
    case 'mismatches':
      return `${literal.is} ${literal.pattern}`
    case 'format':
    case 'notFormat':
      return `${literal.is} ${literal.format}`
    case 'many':
    case 'few':
      return `${literal.is} ${literal.count} ${literal.from} ${literal.to} ${literal.items.id}`
    case 'some':
    case 'every':
      return `${literal.is} ${literal.names.id} ${literal.values.id}`
    case 'moreItems':
    case 'fewerItems':
    case 'moreProperties':
    case 'fewerProperties':
      return `${literal.is} ${literal.count}`
    case 'unique':
    case 'repeated':
      return literal.is
    case 'unreadable':
    case 'notUnreadable':
      return `${literal.is} ${literal.key}`
  }
}
