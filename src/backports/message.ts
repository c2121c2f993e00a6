import type { CommitText } from '../git/log.ts'
import { isForOneLine, isRoutine, isTerse, isUpkeep, parseSubject, type Subject } from './subject.ts'

/** What a commit's message and author lines say, parsed once. */
export interface Facts {
  readonly commit: string
  /** As written. */
  readonly subject: string
  /** See `Subject`. */
  readonly key: string
  readonly depth: number
  /** Its subject tells it from no other commit: it is terse, or a release's, an import's, a bot's. */
  readonly common: boolean
  /** A release, an import or a bot's: the same change is hardly ever made anew elsewhere. */
  readonly routine: boolean
  /** Routine, by its subject about tests, documentation and the like, or meant for its own line: no other line lacks it. */
  readonly upkeep: boolean
  readonly authorName: string
  readonly authorEmail: string
  /** Seconds since 1970. A pick keeps it. */
  readonly authorDate: number
  /** Committer date, seconds since 1970. */
  readonly date: number
  /** Subversion's number of the commit, `r12`, as git-svn notes it below a message. */
  readonly revision: string | undefined
  /** Whether its subject names what it ports by Subversion's numbers: whether that does or undoes something is not said. */
  readonly numbered: boolean
  /** Commits that it says it is a port of, perhaps abbreviated, or Subversion's numbers; in the order written. */
  readonly origins: readonly string[]
  /** Commits that it says it reverts, perhaps abbreviated, or Subversion's numbers. */
  readonly reverts: readonly string[]
  /** Gerrit's change ids; the last one is its own, the others are of commits squashed into it. */
  readonly changeIds: readonly string[]
  /** Issues and pull requests it names: `#12`, `abc-12`. */
  readonly references: readonly string[]
  /** Those of them that stand after a subject, `(#12)`: the pull requests it came from, on this line and others. */
  readonly pulls: readonly string[]
  /** Subjects of commits squashed into it. */
  readonly squashed: readonly string[]
}

const sha = /\b[0-9a-f]{7,64}\b/gi
const portWord = /cherry[- ]?pick|(?:back|forward)[- ]?port|\bupstream\b|\bpicked\b/i
/** Such a line names the commit that was wrong, not the one that was ported. */
const blames =
  /\b(?:fixe[sd]|reverts?|reverted|broke|broken|introduced|regress\w*|caused|follow|since|after|before|until|missing|unlike|instead)\b/i

/** Parses a message. Every regular expression is linear in the length of the line. */
export function parseCommit(text: CommitText): Facts {
  const lines = text.message.split('\n', 2000).map((line) => line.slice(0, 1000).trimEnd())
  const start = lines.findIndex((line) => line.trim() !== '')
  // git joins the lines up to the first empty one: some projects wrap their subjects.
  const subject = (lines[start] ?? '').trim()
  const revision = lines.findLast((line) => ownRevision.test(line))?.replace(ownRevision, 'r$1$2')
  const reverts = [...findReverts(lines), ...(revision === undefined ? [] : findRevisions(lines, undoing))]
  const { key, depth } = titleOf(subject, reverts.length > 0)
  return {
    commit: text.commit,
    subject,
    key,
    depth,
    common: isRoutine(key) || isTerse(key),
    routine: isRoutine(key),
    upkeep: isRoutine(key) || isUpkeep(key) || isForOneLine(subject),
    authorName: text.authorName.trim().toLowerCase(),
    authorEmail: text.authorEmail.trim().toLowerCase(),
    authorDate: text.authorDate,
    date: text.date,
    revision,
    numbered: revision !== undefined && findRevisions([subject], merging).length > 0,
    origins: [...findOrigins(lines), ...(revision === undefined ? [] : findRevisions(lines, merging))],
    reverts,
    changeIds: unique(
      lines.flatMap((line) => /^\s*change-id:\s*(I[0-9a-f]{8,40})\s*$/i.exec(line)?.[1]?.toLowerCase() ?? []),
    ),
    references: unique(lines.flatMap(findReferences)),
    pulls: unique(
      lines.flatMap((line, n) => (n === start || squashedSubject(line) !== undefined ? findPulls(line) : [])),
    ),
    squashed: lines.slice(start + 1).flatMap((line) => squashedSubject(line) ?? []),
  }
}

/** `Revert x`, without quotes, is a revert where the text names a commit that it reverts. */
function titleOf(subject: string, reverts: boolean): Subject {
  const title = parseSubject(subject)
  const bare = /^revert(?:s|ed|ing)?\b[: ]*(.+)$/.exec(title.key)?.[1]
  return title.depth === 0 && reverts && bare !== undefined ? { key: bare, depth: 1 } : title
}

