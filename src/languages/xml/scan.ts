/** Names and blanks of XML, as far as they are ASCII; expressions take three times as long. */

const BLANK = 1
const NAME = 2
const NAME_START = 3
const KINDS = Uint8Array.from({ length: 128 }, (_, code) => {
  const char = String.fromCharCode(code)
  if (/\s/.test(char)) return BLANK
  if (/[A-Za-z_:]/.test(char)) return NAME_START
  return /[\w.-]/.test(char) ? NAME : 0
})

/** Where the blanks that start here end. */
export function afterBlanks(text: string, from: number): number {
  let at = from
  while (KINDS[text.charCodeAt(at)] === BLANK) at += 1
  return at
}

/** Where the name that starts here ends; where it starts, if none does. */
export function afterName(text: string, from: number): number {
  let at = from
  if (KINDS[text.charCodeAt(at)] !== NAME_START) return at
  for (at += 1; ; at += 1) {
    const kind = KINDS[text.charCodeAt(at)]
    if (kind !== NAME && kind !== NAME_START) return at
  }
}

const INDENTS = Array.from({ length: 100 }, (_, width) => `\n${' '.repeat(width)}`)
const TABS = Array.from({ length: 20 }, (_, width) => `\n${'\t'.repeat(width)}`)

/** The line break and indentation that a text consists of, one for all that are equal; undefined for any other text. */
export function blankText(text: string, from: number, to: number): string | undefined {
  if (text.charCodeAt(from) !== 10) return undefined
  const width = to - from - 1
  const code = text.charCodeAt(from + 1)
  const blanks = code === 9 ? TABS : INDENTS
  const known = blanks[width]
  if (known === undefined) return undefined
  const blank = code === 9 ? 9 : 32
  for (let at = from + 1; at < to; at += 1) if (text.charCodeAt(at) !== blank) return undefined
  return known
}

/** Nothing in here tells what other characters are. */
export function isOther(text: string, at: number): boolean {
  return text.charCodeAt(at) >= 128
}
