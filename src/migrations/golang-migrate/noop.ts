import { canonicalNumber, nextNumber } from '../numbers.ts'
import type { NewFile, NoopRequest } from '../reader.ts'

/**
 * An up file that does nothing. It takes the version of the one it stands in for: that very version is looked up, and a
 * no-op below a database's version is skipped without harm. MySQL refuses a file without a statement, hence `SELECT 1`.
 */
export function noop(request: NoopRequest): NewFile | undefined {
  const { list, of: original, slug } = request
  const version = original === undefined ? undefined : versionOf(original.id)
  const kept = original !== undefined && version !== undefined && !list.migrations.some(({ id }) => id === version)
  const id = kept ? version : nextNumber(request)
  const stem = kept ? stemOf(original.spellings, id) : undefined
  const name = stem ?? `${id.padStart(Number(list.style?.width ?? 1), '0')}_${slug}`
  const folder = list.path === '' ? '' : `${list.path}/`
  const lines = [
    kept
      ? `-- No-op: stands in for version ${id} of another line, so that databases that have it can be upgraded.`
      : '-- No-op: a target that lacks it is refused.',
    ...(list.style?.down === 'yes' ? [`-- Its way down, ${name}.down.sql, has the same text.`] : []),
    'SELECT 1;',
    '',
  ]
  return { id, path: `${folder}${name}.up.sql`, text: lines.join('\n'), mode: 'create' }
}

function versionOf(id: string): string | undefined {
  return /^[0-9]+$/.test(id) ? canonicalNumber(id) : undefined
}

/** The file's name in the line that has it. */
function stemOf(spellings: readonly string[], id: string): string | undefined {
  return spellings.find((text) => /^[0-9]+_./.test(text) && canonicalNumber(text.replace(/_.*$/, '')) === id)
}
