import type { FileRef } from '../../snapshots/files.ts'
import { baseName } from '../folders.ts'
import { canonicalNumber } from '../numbers.ts'

/** golang-migrate, `source/parse.go`. */
const NAME = /^([0-9]+)_(.*)\.(down|up)\.(.*)$/
/** The database column is a signed 64-bit integer. */
const LARGEST = 9223372036854775807n

export interface MigrationFile {
  readonly file: FileRef
  /** As written. */
  readonly digits: string
  /** Canonical; undefined where the tool cannot store it. */
  readonly version: string | undefined
  readonly title: string
  readonly direction: 'up' | 'down'
  readonly extension: string
  /** The name without direction and extension. */
  readonly stem: string
}

/** Undefined for a name that the tool passes over. */
export function parseName(file: FileRef): MigrationFile | undefined {
  const found = NAME.exec(baseName(file.path))
  if (found === null) return undefined
  const [, digits = '', title = '', direction, extension = ''] = found
  // Twenty digits are the most that any 64-bit number has: longer ones need no conversion.
  const number = canonicalNumber(digits)
  const fits = number.length <= 19 && BigInt(number) <= LARGEST
  return {
    file,
    digits,
    version: fits ? number : undefined,
    title,
    direction: direction === 'down' ? 'down' : 'up',
    extension: extension.toLowerCase(),
    stem: `${digits}_${title}`,
  }
}
