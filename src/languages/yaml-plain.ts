import { pointerToken } from './pointer.ts'
import type { LazyJson } from './json-lazy.ts'
import { YamlCursor } from './yaml-cursor.ts'
import type { Budget } from './yaml-document.ts'
import { checkEscapes } from './yaml-nesting.ts'
import { ESCAPE, folded, notPlain, plainText, scalar, spacesFrom, unescaped } from './yaml-scalars.ts'
import { parseYaml } from './yaml.ts'

/**
 * The same value as `parseYaml`, and many times faster on what programs write: block mappings and lists of plain, quoted
 * and literal scalars. Everything else is left to `parseYaml`, errors included; documents of one file share its budget.
 */
export function parseLargeYaml(text: string, budget?: Budget): LazyJson {
  const plain = readPlain(text)
  if (!plain) {
    const { value, lines } = parseYaml(text, budget)
    return { value, lines: () => lines }
  }
  let lines: Map<string, number> | undefined
  return {
    value: plain.value,
    lines: () => {
      if (!lines) readPlain(text, (lines = new Map()))
      return lines
    },
  }
}

const deepest = 50
/** More than any file that people or programs write for people; `parseYaml` says so. */
const mostKeys = 200_000

const KEY = /(<<|[A-Za-z_$][\w$./-]*|"[^"\\\n]*"|'[^'\n]*') *:(?=[ \n]|$)/y
const WORD = String.raw`(?:[A-Za-z_][\w./-]*|[-+.]?\d[\w.+-]*|"[^"\\\n]*"|'[^'\n]*')`
const WORDS = new RegExp(String.raw`^\[ ?((?:${WORD}(?:, *${WORD})*)?) ?\](?: +#.*)?$`)
const EACH = new RegExp(WORD, 'g')
const NOTHING = /^\{ ?\}(?: +#.*)?$/

/** A tab outside comments. */
const TAB = /^(?! *#)[^\n\t]*\t/m

/** Undefined where the text is more than plain. `lines` takes the line of everything by JSON pointer. */
export function readPlain(text: string, lines?: Map<string, number>): { readonly value: unknown } | undefined {
  checkEscapes(text)
  if (/[\r\uFEFF\u0085\u2028\u2029]/.test(text) || (text.includes('\t') && TAB.test(text))) return undefined
  try {
    return { value: new PlainReader(text, lines).document() }
  } catch (error) {
    if (error === notPlain) return undefined
    throw error
  }
}

class PlainReader extends YamlCursor {
  private readonly anchors = new Map<string, unknown>()
  private aliases = 0
  private pointer = ''
  private left = mostKeys

  document(): unknown {
    this.nextLine()
    this.mark(this.pointer)
    const value = this.isOver ? null : this.node(0)
    if (!this.isOver) throw notPlain
    return value
  }

  /** Reads what stands at a name or number below the present pointer. */
  private below<T>(step: string | number, read: () => T): T {
    this.left -= 1
    if (this.left < 0) throw notPlain
    if (!this.lines) return this.step(step, read)
    const parent = this.pointer
    this.pointer = parent + `/${pointerToken(step)}`
    const value = read()
    this.pointer = parent
    return value
  }

  /** A mapping or list that begins at this token. */
  private node(depth: number): unknown {
    if (depth > deepest) throw notPlain
    return this.isDash() ? this.list(depth) : this.mapping(depth)
  }

  private mapping(depth: number): unknown {
    const indent = this.column
    const value: Record<string, unknown> = {}
    while (!this.isOver && this.column === indent) {
      const start = this.at
      const written = this.match(KEY)
      if (written === undefined) throw notPlain
      const quoted = written.startsWith('"') || written.startsWith("'")
      const key = quoted ? written.slice(1, -1) : written
      if (key === '__proto__' || (!quoted && typeof scalar(key) !== 'string')) throw notPlain
      value[key] = this.below(key, () => {
        this.mark(this.pointer, start)
        return this.value(indent, indent, depth)
      })
    }
    if (!this.isOver && this.column > indent) throw notPlain
    return value
  }

  private list(depth: number): unknown {
    const indent = this.column
    const items: unknown[] = []
    while (!this.isOver && this.column === indent && this.isDash()) {
      this.at++
      const from = this.at
      while (this.text.charCodeAt(this.at) === 32) this.at++
      this.column = indent + 1 + this.at - from
      KEY.lastIndex = this.at
      const nested = this.isDash() || KEY.test(this.text)
      items.push(
        this.below(items.length, () => {
          this.mark(this.pointer)
          return nested ? this.node(depth + 1) : this.value(indent, indent + 1, depth)
        }),
      )
    }
    if (!this.isOver && this.column > indent) throw notPlain
    return items
  }

  /** What follows a key or a dash: on the same line, or below it. A list may stand as deep as the key it belongs to. */
  private value(indent: number, listIndent: number, depth: number): unknown {
    while (this.text.charCodeAt(this.at) === 32) this.at++
    switch (this.text[this.at]) {
      case '"':
      case "'":
        return this.quoted()
      case '|':
        return this.literal(indent)
      case '&':
        return this.anchored(() => this.value(indent, listIndent, depth))
      case '*':
        return this.alias()
      case '[':
      case '{':
        return this.flow()
      case undefined:
      case '\n':
      case '#':
        this.endLine()
        if (this.isOver) return null
        if (this.column > indent) return /[[{]/.test(this.text.charAt(this.at)) ? this.flow() : this.node(depth + 1)
        return this.column === listIndent && this.isDash() ? this.list(depth + 1) : null
      default:
        return this.plain(indent)
    }
  }

  private anchored(read: () => unknown): unknown {
    const name = this.match(/&(\w+)(?= *[^ &*])/y)
    if (name === undefined) throw notPlain
    const before = this.aliases
    const value = read()
    // What holds aliases itself may expand without end.
    if (this.aliases === before) this.anchors.set(name, value)
    return value
  }

  private alias(): unknown {
    const name = this.match(/\*(\w+)/y)
    if (name === undefined || !this.anchors.has(name)) throw notPlain
    this.aliases++
    this.endLine()
    return this.anchors.get(name)
  }

  private plain(indent: number): unknown {
    const line = this.restOfLine()
    const comment = line.indexOf(' #')
    let text = plainText(comment < 0 ? line : line.slice(0, comment), true)
    this.endLine()
    let several = false
    while (!this.isOver && this.column > indent) {
      if (comment >= 0) throw notPlain
      const gap = this.breaksBefore(this.at - this.column - 1)
      const more = this.restOfLine()
      if (more.includes(' #')) throw notPlain
      text += (gap === 0 ? ' ' : '\n'.repeat(gap)) + plainText(more, false)
      several = true
      this.endLine()
    }
    return several ? text : scalar(text)
  }

  private quoted(): string {
    const quote = this.text.charAt(this.at)
    const from = this.at + 1
    const end = this.closing(quote, from)
    const inner = this.text.slice(from, end)
    this.at = end + 1
    this.endLine()
    const value = inner.includes('\n') ? folded(inner, quote === '"') : inner
    return quote === "'" ? value.replaceAll("''", "'") : value.replace(ESCAPE, unescaped)
  }

  /** A literal block with `|` or `|-`, its lines as they are. */
  private literal(indent: number): string {
    this.at++
    const strip = this.text[this.at] === '-'
    if (strip) this.at++
    if (this.restOfLine().trim() !== '') throw notPlain
    this.at++
    const lines: string[] = []
    let depth: number | undefined
    for (;;) {
      const newline = this.text.indexOf('\n', this.at)
      const end = newline < 0 ? this.text.length : newline
      const line = this.text.slice(this.at, end)
      const column = spacesFrom(line)
      const content = line.slice(column)
      if (content !== '' && column < (depth ?? indent + 1)) break
      if (content === '' && column > 0) throw notPlain
      if (content !== '') depth ??= column
      lines.push(line.slice(depth ?? 0))
      this.at = Math.min(end + 1, this.text.length)
      if (newline < 0) break
    }
    while (lines.at(-1) === '') lines.pop()
    this.nextLine()
    return lines.length === 0 ? '' : lines.join('\n') + (strip ? '' : '\n')
  }

  /** An empty list or mapping, or a list of words on one line. */
  private flow(): unknown {
    const line = this.restOfLine().trimEnd()
    const words = WORDS.exec(line)?.[1]
    if (words === undefined && !NOTHING.test(line)) throw notPlain
    this.endLine()
    if (words === undefined) return {}
    return (words.match(EACH) ?? []).map((word) => (/^["']/.test(word) ? word.slice(1, -1) : scalar(word)))
  }
}
