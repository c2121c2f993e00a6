export interface Heading {
  /** 1 is the highest. */
  readonly level: number
  readonly text: string
  /** Index of its line, from 0. */
  readonly at: number
  /** Index of the line after it. */
  readonly body: number
}

const MARKS = /^(#{1,6}|={1,6})[ \t]+(\S.*)$/
const UNDERLINE = /^([=\-~^"'`*+#.:_])\1{2,}[ \t]*$/
const FENCE = /^[ \t]*(?:```|~~~)/
/** What is longer is no title. */
const LONGEST = 200
/** In a file without any markup. */
const PLAIN = /^(?:version |release )?v?\d+\.\d+[\w.]*\b.{0,60}$/i

/** Headings of Markdown, AsciiDoc and reStructuredText; in a plain text the lines that begin with a number. */
export function headingsOf(lines: readonly string[], path: string): readonly Heading[] {
  const found = /\.rst$/i.test(path) ? underlined(lines, []) : [...marked(lines), ...underlined(lines, ['=', '-'])]
  if (found.length > 0) return found.sort((a, b) => a.at - b.at)
  return lines.flatMap((text, at) => (PLAIN.test(text) ? [{ level: 1, text, at, body: at + 1 }] : []))
}

function marked(lines: readonly string[]): Heading[] {
  const found: Heading[] = []
  let fenced = false
  for (const [at, line] of lines.entries()) {
    if (FENCE.test(line)) fenced = !fenced
    const [, marks, text = ''] = (fenced ? undefined : MARKS.exec(line)) ?? []
    if (marks !== undefined) found.push({ level: marks.length, text: text.slice(0, LONGEST), at, body: at + 1 })
  }
  return found
}

/** Underlined titles. Markdown knows two marks; in reStructuredText the order in which they first appear is their level. */
function underlined(lines: readonly string[], known: readonly string[]): Heading[] {
  const order = [...known]
  return lines.flatMap((text, at): Heading[] => {
    const mark = UNDERLINE.exec(lines[at + 1] ?? '')?.[1]
    if (mark === undefined || !/^[^\s\-*+>|].*$/.test(text) || UNDERLINE.test(text)) return []
    if (known.length === 0 && !order.includes(mark)) order.push(mark)
    return order.includes(mark)
      ? [{ level: order.indexOf(mark) + 1, text: text.slice(0, LONGEST), at, body: at + 2 }]
      : []
  })
}
