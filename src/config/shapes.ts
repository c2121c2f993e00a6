/** What a value of the config file may look like. Reading, the JSON Schema and the documentation all follow from it. */
export type Shape =
  TextShape | ChoiceShape | CountShape | SimpleShape | ListShape | MapShape | SectionShape | EitherShape

export interface TextShape {
  readonly kind: 'text'
  /** In messages and docs: "a glob". */
  readonly what: string
  readonly pattern: string
  /** What the text must not fit. */
  readonly not?: string
  /** As JSON Schema means it. */
  readonly format?: 'date' | 'regex'
}

export interface ChoiceShape {
  readonly kind: 'choice'
  readonly values: readonly string[]
  /** In messages and docs, where the values are too many to list. */
  readonly what?: string
}

/** A whole number. */
export interface CountShape {
  readonly kind: 'count'
  readonly minimum: number
  readonly maximum: number
}

/** `flag` is true or false; `scalar` is a text, a number or a flag. */
export interface SimpleShape {
  readonly kind: 'flag' | 'scalar'
}

export interface ListShape {
  readonly kind: 'list'
  readonly of: Shape
}

/** A mapping whose keys the user chooses. */
export interface MapShape {
  readonly kind: 'map'
  readonly keys: TextShape | ChoiceShape
  readonly of: Shape
}

/** A mapping with fixed keys. */
export interface SectionShape {
  readonly kind: 'section'
  readonly options: Readonly<Record<string, Option>>
  /** The value gets its line in the file as `line`. */
  readonly located?: true
}

/** The first whose kind of value it is counts. */
export interface EitherShape {
  readonly kind: 'either'
  readonly of: readonly Shape[]
}

/** One key of a section. */
export interface Option {
  readonly shape: Shape
  readonly description: string
  readonly example?: unknown
  /** Filled in where the key is missing. */
  readonly default?: unknown
  /** What happens where the key is missing and `default` does not say it. */
  readonly otherwise?: string
  readonly required?: true
}

/** Longer texts and lists are refused. */
export const longestText = 500
export const longestList = 1000

/** One line without control characters. */
const line = String.raw`^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]+$`

export function text(what: string, pattern = line): TextShape {
  return { kind: 'text', what, pattern }
}

export function choice(...values: readonly string[]): ChoiceShape {
  return { kind: 'choice', values }
}

export function listOf(of: Shape): ListShape {
  return { kind: 'list', of }
}

/** In words: "a list of globs". */
export function describeShape(shape: Shape): string {
  switch (shape.kind) {
    case 'text':
      return shape.what
    case 'choice':
      return shape.what ?? shape.values.join(' | ')
    case 'count':
      return `a whole number from ${shape.minimum} to ${shape.maximum}`
    case 'flag':
      return 'true | false'
    case 'scalar':
      return 'a text, a number, true or false'
    case 'list':
      return shape.of.kind === 'section' ? 'a list of mappings' : `a list, each ${describeShape(shape.of)}`
    case 'map':
      return `a mapping from ${describeShape(shape.keys)} to ${describeShape(shape.of)}`
    case 'section':
      return 'a mapping'
    case 'either':
      return shape.of.map(describeShape).join(', or ')
  }
}
