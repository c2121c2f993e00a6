import { createHash } from 'node:crypto'
import type { NewFile, NoopRequest } from '../reader.ts'

/**
 * A revision whose `upgrade` does nothing. Standing in for another line's, it must follow the same parents as there:
 * what a revision follows counts as applied, so anywhere else the engine would skip what lies between.
 */
export function noop(request: NoopRequest): NewFile | undefined {
  const { list, of: original, slug, date } = request
  const followed = new Set(list.migrations.flatMap(({ parents }) => parents))
  const heads = list.migrations.filter(({ id }) => !followed.has(id)).map(({ id }) => id)
  const known = new Set(list.migrations.map(({ id }) => id))
  const kept = original !== undefined && !known.has(original.id)
  if (kept && !original.parents.every((id) => known.has(id))) return undefined
  const last = heads.at(-1)
  const parents = kept ? original.parents : last === undefined ? [] : [last]
  const id = kept ? original.id : freshId(`${slug} ${String(date)} ${heads.join(' ')}`)
  const name = kept && original.slug !== '' ? original.slug : slug
  const isBranch = parents.some((parent) => followed.has(parent))
  const folder = list.style?.folder ?? `${list.path}/versions`
  const text = [
    `"""${name.replaceAll('_', ' ')} (does nothing here)`,
    '',
    `Revision ID: ${id}`,
    `Revises: ${parents.join(', ')}`,
    ...(isBranch ? ['', 'This makes another head. Join the heads with: alembic merge heads'] : []),
    '"""',
    '',
    `revision = ${quoted(id)}`,
    `down_revision = ${tupleOf(parents)}`,
    'branch_labels = None',
    'depends_on = None',
    '',
    '',
    'def upgrade():',
    '    pass',
    '',
    '',
    'def downgrade():',
    '    pass',
    '',
  ].join('\n')
  return { id, path: `${folder}/${id}_${name}.py`, text, mode: 'create' }
}

function tupleOf(ids: readonly string[]): string {
  const [only] = ids
  if (only === undefined) return 'None'
  return ids.length === 1 ? quoted(only) : `(${ids.map(quoted).join(', ')})`
}

function quoted(text: string): string {
  return `'${text.replace(/['\\\n]/g, '')}'`
}

/** Twelve hex digits as Alembic makes them, but the same every time. */
function freshId(seed: string): string {
  return createHash('sha1').update(seed).digest('hex').slice(0, 12)
}
