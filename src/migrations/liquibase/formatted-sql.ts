import { tooMany } from '../../languages/limits.ts'
import { parseSql } from '../../languages/sql.ts'
import { Unclear } from '../../snapshots/files.ts'
import type { ChangeLog, ChangeSet } from './changelog.ts'
import { MOST_ENTRIES, againOf, collapse, digestOfText, scopeOf } from './tree.ts'

const HEADER = /^\s*--\s*liquibase\s*formatted/i
/** Only these lines can tell Liquibase something. */
const MARKED = /^\s*(?:--|\/\*)/
const CHANGE_SET = /^\s*--\s*changeset\s+(?=\S)("[^"]+"|[^:]+):\s*("[^"]+"|\S+)([^]*)$/i
const LOOKS_LIKE_ONE = /^\s*--\s*changeset\b/i
const DIRECTIVE = /^\s*--\s*(?:rollback\b|comments?:?\s|preconditions?\b|property\s|validCheckSum\b)/i
const VALID_CHECKSUM = /^\s*--\s*validCheckSum\b/i
const IGNORE = /^\s*--\s*ignoreLines:(\w+)/i
const ROLLBACK_START = /^\s*\/\*\s*liquibase\s*rollback\s*$/i
const ATTRIBUTE = /(?:^|\s)(\w+):("[^"]*"|\S*)/g

interface Draft {
  readonly id: string
  readonly author: string
  readonly line: number
  readonly attributes: Record<string, string>
  readonly body: string[]
  checksum: boolean
}

export function isFormattedSql(text: string): boolean {
  return HEADER.test(text)
}

/** Line by line, as Liquibase reads it - `AbstractFormattedChangeLogParser`. */
export function parseFormattedSql(text: string): ChangeLog | undefined {
  const lines = text.replace(/^\uFEFF/, '').split(/\r\n|\r|\n/)
  if (!HEADER.test(lines[0] ?? '') && !isFormattedSql(text)) return undefined
  const drafts: Draft[] = []
  const riddles: { line: number; reason: string }[] = []
  const header = lines.find((line) => HEADER.test(line)) ?? ''
  let ignored = 0
  let inRollback = false
  for (const [index, line] of lines.entries()) {
    const draft = drafts.at(-1)
    if (ignored !== 0) {
      ignored = IGNORE.exec(line)?.[1]?.toLowerCase() === 'end' ? 0 : ignored - 1
      continue
    }
    if (inRollback) {
      inRollback = !line.trimEnd().endsWith('*/')
      continue
    }
    if (!MARKED.test(line)) {
      draft?.body.push(line)
      continue
    }
    const ignoring = IGNORE.exec(line)?.[1]
    if (ignoring !== undefined) {
      ignored = ignoring.toLowerCase() === 'start' ? Infinity : Number(ignoring) || 0
    } else if (ROLLBACK_START.test(line)) {
      inRollback = true
    } else if (LOOKS_LIKE_ONE.test(line)) {
      const [, author, id, rest = ''] = CHANGE_SET.exec(line) ?? []
      if (author === undefined || id === undefined) {
        riddles.push({ line: index + 1, reason: 'expected --changeset author:id, found something else' })
        continue
      }
      if (drafts.length === MOST_ENTRIES) throw tooMany('change sets', MOST_ENTRIES, index + 1)
      const attributes = attributesOf(rest)
      drafts.push({ author: bare(author), id: bare(id), line: index + 1, attributes, body: [], checksum: false })
    } else if (draft && VALID_CHECKSUM.test(line)) {
      draft.checksum = true
    } else if (draft && !DIRECTIVE.test(line)) {
      draft.body.push(line)
    }
  }
  return { logicalPath: attributesOf(header).logicalFilePath, entries: drafts.map(changeSetOf), riddles }
}

/** A file of SQL without the header is one change set, named for how it came in - Liquibase, `SqlChangeLogParser`. */
export function parseRawSql(text: string): ChangeLog {
  const draft = { id: 'raw', author: 'includeAll', line: 1, attributes: {}, body: [text], checksum: false }
  return { logicalPath: undefined, entries: [changeSetOf(draft)], riddles: [] }
}

function changeSetOf({ id, author, line, attributes, body, checksum }: Draft): ChangeSet {
  const sql = body.join('\n').trim()
  const lacksSql = sql === ''
  return {
    kind: 'changeSet',
    id,
    author,
    line,
    logicalPath: attributes.logicalFilePath,
    scope: scopeOf(attributes),
    mayChange: checksum || attributes.runOnChange?.toLowerCase() === 'true',
    runsAgain: againOf(attributes),
    digest: digestOfText(collapse(sql)),
    files: [],
    ...doingOf(sql),
    lacksSql,
  }
}

function doingOf(sql: string): Pick<ChangeSet, 'effect' | 'objects'> {
  try {
    const { noop, objects } = parseSql(sql)
    return { effect: noop ? 'noop' : 'changes', objects }
  } catch (error) {
    // The engine sends it to the database as it is, whatever a lexer thinks of it.
    if (error instanceof Unclear) return { effect: 'changes', objects: [] }
    throw error
  }
}

function attributesOf(text: string): Record<string, string> {
  const attributes: Record<string, string> = {}
  for (const [, key = '', value = ''] of text.matchAll(ATTRIBUTE)) attributes[key] = bare(value)
  return attributes
}

function bare(text: string): string {
  const trimmed = text.trim()
  return trimmed.startsWith('"') && trimmed.endsWith('"') && trimmed.length > 1 ? trimmed.slice(1, -1) : trimmed
}
