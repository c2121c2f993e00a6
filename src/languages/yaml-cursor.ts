/** Where a reader of plain YAML is in its text: see yaml-plain.ts. */
import { Unclear } from '../snapshots/files.ts'
import { longestPointers, mostPlaces, tooMany } from './limits.ts'
import { notPlain, spacesFrom } from './yaml-scalars.ts'

const REST = / *(?:#[^\n]*)?(?:\n|$)/y

export class YamlCursor {
  protected readonly text: string
  /** Where the next token begins. */
  protected at = 0
  /** Column of that token. */
  protected column = 0

  protected readonly lines: Map<string, number> | undefined
  private line = 1
  /** Up to here lines are counted. */
  private counted = 0

  constructor(text: string, lines?: Map<string, number>) {
    this.text = text
    this.lines = lines
  }

  /** Notes the line of what begins here, or began at an earlier offset of the same or a later line than the last. */
  protected mark(pointer: string, at = this.at): void {
    if (!this.lines) return
    for (;;) {
      const newline = this.text.indexOf('\n', this.counted)
      if (newline < 0 || newline >= at) break
      this.line++
      this.counted = newline + 1
    }
    this.lines.set(pointer, this.line)
  }

  private pointerLength = 0
  private places = 0
  private lengths = 0

  /** Goes a step down, reads, and comes back. What all pointers would take is known before any of them is made. */
  protected step<T>(step: string | number, read: () => T): T {
    const before = this.pointerLength
    this.pointerLength += String(step).length + 1
    this.places++
    this.lengths += this.pointerLength
    if (this.places > mostPlaces) throw tooMany('keys and items', mostPlaces, this.lineHere())
    if (this.lengths > longestPointers)
      throw new Unclear('expected YAML, found long names above too many others', this.lineHere())
    const value = read()
    this.pointerLength = before
    return value
  }

  private lineHere(): number {
    return this.text.slice(0, this.at).split('\n').length
  }

  protected get isOver(): boolean {
    return this.at >= this.text.length
  }

  /** From the start of a line to the first token, over blank lines and comments. */
  protected nextLine(): void {
    const { text } = this
    for (;;) {
      let at = this.at
      while (text.charCodeAt(at) === 32) at++
      const code = text.charCodeAt(at)
      if (at >= text.length || (code !== 10 && code !== 35)) {
        this.column = at - this.at
        this.at = at
        return
      }
      const end = text.indexOf('\n', at)
      this.at = end < 0 ? text.length : end + 1
    }
  }

  protected match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at
    const found = pattern.exec(this.text)
    if (!found) return undefined
    this.at = pattern.lastIndex
    return found[1] ?? found[0]
  }

  protected endLine(): void {
    if (this.match(REST) === undefined) throw notPlain
    this.nextLine()
  }

  protected isDash(): boolean {
    const next = this.text.charCodeAt(this.at + 1)
    return this.text.charCodeAt(this.at) === 45 && (next === 32 || next === 10 || this.at + 1 >= this.text.length)
  }

  protected restOfLine(): string {
    const newline = this.text.indexOf('\n', this.at)
    const from = this.at
    this.at = newline < 0 ? this.text.length : newline
    return this.text.slice(from, this.at)
  }

  /** Blank lines before a line break; a comment there ends the scalar for YAML. */
  protected breaksBefore(newline: number): number {
    let blank = 0
    for (let end = newline; ; blank++) {
      const start = this.text.lastIndexOf('\n', end - 1)
      const raw = this.text.slice(start + 1, end)
      const line = raw.slice(spacesFrom(raw))
      if (line.startsWith('#')) throw notPlain
      if (line !== '') return blank
      end = start
    }
  }

  protected closing(quote: string, from: number): number {
    const { text } = this
    for (let end = text.indexOf(quote, from); end >= 0; end = text.indexOf(quote, end + 1)) {
      if (quote === "'") {
        if (text[end + 1] !== "'") return end
        end++
      } else {
        let escapes = 0
        while (text[end - escapes - 1] === '\\') escapes++
        if (escapes % 2 === 0) return end
      }
    }
    throw notPlain
  }
}
