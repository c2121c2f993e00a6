import { baseName } from '../folders.ts'
import { canonicalNumber } from '../numbers.ts'
import { textOrder } from '../by-file-name.ts'
import type { FileRef } from '../../snapshots/files.ts'

/** How a project names its migrations - Flyway docs, "Versioned migrations", "Repeatable migrations". */
export interface Naming {
  readonly versioned: string
  readonly repeatable: string
  readonly baseline: string
  readonly separator: string
}

export const DEFAULT_NAMING: Naming = { versioned: 'V', repeatable: 'R', baseline: 'B', separator: '__' }

export interface MigrationFile {
  readonly file: FileRef
  readonly kind: 'versioned' | 'repeatable' | 'baseline'
  /** Canonical: `1_02.0` is `1.2`; the description of a repeatable migration. */
  readonly id: string
  readonly order: readonly string[]
  /** As written. */
  readonly version: string
  readonly description: string
  /** The name without its extension. */
  readonly stem: string
  readonly isCode: boolean
}

const EXTENSION = /\.(sql|java|kt)$/i
const VERSION = /^[0-9]+(?:[._][0-9]+)*$/

/** Undefined for a name that the engine passes over, and for undo migrations: `migrate` never runs them. */
export function parseName(file: FileRef, naming: Naming): MigrationFile | undefined {
  const name = baseName(file.path)
  const extension = EXTENSION.exec(name)?.[1]?.toLowerCase()
  if (extension === undefined) return undefined
  const isCode = extension !== 'sql'
  const { versioned, repeatable, baseline, separator } = isCode ? DEFAULT_NAMING : naming
  const stem = name.replace(EXTENSION, '')
  // The longest prefix wins - Flyway, `ResourceNameParser`.
  const prefixes = [
    ['versioned', versioned] as const,
    ['repeatable', repeatable] as const,
    ['baseline', baseline] as const,
  ].sort(([, a], [, b]) => b.length - a.length)
  const [kind, prefix] = prefixes.find(([, start]) => stem.startsWith(start)) ?? []
  if (kind === undefined) return undefined
  const rest = stem.slice(prefix.length)
  const at = rest.indexOf(separator)
  const version = at < 0 ? rest : rest.slice(0, at)
  const description = at < 0 ? '' : rest.slice(at + separator.length)
  const shared = { file, kind, version, description, stem, isCode }
  if (kind === 'repeatable') {
    if (version !== '' || at < 0) return undefined
    // They run after all others, in order of their descriptions: a letter comes after every number.
    return { ...shared, id: `R__${description}`, order: ['R', ...textOrder(description)] }
  }
  if (!VERSION.test(version)) return undefined
  const order = canonicalVersion(version)
  const id = order.join('.')
  return { ...shared, id: kind === 'baseline' ? `B${id}` : id, order }
}

/** Parts as numbers of any size, trailing zeros left out - Flyway, `MigrationVersion`. */
function canonicalVersion(version: string): readonly string[] {
  const parts = version.split(/[._]/).map(canonicalNumber)
  while (parts.length > 1 && parts.at(-1) === '0') parts.pop()
  return parts
}
