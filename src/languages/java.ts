import { readProgram, type Program } from './braces.ts'
import type { Token } from './braces/lex.ts'

/** A Java file as far as its declarations go: what is not understood is left out. */
export interface JavaFile {
  readonly package: string
  /** Simple name -> full name; of a static import the member's. */
  readonly imports: ReadonlyMap<string, string>
  /** Top-level and nested ones, in the order of the text. */
  readonly classes: readonly JavaClass[]
}

export interface JavaClass {
  readonly name: string
  /** As written, without type arguments. */
  readonly extends?: string
  readonly annotations: readonly JavaAnnotation[]
  readonly fields: readonly JavaField[]
  readonly methods: readonly JavaMethod[]
  /** Everything between its braces. */
  readonly body: readonly Token[]
  readonly line: number
}

export interface JavaAnnotation {
  /** Without the package. */
  readonly name: string
  /** Expressions by name; a single one is `value`. */
  readonly values: ReadonlyMap<string, readonly Token[]>
}

interface Member {
  readonly name: string
  readonly modifiers: readonly string[]
  readonly annotations: readonly JavaAnnotation[]
  readonly line: number
}

export interface JavaField extends Member {
  readonly value: readonly Token[]
}

export interface JavaMethod extends Member {
  /** How many there are. */
  readonly parameters: number
  readonly body: readonly Token[]
}

const MODIFIER =
  /^(?:public|protected|private|static|final|abstract|native|synchronized|transient|volatile|strictfp|default|sealed)$/
const TYPE = /^(?:class|interface|enum|record)$/
const DEEPEST = 20

export function readJava(text: string): JavaFile {
  const program = readProgram(text, 'java')
  const { tokens } = program
  const classes: JavaClass[] = []
  const imports = new Map<string, string>()
  let named = ''
  for (let at = 0; at < tokens.length; at += 1) {
    const word = tokens[at]?.text ?? ''
    if (word !== 'package' && word !== 'import') {
      readTypes(program, at, tokens.length, classes, 0)
      break
    }
    const isStatic = tokens[at + 1]?.text === 'static'
    const end = indexOf(tokens, ';', at)
    const full = textOf(tokens.slice(at + (isStatic ? 2 : 1), end))
    if (word === 'package') named = full
    else imports.set(full.slice(full.lastIndexOf('.') + 1), full)
    at = end
  }
  return { package: named, imports, classes }
}

/** Names, operators and all, without space. */
export function textOf(tokens: readonly Token[]): string {
  return tokens.map(({ text }) => text).join('')
}

/** The value of a string literal; undefined for any other token. */
export function stringOf({ kind, text }: Token): string | undefined {
  if (kind !== 'literal' || !text.startsWith('"') || !text.endsWith('"') || text.length < 2) return undefined
  const content = text.startsWith('"""') ? text.slice(3, -3) : text.slice(1, -1)
  return content.replace(/\\(?:u+([0-9a-fA-F]{4})|([^]))/g, (_, code?: string, one?: string) => {
    if (code !== undefined) return String.fromCharCode(parseInt(code, 16))
    return one === 'n' ? '\n' : one === 't' ? '\t' : (one ?? '')
  })
}

/** Commas outside of brackets part them. */
export function splitAtCommas(tokens: readonly Token[]): readonly (readonly Token[])[] {
  const parts: Token[][] = []
  let part: Token[] = []
  let depth = 0
  for (const token of tokens) {
    if (token.kind === 'mark' && /^[([{<]$/.test(token.text)) depth += 1
    else if (token.kind === 'mark' && /^[)\]}>]$/.test(token.text)) depth -= 1
    if (token.text === ',' && depth === 0) {
      parts.push(part)
      part = []
    } else part.push(token)
  }
  if (part.length > 0) parts.push(part)
  return parts
}

interface Members {
  readonly fields: JavaField[]
  readonly methods: JavaMethod[]
}

