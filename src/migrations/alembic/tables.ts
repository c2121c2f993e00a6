import type { PyLine } from '../../languages/python-outline.ts'

/** Which argument of an operation names the table - Alembic docs, Operation Reference. */
const OPERATIONS: Readonly<Record<string, number>> = {
  add_column: 0,
  alter_column: 0,
  batch_alter_table: 0,
  bulk_insert: 0,
  create_table: 0,
  create_table_comment: 0,
  drop_column: 0,
  drop_table: 0,
  drop_table_comment: 0,
  rename_table: 0,
  create_check_constraint: 1,
  create_exclude_constraint: 1,
  create_foreign_key: 1,
  create_index: 1,
  create_primary_key: 1,
  create_unique_constraint: 1,
  drop_constraint: 1,
  drop_index: 1,
}

/** Tables that `op.*` calls name by a text; sorted. */
export function tablesIn(lines: readonly PyLine[]): readonly string[] {
  const tables = new Set<string>()
  for (const { words } of lines) {
    for (let at = words.indexOf('op'); at >= 0; at = words.indexOf('op', at + 1)) {
      const position = words[at + 1] === '.' && words[at + 3] === '(' ? OPERATIONS[words[at + 2] ?? ''] : undefined
      if (position === undefined) continue
      const word = words[at + 4 + position * 2] ?? ''
      if (word.startsWith('"') && (position === 0 || words[at + 5] === ',')) tables.add(JSON.parse(word) as string)
    }
  }
  return [...tables].sort()
}