/** `git-svn-id: https://svn.example.org/branches/1.2@123 <uuid>`, `llvm-svn: 123`. */
const ownRevision = /^\s*(?:git-svn-id: \S+@(\d{1,9}) [0-9a-f-]{36}|llvm-svn: (\d{1,9}))$/
const merging = /^\s*(?:\[[^\][]*\]\s*|[\w.-]+:\s+)?(?:merg(?:e|ed|es|ing)|(?:back|forward)?-?port(?:s|ed|ing)?|mfc)\b/i
const undoing = /^\s*(?:\[[^\][]*\]\s*|[\w.-]+:\s+)?(?:revert(?:s|ed|ing)?|back(?:s|ed|ing)? out|undo(?:es)?)\b/i
/** A range that names more was meant otherwise. */
const longestRange = 100
/** No merge names more: a message of ranges would be millions. */
const mostRevisions = 1_000

/** Subversion's numbers on lines that begin so: `r12`, `[12]`, `r12 to r15`, `r12-15`. */
function findRevisions(lines: readonly string[], beginning: RegExp): readonly string[] {
  const found: string[] = []
  for (const line of lines) {
    if (found.length >= mostRevisions) break
    if (!beginning.test(line)) continue
    for (const match of line.matchAll(
      /(?:\br|\[)(\d{1,9})\]?(?:\s*(?:-|to|through)\s*(?:r|\[)?(\d{1,9})\b(?![.\d]))?/gi,
    )) {
      const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])]
      if (last >= first && last - first < longestRange)
        for (let number = first; number <= last; number++) found.push(`r${number}`)
      else found.push(`r${first}`)
    }
  }
  return unique(found)
}

function findOrigins(lines: readonly string[]): readonly string[] {
  const found: string[] = []
  lines.forEach((line, n) => {
    if (!portWord.test(line) || /^\s*>/.test(line)) return
    const named = shasIn(line)
    if (blames.test(line) && !/cherry[- ]?picked (?:from|of)/i.test(line)) return
    // "(cherry picked from commit" and the id on the next line: some tools wrap.
    if (named.length === 0 && /(?:from|of|commit|:)\s*$/i.test(line))
      named.push(...shasIn(/^\s*[0-9a-f]{7,64}\b/i.exec(lines[n + 1] ?? '')?.[0] ?? ''))
    found.push(...named)
  })
  return unique(found)
}

function findReverts(lines: readonly string[]): readonly string[] {
  const found: string[] = []
  lines.forEach((line, n) => {
    const place = /(?:\bthis reverts|^\s*reverts?:?)\s(?:commits?\b)?[: ]*(?=[0-9a-f]{7,64}\b)/i.exec(line)
    if (place) found.push(...shasIn(line.slice(place.index)).slice(0, 1))
    else if (/\bthis reverts(?: commit)?:?\s*$/i.test(line)) found.push(...shasIn(lines[n + 1] ?? '').slice(0, 1))
  })
  return unique(found)
}

function shasIn(line: string): string[] {
  // Words and plain numbers are hexadecimal too: an abbreviation has a digit and, unless full, a letter.
  return (line.match(sha) ?? [])
    .map((id) => id.toLowerCase())
    .filter((id) => /\d/.test(id) && (id.length >= 40 || /[a-f]/.test(id)))
}

function findReferences(line: string): readonly string[] {
  const found: string[] = []
  for (const [, digits = ''] of line.matchAll(
    /(?:#|\bgh-|\/(?:issues|pull|bugs?)\/|\bbug[: ]+|\bbugzilla[: ]+|\bLP[: ]+|\bbz[# ]+|\b(?:bsc|bnc|boo|rhbz)#)(\d{1,9})\b/gi,
  )) {
    found.push(`#${Number(digits)}`)
  }
  for (const [key] of line.matchAll(/\b[A-Z][A-Z0-9]{1,14}-\d{1,7}\b/g)) found.push(key.toLowerCase())
  for (const [key] of line.matchAll(/\bCVE-\d{4}-\d{4,7}\b/gi)) found.push(key.toLowerCase())
  return found
}

function findPulls(line: string): readonly string[] {
  return [...line.matchAll(/\(#(\d{1,9})\)/g)].map(([, digits = '']) => `#${Number(digits)}`)
}

/** `* subject`, as a squash lists its parts. */
function squashedSubject(line: string): string | undefined {
  const part = /^\s{0,4}(?:[*-]\s+|\d+[.)]\s+|[0-9a-f]{7,40}\s+)(\S.*)$/.exec(line)?.[1]
  const key = part === undefined ? '' : parseSubject(part).key
  return isTerse(key) || isRoutine(key) ? undefined : key
}

function unique(items: readonly string[]): readonly string[] {
  return [...new Set(items)]
}
