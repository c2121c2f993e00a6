import type { FileChange } from '../git/log.ts'
import type { Patch } from '../git/patch-ids.ts'
import type { Kind } from './match.ts'
import type { Facts } from './message.ts'

/** What two commits have in common by what they say. */
export interface Likeness {
  readonly changeId: boolean
  /** Same author date and a shared author: a pick keeps both. */
  readonly authored: boolean
  /** One is a merge and the other has its author and date: `cherry-pick -m` keeps them. */
  readonly merged: boolean
  readonly author: boolean
  readonly subject: boolean
  /** Words of the subjects in common: 0 to 1. */
  readonly words: number
  /** The subjects name different versions: these are different updates. */
  readonly versions: boolean
  /** The subject is one that many commits have. */
  readonly common: boolean
  readonly references: boolean
  /** Both came from the same pull request, by their subjects. */
  readonly pull: boolean
  /** One lists the other's subject among the commits squashed into it. */
  readonly squashed: boolean
  /** Seconds from the other's commit to this one's. */
  readonly apart: number
}

export function compareFacts(one: Facts, other: Facts, without: ReadonlySet<Kind>): Likeness {
  const said = !without.has('subject')
  const author = said && (one.authorEmail === other.authorEmail || one.authorName === other.authorName)
  return {
    changeId: !without.has('change-id') && shares(one.changeIds.slice(-1), other.changeIds),
    authored: author && one.authorDate === other.authorDate,
    merged:
      author &&
      one.authorDate === other.authorDate &&
      isMerge(one) !== isMerge(other) &&
      !(isMerge(one) ? other : one).routine,
    author,
    subject: said && one.key === other.key && one.depth === other.depth,
    words: said ? commonWords(one, other) : 0,
    versions: otherVersions(one, other),
    common: one.common,
    references: !without.has('reference') && shares(one.references, other.references),
    pull: !without.has('reference') && shares(one.pulls, other.pulls),
    squashed: said && (one.squashed.includes(other.key) || other.squashed.includes(one.key)),
    apart: one.date - other.date,
  }
}

/** Whether the subject is one that tools give to merges. */
export function isMerge({ key }: Facts): boolean {
  return key.startsWith('merge ')
}

/** Whether one undoes what the other does: these are never the same change, however alike they look. */
export function opposed(one: Facts, other: Facts): boolean {
  return !one.numbered && !other.numbered && one.depth % 2 !== other.depth % 2
}

/** Whether what they say is enough, without a look at their contents. */
export function isSure({ authored, changeId, subject, common, pull }: Likeness): boolean {
  return subject ? authored || changeId || (pull && !common) : authored && changeId
}

/** A commit's changes. */
export interface Contents {
  readonly changes: readonly FileChange[]
  readonly patch: Patch
}

/** What two commits have in common by what they do. Shares run from 0 to 1. */
export interface Overlap {
  readonly samePatch: boolean
  /** Both add one new migration: the same file name or the same text. */
  readonly migration: boolean
  /** Changed lines in common, of both. */
  readonly lines: number
  /** Changed lines in common, of the smaller one. */
  readonly within: number
  /** File names in common, of the smaller one. */
  readonly files: number
  /** Changed lines of the smaller one. */
  readonly size: number
  /** The first is the smaller one. */
  readonly inner: boolean
  /** The other one shows no changes: a merge. */
  readonly unknown: boolean
}

export function compareContents(one: Contents, other: Contents, without: ReadonlySet<Kind>): Overlap {
  const size = Math.min(one.patch.size, other.patch.size)
  const common = without.has('lines') ? 0 : commonLines(one.patch, other.patch)
  const names = new Set(one.changes.map(baseName))
  const otherNames = new Set(other.changes.map(baseName))
  const smaller = Math.min(names.size, otherNames.size)
  return {
    samePatch: !without.has('patch-id') && samePatch(one, other),
    migration: !without.has('migration') && sameMigration(one.changes, other.changes),
    lines: size === 0 ? 0 : (2 * common) / (one.patch.size + other.patch.size),
    within: size === 0 ? 0 : common / size,
    files: smaller === 0 ? 0 : [...names].filter((name) => otherNames.has(name)).length / smaller,
    size,
    inner: one.patch.size <= other.patch.size,
    unknown: other.changes.length === 0,
  }
}

export interface Verdict {
  readonly by: Kind
  readonly score: number
}

/** Whether two commits are the same change, how sure that is, and what shows it; undefined where they are not. */
export function judge(like: Likeness, overlap: Overlap): Verdict | undefined {
  if (!accepted(like, overlap)) return undefined
  const said = (like.changeId ? 5 : 0) + (like.authored ? 5 : 0) + (like.subject ? (like.common ? 1 : 4) : 0)
  const hinted = (like.merged ? 6 : 0) + (like.author ? 1 : 0) + (like.references ? 1 : 0) + (like.pull ? 3 : 0)
  const done = (overlap.samePatch ? 6 : 0) + (overlap.migration ? 3 : 0) + 4 * overlap.lines + overlap.files
  return { by: strongest(like, overlap), score: said + hinted + done }
}