/** Declarations between two places; those of types go to `classes`, others to `into`. */
function readTypes(
  program: Program,
  from: number,
  to: number,
  classes: JavaClass[],
  depth: number,
  into?: Members,
): void {
  const { tokens, closing } = program
  let at = from
  while (at < to) {
    const annotations: JavaAnnotation[] = []
    const modifiers: string[] = []
    for (; at < to; at += 1) {
      const word = tokens[at]?.text ?? ''
      if (word === '@' && tokens[at + 1]?.text !== 'interface') at = readAnnotation(program, at + 1, annotations)
      else if (MODIFIER.test(word)) modifiers.push(word)
      else break
    }
    const start = at
    while (at < to && !/^[;{(=]$/.test(tokens[at]?.text ?? '')) at += 1
    const head = tokens.slice(start, at)
    const line = head[0]?.line ?? 1
    const mark = tokens[at]?.text
    const type = head.findIndex(({ kind, text }) => kind === 'word' && TYPE.test(text))
    const isRecord = mark === '(' && head[type]?.text === 'record'
    if (type >= 0 && (mark === '{' || isRecord)) {
      const open = mark === '{' ? at : indexOf(tokens, '{', closing.get(at) ?? to)
      const end = closing.get(open) ?? to
      const members: Members = { fields: [], methods: [] }
      const parent = parentOf(head)
      const name = head[type + 1]?.text ?? ''
      // Before its own types, so that the outer class comes first.
      const index = classes.length
      if (head[type]?.text !== 'enum' && depth < DEEPEST) readTypes(program, open + 1, end, classes, depth + 1, members)
      const body = tokens.slice(open + 1, end)
      classes.splice(index, 0, { name, ...(parent ? { extends: parent } : {}), annotations, ...members, body, line })
      at = end + 1
    } else if (mark === '(') {
      const close = closing.get(at) ?? to
      let after = close
      while (after < to && !/^[;{]$/.test(tokens[after]?.text ?? '')) after += 1
      const end = tokens[after]?.text === '{' ? (closing.get(after) ?? to) : after
      into?.methods.push({
        name: head.at(-1)?.text ?? '',
        modifiers,
        annotations,
        line: head.at(-1)?.line ?? line,
        parameters: splitAtCommas(tokens.slice(at + 1, close)).length,
        body: tokens.slice(after + 1, end),
      })
      at = end + 1
    } else if (mark === '{') at = (closing.get(at) ?? to) + 1
    else {
      const end = endOfStatement(program, at, to)
      const name = head.findLast(({ kind }) => kind === 'word')
      if (name)
        into?.fields.push({
          name: name.text,
          modifiers,
          annotations,
          line: name.line,
          value: tokens.slice(at + 1, end),
        })
      at = end + 1
    }
  }
}

/** Where an annotation ends, from its name. */
function readAnnotation({ tokens, closing }: Program, from: number, into: JavaAnnotation[]): number {
  let at = from
  while (tokens[at + 1]?.text === '.') at += 2
  const values = new Map<string, readonly Token[]>()
  const name = tokens[at]?.text ?? ''
  if (tokens[at + 1]?.text === '(') {
    const close = closing.get(at + 1) ?? tokens.length
    for (const part of splitAtCommas(tokens.slice(at + 2, close))) {
      const isNamed = part[1]?.text === '='
      values.set(isNamed ? (part[0]?.text ?? '') : 'value', isNamed ? part.slice(2) : part)
    }
    at = close
  }
  into.push({ name, values })
  return at
}

function parentOf(head: readonly Token[]): string | undefined {
  let depth = 0
  // Not that of a type parameter.
  const at = head.findIndex(({ text }) => {
    if (text === '<') depth += 1
    else if (text === '>') depth -= 1
    return text === 'extends' && depth === 0
  })
  if (at < 0) return undefined
  const rest = head.slice(at + 1)
  const end = rest.findIndex(({ kind, text }) => text !== '.' && (kind !== 'word' || text === 'implements'))
  return textOf(end < 0 ? rest : rest.slice(0, end))
}

function endOfStatement({ tokens, closing }: Program, from: number, to: number): number {
  let at = from
  while (at < to && tokens[at]?.text !== ';') at = (closing.get(at) ?? at) + 1
  return Math.min(at, to)
}

function indexOf(tokens: readonly Token[], mark: string, from: number): number {
  const at = tokens.findIndex(({ text }, n) => n >= from && text === mark)
  return at < 0 ? tokens.length : at
}
