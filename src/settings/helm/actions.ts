/**
 * What a template does with a value that it names: asks for it or looks into it, goes through its entries, or takes it as it is
 * with all that it holds.
 */
export type Use = 'named' | 'entries' | 'whole'

/** Called with what a template names below `.Values`. */
type Add = (path: readonly string[], use: Use) => void

/** What the dot stands for inside a block: a path below `.Values`; undefined where that is not known, or it is the root. */
type Dot = readonly string[] | undefined

/** Nobody nests values deeper. A path that goes further is cut behind this many names: `$a := $a.b` can be repeated without end. */
export const DEEPEST = 50

const DOTTED = /\.Values((?:\)?\.[A-Za-z_]\w*)+)/g
/** The first `.Values` of a name: to try each of a thousand would take as many times as long. */
const INDEXED =
  /\b(?:index|get|hasKey)\s+\(?(?:(?!\.Values\b)[$\w.])*\.Values((?:\.[A-Za-z_]\w*)*)\)?((?:\s+"[^"\n]+")+)/g
/** Stands before the `.Values` of what is indexed. */
const INDEX = /\b(?:index|get|hasKey)\s+\(*\$?$/
const longestStart = 20
const RELATIVE = /(?<![\w$.)\]"])((?:\.[A-Za-z_]\w*)+)/g
const BARE_DOT = /(?<![\w$.)\]"])\.(?![\w.])/
const VARIABLE = /\$([A-Za-z_]\w*)((?:\.[A-Za-z_]\w*)*)/g
/** `with`, `if` and the like, and what follows. */
const STATEMENT = /^(if|with|range|define|block|else|end|fail)\b\s*([^]*)$/
const ASSIGNMENT = /^\$([A-Za-z_]\w*)\s*:?=\s*([^]*)$/
const LOOP = /^(?:\$[A-Za-z_]\w*\s*,\s*)?\$([A-Za-z_]\w*)\s*:=\s*([^]*)$/
const CHAIN = /^\(?\s*(\$[A-Za-z_]\w*|\$)?((?:\.[A-Za-z_]\w*)+)\s*\)?$/

/**
 * Reads a template's actions in order. Inside `with .Values.a` a `.b` is `a.b`, and so is `$x.b` after `$x := .Values.a`. What
 * is only asked for (`if .Values.a`) or looked into is not taken as a whole.
 */
export function readActions(text: string, add: Add): void {
  /** The dots around the blocks that are open, which come back with `else` and `end`. */
  const outer: Dot[] = []
  const variables = new Map<string, Dot>()
  let dot: Dot

  for (const action of actionsOf(text)) {
    const [, keyword = '', rest = action] = STATEMENT.exec(action) ?? []
    if (keyword === 'end') dot = outer.pop()
    else if (keyword === 'else') otherwise(rest)
    else if (keyword === 'fail') take(withoutStrings(rest), 'named')
    else if (keyword === '') statement(action)
    else {
      outer.push(dot)
      begin(keyword, rest)
    }
  }

  function otherwise(rest: string): void {
    dot = outer.at(-1)
    const [, keyword = '', condition = ''] = STATEMENT.exec(rest) ?? []
    if (keyword !== '') begin(keyword, condition)
  }
  function begin(keyword: string, rest: string): void {
    if (keyword === 'define' || keyword === 'block') {
      take(rest, 'whole')
      dot = undefined
    } else if (keyword === 'range') {
      const [, name, over = rest] = LOOP.exec(rest) ?? []
      take(over, pathOf(over) === undefined ? 'whole' : 'entries')
      if (name !== undefined) variables.delete(name)
      dot = undefined
    } else if (keyword === 'with') {
      const [, name, value = rest] = ASSIGNMENT.exec(rest) ?? []
      const path = pathOf(value)
      take(value, path === undefined ? 'whole' : 'named')
      if (name !== undefined) variables.set(name, path)
      dot = path
    } else take(rest, 'named')
  }
  function statement(action: string): void {
    const [, name, value = action] = ASSIGNMENT.exec(action) ?? []
    const path = name === undefined ? undefined : pathOf(value)
    take(value, path === undefined ? 'whole' : 'named')
    if (name !== undefined) variables.set(name, path)
  }
  /** What a lone chain of names stands for. */
  function pathOf(value: string): Dot {
    const [, variable, dotted] = CHAIN.exec(value.trim()) ?? []
    if (dotted === undefined) return undefined
    const names = namesOf(dotted)
    if (names[0] === 'Values' && (variable === undefined || !variables.get(variable.slice(1)))) return names.slice(1)
    const base = variable === undefined ? dot : variables.get(variable.slice(1))
    return base && [...base, ...names].slice(0, DEEPEST + 1)
  }
  function take(expression: string, use: Use): void {
    for (const { index, 1: dotted = '' } of expression.matchAll(DOTTED)) {
      // Of what is indexed one entry is taken.
      const isIndexed = use === 'whole' && INDEX.test(expression.slice(Math.max(0, index - longestStart), index))
      add(namesOf(dotted), isIndexed ? 'entries' : use)
    }
    for (const [, dotted = '', quoted = ''] of expression.matchAll(INDEXED))
      add([...namesOf(dotted), ...[...quoted.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name)], use)
    for (const [, name = '', dotted = ''] of expression.matchAll(VARIABLE)) {
      const base = variables.get(name)
      if (base) add([...base, ...namesOf(dotted)], use)
    }
    if (!dot) return
    const plain = withoutStrings(expression)
    for (const [, dotted = ''] of plain.matchAll(RELATIVE)) {
      const names = namesOf(dotted)
      if (names[0] !== 'Values') add([...dot, ...names], use)
    }
    if (BARE_DOT.test(plain)) add(dot, use)
  }
}

/** What stands between braces, without comments. A brace in a string ends nothing. */
function* actionsOf(text: string): Generator<string> {
  for (let start = text.indexOf('{{'); start >= 0; start = text.indexOf('{{', start)) {
    let at = start + 2
    while (at < text.length && !text.startsWith('}}', at)) at = isQuote(text[at]) ? stringEnd(text, at) : at + 1
    const action = text.slice(start + 2, at).replace(/^-(?=\s)/, '').replace(/\s-$/, '').trim() // prettier-ignore
    if (!action.startsWith('/*')) yield action
    start = at
  }
}

function withoutStrings(text: string): string {
  let kept = ''
  let from = 0
  for (let at = 0; at < text.length;) {
    if (!isQuote(text[at])) {
      at++
      continue
    }
    kept += `${text.slice(from, at)}""`
    from = at = stringEnd(text, at)
  }
  return kept + text.slice(from)
}

function isQuote(char: string | undefined): boolean {
  return char === '"' || char === '`'
}

/** Behind the string that begins at a place, or where the line ends that it does not end on. */
function stringEnd(text: string, start: number): number {
  const quote = text[start]
  let at = start + 1
  for (; at < text.length && text[at] !== quote; at++) {
    if (quote === '"' && text[at] === '\n') return at
    if (quote === '"' && text[at] === '\\') at++
  }
  return Math.min(at + 1, text.length)
}

export function namesOf(dotted: string): readonly string[] {
  return dotted
    .replaceAll(')', '')
    .split('.')
    .filter((name) => name !== '')
}
