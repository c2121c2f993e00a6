import type { FileRef } from '../../snapshots/files.ts'
import { baseName } from '../folders.ts'
import { canonicalNumber } from '../numbers.ts'

/** golang-migrate, `source/parse.go`. */
const NAME = /^([0-9]+)_(.*)\.(down|up)\.(.*)$/
/** `create_users.postgres.up.sql`: tools that have a file for each database name it so, golang-migrate does not. */
const DIALECT = /\.(?:cockroach(?:db)?|mariadb|mssql|mysql|oracle|postgres(?:ql)?|sqlite3?|sqlserver)$/
/** The database column is a signed 64-bit integer. */
const LARGEST = 9223372036854775807n

export interface MigrationFile {
  readonly file: FileRef
  /** As written. */
  readonly digits: string
  /** Canonical. */
  readonly version: string
  /** Whether the tool can store it. */
  readonly fits: boolean
  /** Without the database. */
  readonly title: string
  readonly isDialect: boolean
  readonly direction: 'up' | 'down'
  readonly extension: string
  /** The name without direction and extension. */
  readonly stem: string
}

/** Undefined for a name that the tool passes over. */
export function parseName(file: FileRef): MigrationFile | undefined {
  const found = NAME.exec(baseName(file.path))
  if (found === null) return undefined
  const [, digits = '', name = '', direction, extension = ''] = found
  const title = name.replace(DIALECT, '')
  // Twenty digits are the most that any 64-bit number has: longer ones need no conversion.
  const number = canonicalNumber(digits)
  return {
    file,
    digits,
    version: number,
    fits: number.length <= 19 && BigInt(number) <= LARGEST,
    title,
    isDialect: title !== name,
    direction: direction === 'down' ? 'down' : 'up',
    extension: extension.toLowerCase(),
    stem: `${digits}_${name}`,
  }
}
