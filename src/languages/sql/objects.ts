import type { SqlStatement } from './lex.ts'

/** Words that may stand between the verb and the name of what it touches. */
const FILLERS: ReadonlySet<string> = new Set(
  'if not exists only ignore low_priority high_priority delayed quick global local temp temporary unlogged'.split(' '),
)
const TABLE_KINDS: ReadonlySet<string> = new Set(['table', 'view'])
/** Words before `table` and `view` in CREATE, ALTER and DROP. */
const MODIFIERS: ReadonlySet<string> = new Set(
  'or replace temp temporary global local unlogged materialized recursive foreign external'.split(' '),
)
const QUOTES = /^["`]/
const NAME = /^(?:["`]|[\p{L}_])/u

/** Tables and views that simple statements create, change, drop or write to; sorted, lower case unless quoted. */
export function objectsOf(statements: readonly SqlStatement[]): readonly string[] {
  const names = new Set<string>()
  for (const { words } of statements) for (const name of touchedBy(words)) names.add(name)
  return [...names].sort()
}

function touchedBy(words: readonly string[]): readonly string[] {
  switch (words[0]) {
    case 'create':
    case 'alter':
    case 'drop':
      return touchedByDefinition(words)
    case 'truncate':
      return namesAt(words, words[1] === 'table' ? 2 : 1)
    case 'update':
      return namesAt(words, 1).slice(0, 1)
    case 'delete':
      return namesAt(words, words.indexOf('from', 1) + 1).slice(0, 1)
    case 'insert':
    case 'replace':
      return namesAt(words, words.indexOf('into', 1) + 1).slice(0, 1)
    default:
      return []
  }
}

function touchedByDefinition(words: readonly string[]): readonly string[] {
  let at = 1
  while (MODIFIERS.has(words[at] ?? '')) at += 1
  if (TABLE_KINDS.has(words[at] ?? '')) {
    const names = namesAt(words, at + 1)
    return words[0] === 'drop' ? names : names.slice(0, 1)
  }
  if (words[at] === 'unique') at += 1
  const isIndex = words[at] === 'index' || words[at] === 'trigger'
  const on = words.indexOf('on', at)
  return isIndex && on > 0 ? namesAt(words, on + 1).slice(0, 1) : []
}

/** `a.b, c` at a position, after filler words. */
function namesAt(words: readonly string[], start: number): readonly string[] {
  let at = start
  if (at === 0) return []
  while (FILLERS.has(words[at] ?? '')) at += 1
  const names: string[] = []
  while (NAME.test(words[at] ?? '')) {
    let name = unquoted(words[at] ?? '')
    while (words[at + 1] === '.' && NAME.test(words[at + 2] ?? '')) {
      name += `.${unquoted(words[at + 2] ?? '')}`
      at += 2
    }
    names.push(name)
    if (words[at + 1] !== ',') break
    at += 2
  }
  return names
}

function unquoted(word: string): string {
  if (!QUOTES.test(word)) return word
  const mark = word.charAt(0)
  return word.slice(1, -1).replaceAll(mark + mark, mark)
}
