import type { Config } from '../config/config.ts'
import type { Line } from '../model.ts'
import { branchNumber } from '../releases/heads.ts'
import { compareParts } from '../releases/version.ts'

/** What a commit's message says about the lines it is for. */
export interface Mark {
  /** The line of the message that marks it. */
  readonly text: string
  /** Lines it names; empty where it names none: every older supported line is meant. */
  readonly lines: readonly string[]
}

/** `Backport-to: 1.x, 2.x`, `Backport: stable/1.2`; not `Backport of #12` or `Backported-from: 1a2b3c4`. */
const trailer = /^backport(?:-to|s|ed-to)?:\s*(\S.*)$/i
const label = /^(?:needs[- ])?backport(?:-to|s)?[-_/: ]+(\S.*)$/i
/** Nobody's mark is longer, and a pattern of the config can be slow on long lines. */
const longest = 300

/** Finds the first mark in a message: a backport trailer, or what `fixes.marked` asks for in a subject or a trailer. */
export function findMark(message: string, lines: readonly Line[], { fixes }: Pick<Config, 'fixes'>): Mark | undefined {
  const [subject = '', ...rest] = message.split('\n').map((line) => line.trim().slice(0, longest))
  const told = [subject, ...rest.filter((line) => /^[A-Za-z][\w-]*: ?\S/.test(line))]
  const patterns = [trailer, ...fixes.marked.map((source) => new RegExp(source, 'i'))]
  for (const text of told) {
    for (const pattern of patterns) {
      const found = pattern.exec(text)
      if (!found) continue
      const named = namedLines(found[1] ?? '', lines)
      // A trailer for lines that are gone, or of words alone, asks for nothing.
      if (named.length > 0 || pattern !== trailer) return { text, lines: named }
    }
  }
  return undefined
}

/** What a pull request's labels say of all its commits: `backport 1.x`, `backport-to:2.1`, or what `fixes.marked` asks for. */
export function labelMark(
  labels: readonly string[],
  lines: readonly Line[],
  { fixes }: Pick<Config, 'fixes'>,
): Mark | undefined {
  const patterns = fixes.marked.map((source) => new RegExp(source, 'i'))
  const marks = labels.flatMap((name): Mark[] => {
    const text = name.trim().slice(0, longest)
    const named = namedLines(label.exec(text)?.[1] ?? '', lines)
    if (named.length > 0) return [{ text, lines: named }]
    const found = patterns.map((pattern) => pattern.exec(text)).find((match) => match !== null)
    return found ? [{ text, lines: namedLines(found[1] ?? '', lines) }] : []
  })
  if (marks.length === 0) return undefined
  const every = marks.some((mark) => mark.lines.length === 0) ? [] : marks.flatMap((mark) => mark.lines)
  return { text: marks.map(({ text }) => text).join(', '), lines: [...new Set(every)] }
}

function namedLines(text: string, lines: readonly Line[]): readonly string[] {
  const names = text.split(/[\s,;]+/).filter((name) => name !== '')
  const named = lines.filter((line) => {
    const parts = line.name.split('.').map(Number)
    return names.some((name) => {
      const number = branchNumber(name)
      return name === line.head?.ref || (number !== undefined && compareParts(number, parts) === 0)
    })
  })
  return named.map(({ name }) => name)
}
