/**
 * Globs for tags and paths: `**` (any folders), `*`, `?`, `[a-z]`, `[!a-z]`, `{a,b}`, `\` before a literal character.
 * A pattern matches the whole text; `*` and `?` stop at `/`; names that start with a dot are ordinary names. Braces
 * without a comma are literal. Patterns come from files that anybody may edit, so they are matched by following all
 * possible states at once (Thompson's construction): time grows with pattern x text and never explodes, as the regular
 * expressions that glob libraries generate can.
 */

type Test = (char: string) => boolean
type Part =
  | { readonly kind: 'one' | 'many'; readonly test: Test }
  | { readonly kind: 'either'; readonly options: readonly (readonly Part[])[] }

/** A state of the matcher: takes one character, or splits without taking any. */
type State = { readonly test: Test; readonly next: number } | { readonly split: readonly number[] } | undefined

const anything: Test = () => true
const inSegment: Test = (char) => char !== '/'
const literal = (expected: string): Test => (char) => char === expected // prettier-ignore

const compiled = new Map<string, (text: string) => boolean>()

/** Whether the whole text fits the glob. */
export function matchesGlob(text: string, pattern: string): boolean {
  let matcher = compiled.get(pattern)
  if (!matcher) compiled.set(pattern, (matcher = createMatcher(pattern)))
  return matcher(text)
}

function createMatcher(pattern: string): (text: string) => boolean {
  const states: State[] = [undefined]
  const start = compile(parse(Array.from(pattern)), 0, states)
  return (text) => {
    let current = closure([start], states)
    for (const char of text) {
      if (current.size === 0) return false
      const next: number[] = []
      for (const index of current) {
        const state = states[index]
        if (state && 'test' in state && state.test(char)) next.push(state.next)
      }
      current = closure(next, states)
    }
    return current.has(0)
  }
}

/** Everything reachable without taking a character. */
function closure(from: readonly number[], states: readonly State[]): ReadonlySet<number> {
  const reached = new Set(from)
  for (const index of reached) {
    const state = states[index]
    if (state && 'split' in state) for (const next of state.split) reached.add(next)
  }
  return reached
}

/** Adds the states of `parts` that lead to state `next`; answers the first. */
function compile(parts: readonly Part[], next: number, states: State[]): number {
  for (const part of parts.toReversed()) {
    if (part.kind === 'either') {
      const split = part.options.map((option) => compile(option, next, states))
      next = states.push({ split }) - 1
    } else if (part.kind === 'one') {
      next = states.push({ test: part.test, next }) - 1
    } else {
      const loop = states.length
      states.push({ split: [loop + 1, next] }, { test: part.test, next: loop })
      next = loop
    }
  }
  return next
}

function parse(chars: readonly string[]): readonly Part[] {
  const parts: Part[] = []
  let at = 0
  while (at < chars.length) {
    const char = chars[at] ?? ''
    if (char === '*') {
      let end = at
      while (chars[end] === '*') end++
      const wholeSegment = end - at === 2 && (at === 0 || chars[at - 1] === '/')
      if (wholeSegment && chars[end] === '/') {
        const folders: Part[] = [{ kind: 'many', test: anything }, { kind: 'one', test: literal('/') }] // prettier-ignore
        parts.push({ kind: 'either', options: [[], folders] })
        end++
      } else if (wholeSegment && end === chars.length) {
        parts.push({ kind: 'one', test: anything }, { kind: 'many', test: anything })
      } else {
        parts.push({ kind: 'many', test: inSegment })
      }
      at = end
      continue
    }
    const group = char === '{' ? braces(chars, at) : char === '[' ? set(chars, at) : undefined
    if (group) {
      parts.push(group.part)
      at = group.end
      continue
    }
    const escaped = char === '\\' && at + 1 < chars.length
    parts.push({ kind: 'one', test: char === '?' ? inSegment : literal(escaped ? (chars[at + 1] ?? '') : char) })
    at += escaped ? 2 : 1
  }
  return parts
}

/** `{a,b}` that starts at `start`; undefined where the brace is a literal one. */
function braces(chars: readonly string[], start: number): { part: Part; end: number } | undefined {
  const cuts = [start]
  let depth = 0
  for (let at = start; at < chars.length; at++) {
    const char = chars[at]
    if (char === '\\') at++
    else if (char === '{') depth++
    else if (char === ',' && depth === 1) cuts.push(at)
    else if (char === '}' && --depth === 0) {
      if (cuts.length === 1) return undefined
      const options = cuts.map((cut, n) => parse(chars.slice(cut + 1, cuts[n + 1] ?? at)))
      return { part: { kind: 'either', options }, end: at + 1 }
    }
  }
  return undefined
}

/** `[a-z]` or `[!a-z]` that starts at `start`; undefined where the bracket is a literal one. */
function set(chars: readonly string[], start: number): { part: Part; end: number } | undefined {
  const negated = chars[start + 1] === '!' || chars[start + 1] === '^'
  const first = start + (negated ? 2 : 1)
  const end = chars.indexOf(']', first + 1)
  if (end < 0) return undefined
  const ranges: [string, string][] = []
  for (let at = first; at < end; at++) {
    const isRange = chars[at + 1] === '-' && at + 2 < end
    const low = chars[at] ?? ''
    ranges.push([low, isRange ? (chars[at + 2] ?? '') : low])
    if (isRange) at += 2
  }
  const within: Test = (char) => ranges.some(([low, high]) => char >= low && char <= high)
  return { part: { kind: 'one', test: (char) => char !== '/' && within(char) !== negated }, end: end + 1 }
}
