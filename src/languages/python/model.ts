/** Python as data; types only. `line` counts from 1. */

export interface PyModule {
  readonly body: readonly PyStatement[]
  /** Lines of syntax errors, ascending. */
  readonly errors: readonly number[]
  /** How many lines the text has. */
  readonly lines: number
  readonly digest: string
}

export type PyStatement = PyImport | PyAssign | PyExpression | PyReturn | PyFunction | PyClass | PyBlock | PyOther

/** `import a.b as c` has no `from`; `from .a import *` has `from` '.a' and the name '*'. */
export interface PyImport {
  readonly kind: 'import'
  readonly from?: string
  readonly names: readonly { readonly name: string; readonly as: string }[]
  readonly line: number
}

/** `a = b = value`, `a: T = value` and `a += value` (then the value is computed); targets that are no names are left out. */
export interface PyAssign {
  readonly kind: 'assign'
  readonly targets: readonly string[]
  readonly value: PyValue
  readonly line: number
}

export interface PyExpression {
  readonly kind: 'expression'
  readonly value: PyValue
  readonly line: number
}

export interface PyReturn {
  readonly kind: 'return'
  readonly value?: PyValue
  readonly line: number
}

export interface PyFunction {
  readonly kind: 'function'
  readonly name: string
  readonly decorators: readonly PyDecorator[]
  /** Names; `*args` and `**kwargs` with their stars. */
  readonly params: readonly string[]
  readonly body: readonly PyStatement[]
  /** Of parameters and body, not of name and decorators. */
  readonly digest: string
  /** A syntax error stands in it, or in its decorators. */
  readonly broken: boolean
  readonly line: number
  readonly endLine: number
}

export interface PyClass {
  readonly kind: 'class'
  readonly name: string
  readonly decorators: readonly PyDecorator[]
  readonly bases: readonly PyValue[]
  readonly body: readonly PyStatement[]
  /** Of bases and body, not of name and decorators. */
  readonly digest: string
  /** A syntax error stands in it, or in its decorators. */
  readonly broken: boolean
  readonly line: number
  readonly endLine: number
}

/** `if`, `for`, `try` ... with the statements of all its branches. */
export interface PyBlock {
  readonly kind: 'block'
  readonly keyword: string
  readonly body: readonly PyStatement[]
  readonly line: number
}

/** `raise`, `del`, `assert` and whatever else no reader looks into. */
export interface PyOther {
  readonly kind: 'other'
  readonly keyword: string
  readonly line: number
}

/** `@name` or `@name(args)`; without parentheses there are no `args`. */
export interface PyDecorator {
  readonly name: string
  readonly args?: readonly PyValue[]
  readonly keywords: ReadonlyMap<string, PyValue>
  readonly line: number
}

export type PyValue =
  | { readonly kind: 'string' | 'bytes'; readonly value: string; readonly line: number }
  | { readonly kind: 'number'; readonly value: number; readonly text: string; readonly line: number }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly line: number }
  | { readonly kind: 'none'; readonly line: number }
  | { readonly kind: 'list' | 'tuple' | 'set'; readonly items: readonly PyValue[]; readonly line: number }
  | { readonly kind: 'dict'; readonly entries: readonly PyEntry[]; readonly line: number }
  /** A dotted name. */
  | { readonly kind: 'name'; readonly name: string; readonly line: number }
  | PyCall
  | PyComputed

/** Anything that only running it could tell; `text` is its beginning. */
export interface PyComputed {
  readonly kind: 'computed'
  readonly text: string
  /** Both sides of a `+`. */
  readonly operands?: readonly PyValue[]
  readonly line: number
}

/** `**value` has no key. */
export interface PyEntry {
  readonly key?: PyValue
  readonly value: PyValue
}

export interface PyCall {
  readonly kind: 'call'
  /** The dotted name that is called; '' where it is computed. */
  readonly callee: string
  /** What is called, where that is a call itself: `f(1)(2)`. */
  readonly of?: PyValue
  readonly args: readonly PyValue[]
  readonly keywords: ReadonlyMap<string, PyValue>
  readonly line: number
}
