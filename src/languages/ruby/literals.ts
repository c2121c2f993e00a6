const PERCENT = /%[wWiIqQrsx]?([^\w\s])/y
const CLOSERS: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}', '<': '>' }
/** After these a slash, a percent sign or a question mark starts a literal. */
const EXPECTS_VALUE = /(?:^|[(,=!|&?:;{[~<>+\-*/%^]|\b(?:if|unless|and|or|not|when|while|until|return|then|in))\s*$/
const AFTER_NAME = /\w\s$/
/** Deeper nesting of strings in strings is no program. */
const DEEPEST = 40

/**
 * Where the literal that starts here ends; undefined where none starts, `never` where it does not end. `before` is the
 * end of the line so far.
 */
export function endOfLiteral(text: string, at: number, before: string): number | 'never' | undefined {
  const char = text.charAt(at)
  if (char === "'") return endOfQuoted(text, at + 1, "'", undefined, false, 0)
  if (char === '"' || char === '`') return endOfQuoted(text, at + 1, char, undefined, true, 0)
  if (char !== '%' && char !== '/' && char !== '?') return undefined
  const starts = EXPECTS_VALUE.test(before) || (AFTER_NAME.test(before) && !/[\s=]/.test(text.charAt(at + 1)))
  if (!starts) return undefined
  if (char === '?') return /^\?[^\s\w](?!\w)/.test(text.slice(at, at + 3)) ? at + 2 : undefined
  if (char === '/') return endOfRegex(text, at)
  PERCENT.lastIndex = at
  const open = PERCENT.exec(text)
  if (open === null || (open[0].length === 2 && open[1] === '=')) return undefined
  const mark = open[1] ?? ''
  const close = CLOSERS[mark]
  const expands = !/^%[wiqs]/.test(open[0])
  return endOfQuoted(text, at + open[0].length, close ?? mark, close === undefined ? undefined : mark, expands, 0)
}

/** A regular expression on one line; anything else is a division. */
function endOfRegex(text: string, at: number): number | undefined {
  for (let end = at + 1; end < text.length && text[end] !== '\n'; end += 1) {
    if (text[end] === '\\') end += 1
    else if (text[end] === '/') return end + 1
  }
  return undefined
}

function endOfQuoted(
  text: string,
  start: number,
  close: string,
  open: string | undefined,
  expands: boolean,
  level: number,
): number | 'never' {
  if (level > DEEPEST) return 'never'
  let depth = 1
  for (let at = start; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (char === '\\') {
      at += 1
    } else if (char === close) {
      depth -= 1
      if (depth === 0) return at + 1
    } else if (char === open) {
      depth += 1
    } else if (expands && char === '#' && text[at + 1] === '{') {
      const end = endOfExpansion(text, at + 2, level)
      if (end === 'never') return 'never'
      at = end - 1
    }
  }
  return 'never'
}

/** `#{...}` may hold strings, which may hold braces. */
function endOfExpansion(text: string, start: number, level: number): number | 'never' {
  let depth = 1
  for (let at = start; at < text.length; at += 1) {
    const char = text.charAt(at)
    if (char === '{') {
      depth += 1
    } else if (char === '}') {
      depth -= 1
      if (depth === 0) return at + 1
    } else if (char === '"' || char === "'" || char === '`') {
      const end = endOfQuoted(text, at + 1, char, undefined, char !== "'", level + 1)
      if (end === 'never') return 'never'
      at = end - 1
    }
  }
  return 'never'
}