function strongest(like: Likeness, overlap: Overlap): Kind {
  if (overlap.samePatch) return 'patch-id'
  if (overlap.migration) return 'migration'
  if (like.changeId) return 'change-id'
  if (like.subject || like.authored) return 'subject'
  return like.references ? 'reference' : 'lines'
}

/** Share of words in common from which on a subject may be another in new words. */
export const reworded = 0.8

function accepted(like: Likeness, overlap: Overlap): boolean {
  if (isSure(like)) return true
  const { samePatch, migration, lines, within, files, size } = overlap
  const named = like.subject && !like.common
  const hinted = like.author || like.references || named || like.authored || like.changeId
  if (samePatch) return hinted || size >= 4
  if (migration) return true
  if (like.changeId) return files > 0 || lines >= 0.2
  if (like.merged || (named && overlap.unknown && like.references)) return true
  if (like.authored) return lines >= 0.3 || within >= 0.6 || files >= 0.5
  if (named && like.author) return lines >= 0.25 || within >= 0.5 || (files >= 0.5 && (size <= 6 || lines >= 0.1))
  if (named) return lines >= 0.4 || (within >= 0.7 && size >= 3)
  if (like.squashed) return within >= 0.6 || (like.pull && files > 0)
  if (like.pull) return lines >= 0.3 || within >= 0.6
  if (like.versions) return lines >= 0.9 && size >= 8
  if (like.references && like.author) return lines >= 0.5 || (within >= 0.8 && size >= 5)
  if (like.references) return lines >= 0.6 && size >= 3
  // The same author's change for another line, worded and made a little differently.
  if (like.author && like.words >= reworded && files >= 0.5 && lines >= 0.4 && size >= 4) return true
  // A part of the author's larger change: all that it does is there.
  if (like.author && overlap.inner && within >= 0.95 && files === 1 && size >= 20) return true
  if (like.common || like.words < 0.4) return lines >= (like.author ? 0.85 : 0.9) && size >= 8
  return lines >= (like.author ? 0.6 : 0.75) && size >= 4
}

/** Where only generated files changed, whose lines are not compared, the contents before and after must be the same. */
function samePatch(one: Contents, other: Contents): boolean {
  if (one.patch.id !== other.patch.id) return false
  if (one.patch.id !== '') return true
  const files = new Set(one.changes.map(identity))
  return (
    files.size > 0 &&
    files.size === other.changes.length &&
    other.changes.every((change) => files.has(identity(change)))
  )
}

function identity({ path, oldBlob, newBlob }: FileChange): string {
  return `${oldBlob} ${newBlob} ${path}`
}

function commonLines(one: Patch, other: Patch): number {
  const [small, large] = one.lines.size <= other.lines.size ? [one.lines, other.lines] : [other.lines, one.lines]
  let common = 0
  for (const [line, count] of small) common += Math.min(count, large.get(line) ?? 0)
  return common
}

const word = /[\p{L}\p{N}_]{3,}/gu
const number = /\d+(?:\.\d+)+/g

interface Words {
  readonly all: ReadonlySet<string>
  readonly versions: string
}

const wordsOf = new WeakMap<Facts, Words>()

function readWords(facts: Facts): Words {
  let words = wordsOf.get(facts)
  if (!words) {
    words = { all: new Set(facts.key.match(word)), versions: [...(facts.key.match(number) ?? [])].sort().join() }
    wordsOf.set(facts, words)
  }
  return words
}

/** Share of words that the subjects have in common. */
export function commonWords(one: Facts, other: Facts): number {
  const words = readWords(one)
  const others = readWords(other)
  let common = 0
  for (const text of words.all) if (others.all.has(text)) common++
  return common === 0 ? 0 : (2 * common) / (words.all.size + others.all.size)
}

export function otherVersions(one: Facts, other: Facts): boolean {
  const versions = readWords(one).versions
  const others = readWords(other).versions
  return versions !== '' && others !== '' && versions !== others
}

const migrationFolder = /(?:^|\/)(?:migrat\w*|versions|db|alembic\w*|liquibase|flyway|upgrades?|updates)\//i

/** New files in a folder of migrations with a name that says which (not `env.py`, `index.sql`), or with the same text. */
function sameMigration(one: readonly FileChange[], other: readonly FileChange[]): boolean {
  const added = one.filter(isNewMigration)
  if (added.length === 0) return false
  return other.some(
    (change) =>
      isNewMigration(change) && added.some((own) => own.newBlob === change.newBlob || tail(own) === tail(change)),
  )
}

/** The file and the two folders it is in: many applications have their own `migrations/0001_initial.py`. */
function tail({ path }: FileChange): string {
  return path.split('/').slice(-3).join('/')
}

function isNewMigration({ status, path }: FileChange): boolean {
  return status === 'A' && migrationFolder.test(path) && /\d.*[a-z]{4}/i.test(baseName({ path }))
}

function baseName({ path }: Pick<FileChange, 'path'>): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function shares(one: readonly string[], other: readonly string[]): boolean {
  return one.some((item) => other.includes(item))
}
