import type { Migration } from '../../model.ts'
import { inFolder } from '../by-file-name.ts'
import { byOrder, lastInOrder } from '../order.ts'
import type { NewFile, NoopRequest } from '../reader.ts'

/**
 * A script that does nothing. For a version that the list does not have it leads back to the last one before it that the list
 * has, from where the other scripts lead on; for one that it has it leads from there to the default version, and from that to
 * a new one.
 */
export function noop({ list, of: original, after }: NoopRequest): NewFile | undefined {
  const { extension, folder } = list.style ?? {}
  const last = list.migrations.at(-1)
  if (extension === undefined || folder === undefined || last === undefined) return undefined
  const isMissing = original !== undefined && !list.migrations.some(({ id }) => id === original.id)
  const steps = isMissing ? backFrom(original, list.migrations) : onFrom(original, last, after)
  if (steps === undefined) return undefined
  const { from, to, why } = steps
  const path = inFolder(folder, `${extension}--${from}--${to}.sql`)
  return { id: isMissing ? from : to, path, text: `-- ${why}\n`, mode: 'create' }
}

interface Steps {
  readonly from: string
  readonly to: string
  readonly why: string
}

function backFrom(original: Migration, migrations: readonly Migration[]): Steps | undefined {
  const before = lastInOrder(migrations.filter((migration) => byOrder(migration, original) < 0))
  if (before === undefined) return undefined
  const why = `No-op. Only where the scripts that lead on from ${before.id} fit what ${original.id} has changed.`
  return { from: original.id, to: before.id, why }
}

function onFrom(original: Migration | undefined, last: Migration, after: readonly Migration[]): Steps {
  if (original !== undefined && original.id !== last.id) {
    const why = `What has changed from ${original.id} to ${last.id}; a no-op where nothing has.`
    return { from: original.id, to: last.id, why }
  }
  const highest = lastInOrder([last, ...after]) ?? last
  const next = highest.id.replace(/[0-9]+(?=[^0-9]*$)/, (digits) => String(BigInt(digits) + 1n))
  const to = next === highest.id ? `${next}.1` : next
  return { from: last.id, to, why: `No-op. Set default_version = '${to}' in the control file.` }
}
