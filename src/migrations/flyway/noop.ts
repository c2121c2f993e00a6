import type { Migration } from '../../model.ts'
import { freshDigits, inFolder } from '../by-file-name.ts'
import { lastInOrder } from '../order.ts'
import type { NewFile, NoopRequest } from '../reader.ts'

/**
 * A versioned migration without a statement, above all others. None in the place of another: its checksum would not be
 * that of the original, so a database that has the original would be refused - ship the original's own file instead.
 */
export function noop(request: NoopRequest): NewFile | undefined {
  const { list, of: original, after, slug } = request
  if (original !== undefined && !list.migrations.some(({ id }) => id === original.id)) return undefined
  const { prefix = 'V', separator = '__' } = list.style ?? {}
  const last = lastInOrder([...list.migrations, ...after].filter((migration) => isVersioned(migration)))
  const [, head = '', digits = '0'] = /^(.*?)([0-9]+)$/.exec(writtenVersion(last) ?? '0') ?? []
  const next = freshDigits({ ...request, list: { ...list, migrations: [] }, after: last ? [last] : [] }, () => digits)
  const version = `${head}${next}`
  return {
    id: version.replaceAll('_', '.'),
    path: inFolder(list.path, `${prefix}${version}${separator}${slug}.sql`),
    text: '-- No-op: a release that lacks it is refused. Ship it with this very text on every line.\nSELECT 1;\n',
    mode: 'create',
  }
}

function isVersioned({ mayChange, id }: Migration): boolean {
  return !mayChange && /^[0-9]/.test(id)
}

/** `1_2` where the file says so. */
function writtenVersion(migration: Migration | undefined): string | undefined {
  return (
    migration?.spellings.find((text) => /^[0-9]+(?:[._][0-9]+)*$/.test(text) && text !== migration.id) ?? migration?.id
  )
}
