import { createHash } from 'node:crypto'
import { tooMany } from '../../languages/limits.ts'
import { isNoop } from '../../languages/sql.ts'
import type { ChangeLog, ChangeSet, Include, IncludeAll } from './changelog.ts'

/** A changelog as XML, YAML and JSON all have it: named nodes with scalar attributes, text and nodes below. */
export interface Node {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly text: string
  readonly children: readonly Node[]
  readonly line: number
}

/** What stands in a change set without being a change - Liquibase, `ChangeSet.load`. */
const NO_CHANGE: ReadonlySet<string> = new Set(['validCheckSum', 'preConditions', 'comment', 'rollback', 'property'])
const IDLE: ReadonlySet<string> = new Set(['empty', 'tagDatabase', 'output'])
const TABLES = ['tableName', 'baseTableName', 'oldTableName', 'viewName'] as const
const FILES: ReadonlySet<string> = new Set(['sqlFile', 'loadData', 'loadUpdateData'])

/** An entry of a changelog, what is wrong with one, or something else that is of no concern here. */
export type Entry =
  | ChangeSet
  | Include
  | IncludeAll
  | { readonly kind: 'riddle'; readonly reason: string; readonly line: number }
  | { readonly kind: 'other'; readonly line: number }

/** Many times as many as products of decades have. */
export const MOST_ENTRIES = 20_000

export function changeLogOf(root: Node, read: (node: Node) => Entry = entryOf): ChangeLog {
  const riddles: { line: number; reason: string }[] = []
  const entries: (ChangeSet | Include | IncludeAll)[] = []
  for (const node of root.children) {
    const entry = read(node)
    if (entry.kind === 'riddle') riddles.push(entry)
    else if (entry.kind !== 'other') entries.push(entry)
    if (entries.length > MOST_ENTRIES) throw tooMany('change sets and includes', MOST_ENTRIES, entry.line)
  }
  return { logicalPath: root.attributes.logicalFilePath, entries, riddles }
}

export function entryOf(node: Node): Entry {
  const { name, attributes, line } = node
  const missing = (what: string): Entry => ({ kind: 'riddle', reason: `expected ${what}, found none`, line })
  if (name === 'changeSet') return changeSetOf(node) ?? missing('id and author of a change set')
  if (name === 'include') return attributes.file === undefined ? missing('file of an include') : includeOf(node)
  if (name === 'includeAll')
    return attributes.path === undefined ? missing('path of an includeAll') : includeAllOf(node)
  return { kind: 'other', line }
}

function includeOf({ attributes, line }: Node): Include {
  return {
    kind: 'include',
    file: attributes.file ?? '',
    relative: isTrue(attributes.relativeToChangelogFile),
    optional: attributes.errorIfMissing?.toLowerCase() === 'false',
    line,
  }
}

function includeAllOf({ attributes, line }: Node): IncludeAll {
  return {
    kind: 'includeAll',
    path: attributes.path ?? '',
    relative: isTrue(attributes.relativeToChangelogFile),
    optional: attributes.errorIfMissingOrEmpty?.toLowerCase() === 'false',
    minDepth: Number(attributes.minDepth ?? 0) || 0,
    maxDepth: Number(attributes.maxDepth ?? Infinity) || Infinity,
    endsWith: attributes.endsWithFilter ?? '',
    line,
  }
}

function changeSetOf(node: Node): ChangeSet | undefined {
  const { id, author } = node.attributes
  if (id === undefined || author === undefined) return undefined
  const { attributes, line } = node
  const wrapped = node.children.flatMap((child) => (child.name === 'changes' ? child.children : [child]))
  const changes = wrapped.filter(({ name }) => !NO_CHANGE.has(name) && name !== 'modifySql')
  const visitors = wrapped.filter(({ name }) => name === 'modifySql')
  const checksums = wrapped.some(({ name }) => name === 'validCheckSum') || attributes.validCheckSum !== undefined
  const lacksSql = changes.some(({ name, attributes: own, text }) => name === 'sql' && sqlOf(own, text) === '')
  return {
    kind: 'changeSet',
    id,
    author,
    line,
    logicalPath: attributes.logicalFilePath,
    scope: scopeOf(attributes),
    mayChange: checksums || isTrue(attributes.runOnChange),
    runsAgain: againOf(attributes),
    digest: digestOf([...changes, ...visitors]),
    files: changes.flatMap(filesOf),
    effect: changes.every(isIdle) ? 'noop' : 'changes',
    objects: [...new Set(changes.flatMap(tablesOf))].sort(),
    lacksSql,
  }
}

export function scopeOf(attributes: Readonly<Record<string, string>>): string {
  return [attributes.dbms ?? '', attributes.contextFilter ?? attributes.context ?? '', attributes.labels ?? ''].join(
    ' | ',
  )
}

function filesOf({ name, attributes }: Node): ChangeSet['files'] {
  const path = attributes.path ?? attributes.file
  if (path === undefined || !(FILES.has(name) || name.startsWith('create'))) return []
  return [{ path, relative: isTrue(attributes.relativeToChangelogFile) }]
}

function isIdle({ name, attributes, text }: Node): boolean {
  return IDLE.has(name) || (name === 'sql' && isNoop(sqlOf(attributes, text)))
}

function sqlOf(attributes: Readonly<Record<string, string>>, text: string): string {
  return (attributes.sql ?? text).trim()
}

function tablesOf({ attributes }: Node): readonly string[] {
  return TABLES.flatMap((key) => attributes[key]?.toLowerCase() ?? [])
}

/** An edit of what always runs is refused like any other - Liquibase, `ValidatingVisitor`. */
export function againOf({ runAlways, runOnChange }: Readonly<Record<string, string>>): ChangeSet['runsAgain'] {
  if (isTrue(runAlways)) return 'always'
  return isTrue(runOnChange) ? 'changed' : undefined
}

function isTrue(value: string | undefined): boolean {
  return value?.toLowerCase() === 'true'
}

/** As Liquibase's checksum: white space does not count, and neither does what only wraps, names or comments. */
export function digestOf(nodes: readonly Node[]): string {
  const words: string[] = []
  for (const node of nodes) collect(node, words)
  return digestOfText(words.join('\0'))
}

export function digestOfText(text: string): string {
  return createHash('sha1').update(text).digest('hex')
}

/** Blanks that would not stay as they are. */
const LOOSE = /[^\S ]| {2}|^ | $/

export function collapse(text: string): string {
  if (!LOOSE.test(text)) return text
  return text.replace(/\s+/g, ' ').trim()
}

function collect({ name, attributes, text, children }: Node, words: string[]): void {
  words.push('<', name)
  // A comment inside a change is for people.
  for (const key of Object.keys(attributes).sort()) {
    if (key !== 'comment') words.push(key, '=', collapse(attributes[key] ?? ''))
  }
  const own = collapse(text)
  if (own !== '') words.push('"', own)
  for (const child of children) if (child.name !== 'comment') collect(child, words)
  words.push('>')
}
