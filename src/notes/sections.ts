import { compareVersions, parseVersion } from '../releases/version.ts'
import type { Version } from '../model.ts'
import { headingsOf, type Heading } from './headings.ts'
import { renoFolder } from './reno.ts'

/** A file with release notes, newest release first or last, or of one release alone. */
export interface Notes {
  readonly path: string
  readonly text: string
  /** Set where every change has a file of its own in a folder. */
  readonly folder?: true
}

const UPGRADE_NOTES = /^(?:upgrad|migrat|breaking)/i
const BREAKING = /\bbreaking\b|\bincompatib|\bupgrad(?:e|ing)\b|\bmigrat(?:ion|ing)\b/i
const UNRELEASED = /^\W*(?:unreleased|upcoming|next|not (?:yet )?released|in development|development)\b/i
/** One entry of a list that says so of itself: `BREAKING CHANGE: ...`, `**Breaking** ...`, `feat(api)!: ...`. */
const MARKED = /\bBREAKING\b|[*_[(]breaking\b|\bbreaking(?: changes?)?:|^\W*[a-z]+(?:\([^()]*\))?!:/
/** A line of its own in bold or before a list, in place of a heading. */
const LEAD = /^(?:\*\*|__)[^*_]{1,80}(?:\*\*|__):?\s*$|^[^-*+\s][^.]{0,80}:\s*$/
/** A number with a dot, one after a `v`, or one that is all there is. */
const NUMBER = /(?:^|[^\w.])(?:v?(\d+(?:\.\d+)+(?:[-.]?(?:rc|alpha|beta|a|b|m)[-.]?\d*)?)|v(\d+))(?![\w.]*\w)/gi
const LONE_NUMBER = /^\W*(?:version|release)?\W*(\d+)\W*$/i
const DATE = /\b\d{4}-\d\d-\d\d\b/g

/** Versions above one, up to another: what users of the first meet. */
export interface Span {
  readonly above: Version
  readonly upTo: Version
}

/** Whether what the notes say of breaking changes in these versions has one of the names. */
export function announces(notes: Notes, versions: Span, names: readonly string[]): boolean {
  const text = breakingText(notes, versions)
  return names.some((name) => new RegExp(`(?<![\\w-])${escaped(name)}(?![\\w-])`, 'i').test(text))
}

function escaped(name: string): string {
  return name.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}

/** What a file says of the breaks of some versions; empty where it says nothing of them, or of breaks. */
export function breakingText({ path, text }: Notes, versions: Span): string {
  const lines = text.split(/\r?\n/)
  const headings = headingsOf(lines, path)
  const sections = sectionsAbout(headings, versions, lines.length)
  const isUpgradeFile = UPGRADE_NOTES.test(path.slice(path.lastIndexOf('/') + 1))
  return sections
    .flatMap(([from, to]) => (isUpgradeFile ? lines.slice(from, to) : breakingLines(lines, headings, from, to)))
    .join('\n')
}

/** First line and end of each section about one of the versions, else of what is not released yet, else of a file without numbers. */
function sectionsAbout(
  headings: readonly Heading[],
  versions: Span,
  end: number,
): readonly (readonly [number, number])[] {
  const own = headings.filter(({ text }) => versionsIn(text).some((version) => isWithin(version, versions)))
  const found = own.length > 0 ? own : headings.filter(({ text }) => UNRELEASED.test(text))
  if (found.length > 0) return found.map((heading) => [heading.body, endOf(heading, headings, end)])
  return headings.some(({ text }) => versionsIn(text).length > 0) ? [] : [[0, end]]
}

function isWithin(version: Version, { above, upTo }: Span): boolean {
  return compareVersions(version, above) > 0 && compareVersions(version, upTo) <= 0
}

/** The next heading of its level or above, or the next that begins with another number. */
function endOf(heading: Heading, headings: readonly Heading[], end: number): number {
  const next = headings.find(
    ({ at, level, text }) => at > heading.at && (level <= heading.level || /^\W*v?\d+\.\d/i.test(text)),
  )
  return next?.at ?? end
}

function versionsIn(text: string): readonly Version[] {
  const plain = text.replace(DATE, '')
  const numbers = [...plain.matchAll(NUMBER)].map((match) => match[1] ?? match[2] ?? '')
  const lone = LONE_NUMBER.exec(plain)?.[1]
  return [...numbers, ...(lone === undefined ? [] : [lone])].flatMap((number) => {
    const version = parseVersion(number)
    return typeof version === 'string' ? [] : [version]
  })
}

/** Lines under a heading or lead that speaks of breaks, and list entries that are marked as one. */
function breakingLines(
  lines: readonly string[],
  headings: readonly Heading[],
  from: number,
  to: number,
): readonly string[] {
  const byLine = new Map(headings.map((heading) => [heading.at, heading]))
  const found: string[] = []
  let under: number | undefined
  let entry = false
  for (let at = from; at < to; at += 1) {
    const line = lines[at] ?? ''
    const heading = byLine.get(at)
    if (heading) {
      if (under === undefined || heading.level <= under) under = BREAKING.test(heading.text) ? heading.level : undefined
    } else if (LEAD.test(line) && (under === undefined || under === LOWEST)) {
      under = BREAKING.test(line) ? LOWEST : undefined
    }
    entry = MARKED.test(line) || (entry && /^\s+\S/.test(line))
    if (under !== undefined || entry) found.push(line)
  }
  return found
}

/** Below all headings. */
const LOWEST = 99

/** A section to paste, in the file's own markup. */
export function newSection(path: string, items: readonly string[]): string {
  if (path === renoFolder) return ['upgrade:', ...items.map((item) => `  - |\n    ${item}`)].join('\n')
  const title = 'Breaking changes'
  if (/\.rst$/i.test(path)) {
    const list = items.map((item) => `- ${item.replaceAll('`', '``')}`)
    return [title, '-'.repeat(title.length), '', ...list].join('\n')
  }
  return [`${/\.adoc$/i.test(path) ? '===' : '###'} ${title}`, '', ...items.map((item) => `- ${item}`)].join('\n')
}
