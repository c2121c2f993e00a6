/** The scalars of plain YAML: see yaml-plain.ts. */

/** Thrown where the text is more than plain. */
export const notPlain = new Error('not plain YAML')

/** What no plain scalar begins with. */
const SIGN = /^(?:[-?:](?: |$)|[&*!|>%@`"'#[\]{},]|---|\.\.\.)/
const NUMBER = /^[-+]?(?:\d+|\d+\.\d*|\.\d+)(?:[eE][-+]?\d+)?$/
const STRANGE = /^(?:0[ox]|[-+]?\.(?:inf|nan))/i

/** A quoted scalar over several lines: a line break is a space, a blank line is a line break. */
export function folded(text: string): string {
  const [first = '', ...rest] = text.split('\n')
  let value = first.trimEnd()
  let blank = 0
  rest.forEach((line, n) => {
    const last = n === rest.length - 1
    const content = last ? line.trimStart() : line.trim()
    if (content === '' && !last) {
      blank++
      return
    }
    value += (blank === 0 ? ' ' : '\n'.repeat(blank)) + content
    blank = 0
  })
  return value
}

const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', n: '\n', r: '\r', t: '\t' }

export function unescaped(_: string, letter: string): string {
  const value = ESCAPES[letter]
  if (value === undefined) throw notPlain
  return value
}

/** A line of a plain scalar: nothing in it may look like a mapping. */
export function plainText(line: string, isFirst: boolean): string {
  if (isFirst && SIGN.test(line)) throw notPlain
  const text = line.trimEnd()
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
