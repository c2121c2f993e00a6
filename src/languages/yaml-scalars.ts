/** The scalars of plain YAML: see yaml-plain.ts. */

/** Thrown where the text is more than plain. */
export const notPlain = new Error('not plain YAML')

/** What no plain scalar begins with. */
const SIGN = /^(?:[-?:](?: |$)|[&*!|>%@`"'#[\]{},]|---|\.\.\.)/
const NUMBER = /^[-+]?(?:\d+|\d+\.\d*|\.\d+)(?:[eE][-+]?\d+)?$/
const STRANGE = /^(?:0[ox]|[-+]?\.(?:inf|nan))/i

/**
 * A quoted scalar over several lines: a line break is a space, a blank line is a line break, and where backslashes count one
 * at the end of a line leaves the break out.
 */
export function folded(text: string, escapes: boolean): string {
  const lines = text.split('\n')
  let value = ''
  let blank = 0
  /** Nothing goes between this line and the one before. */
  let joined = true
  lines.forEach((line, n) => {
    const last = n === lines.length - 1
    const start = n === 0 ? 0 : spacesFrom(line)
    const continued = !last && escapes && endsEscaped(line, line.length)
    const end = last ? line.length : continued ? line.length - 1 : withoutSpaces(line, start)
    if (!continued && !last && escapes && endsEscaped(line, end)) throw notPlain
    if (n > 0 && start >= end && !last && !continued) {
      if (joined) throw notPlain
      blank++
      return
    }
    value += (joined ? '' : blank === 0 ? ' ' : '\n'.repeat(blank)) + line.slice(start, end)
    blank = 0
    joined = continued
  })
  return value
}

/** How many spaces a line begins with. Other white space is text, in YAML. */
export function spacesFrom(line: string): number {
  let at = 0
  while (line.charCodeAt(at) === 32) at++
  return at
}

/** Where a line ends without the spaces behind it. */
function withoutSpaces(line: string, start = 0): number {
  let end = line.length
  while (end > start && line.charCodeAt(end - 1) === 32) end--
  return end
}

/** Whether an odd number of backslashes stands before a place: what follows there is escaped. */
function endsEscaped(line: string, end: number): boolean {
  let count = 0
  while (line.charCodeAt(end - 1 - count) === 92) count++
  return count % 2 === 1
}

/** An escape in double quotes: its letter, with digits where it names a character by its number. */
export const ESCAPE = /\\(x[\da-fA-F]{2}|u[\da-fA-F]{4}|[^])/g
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  ' ': ' ',
  n: '\n',
  r: '\r',
  t: '\t',
}

export function unescaped(_: string, what: string): string {
  const value = what.length > 1 ? String.fromCharCode(parseInt(what.slice(1), 16)) : ESCAPES[what]
  if (value === undefined) throw notPlain
  return value
}

/** A line of a plain scalar: nothing in it may look like a mapping. */
export function plainText(line: string, isFirst: boolean): string {
  if (isFirst && SIGN.test(line)) throw notPlain
  const text = line.slice(0, withoutSpaces(line))
  if (text.endsWith(':') || text.includes(': ')) throw notPlain
  return text
}

/** A plain scalar on one line, by the core schema. */
export function scalar(text: string): unknown {
  switch (text) {
    case '~':
    case 'null':
    case 'Null':
    case 'NULL':
      return null
    case 'true':
    case 'True':
    case 'TRUE':
      return true
    case 'false':
    case 'False':
    case 'FALSE':
      return false
  }
  if (STRANGE.test(text)) throw notPlain
  return NUMBER.test(text) ? Number(text) : text
}
