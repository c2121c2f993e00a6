import { tooMany } from '../../languages/limits.ts'
import { Unclear } from '../../snapshots/files.ts'

export interface Entry {
  /** With the section in front: `section.key`. */
  readonly key: string
  /** Undefined where the line is commented out: the key is documented, and the product's own default holds. */
  readonly value: string | undefined
  readonly line: number
}

const SECTION = /^\[([^\]]+)\]\s*(?:[#;].*)?$/
const NAME = String.raw`[A-Za-z_][\w.-]*(?:\[\w+\][\w.-]*)*`
const SETTING = new RegExp(String.raw`^(?:export\s+)?(${NAME})\s*[=:]\s*(.*)$`)
/** Prose has blanks before its marks. */
const DOCUMENTED = new RegExp(String.raw`^[#;!]\s?(?:export )?(${NAME})\s?=(?!=)\s?(\S.*)?$`)
/** Many times as many as the largest products have. */
const MOST_SETTINGS = 50_000
/** It is put in front of each name below it. */
const LONGEST_SECTION = 1000
/** One blank in front, not all: each of a thousand would be looked at as the first. */
const COMMENT = /\s#/
const PROSE = /[.!?]\s+[A-Z]|\s(?:is|are|the|to|for|if)\s/

/**
 * Keys of `.properties`, `.env`, `.conf`, `.cfg` and INI files, in the order of the text; a line that ends with a backslash
 * goes on in the next. What is no setting is left out: such files are read by a hundred parsers, each with rules of its own.
 */
export function parseProperties(text: string): readonly Entry[] {
  const entries: Entry[] = []
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  let section = ''
  for (let at = 0; at < lines.length; at += 1) {
    const line = at + 1
    if (entries.length > MOST_SETTINGS) throw tooMany('settings', MOST_SETTINGS, line)
    const parts = [(lines[at] ?? '').trim()]
    if (/^[#;!]/.test(parts[0] ?? '')) {
      const [, key, value = ''] = DOCUMENTED.exec(parts[0] ?? '') ?? []
      if (key !== undefined && !PROSE.test(value)) entries.push({ key: section + key, value: undefined, line })
      continue
    }
    while (/(?:^|[^\\])(?:\\\\)*\\$/.test(parts.at(-1) ?? '') && at + 1 < lines.length) {
      at += 1
      parts.push((lines[at] ?? '').trim())
    }
    const whole = parts.map((part, n) => (n < parts.length - 1 ? part.slice(0, -1) : part)).join('')
    const opened = SECTION.exec(whole)?.[1]
    const [, key, value = ''] = SETTING.exec(whole) ?? []
    if (opened !== undefined && opened.length > LONGEST_SECTION)
      throw new Unclear(`expected the name of a section, found one of more than ${LONGEST_SECTION} characters`, line)
    if (opened !== undefined) section = `${opened.trim()}.`
    else if (key !== undefined) entries.push({ key: section + key, value: unquoted(value), line })
  }
  return entries
}

/** Quotes around a value, and a comment after it, do not count. */
function unquoted(value: string): string {
  const quoted = /^(["'])(.*)\1\s*(?:#.*)?$/.exec(value)
  if (quoted) return quoted[2] ?? ''
  const comment = COMMENT.exec(value)
  return (comment ? value.slice(0, comment.index) : value).trim()
}
